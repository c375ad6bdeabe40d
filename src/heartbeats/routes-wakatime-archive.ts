import { Elysia, t } from 'elysia';
import type { Bus } from '../base/bus.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { readJson } from './request-body.ts';
import { parseIds, Removed } from './wakatime-archive.ts';
import {
  type HeartbeatRow,
  LISTED_HEARTBEATS,
  listHeartbeats,
  removeHeartbeats,
} from './wakatime-archive-store.ts';
import { parseDay, toDayFrame } from './wakatime-day.ts';
import { idOfName, idOfUserAgent, requireSelf } from './wakatime-user.ts';

const NullableText = t.Union([t.String(), t.Null()]);
const NullableNumber = t.Union([t.Number(), t.Null()]);
const WireHeartbeat = t.Object({
  id: t.String(),
  entity: NullableText,
  type: t.String(),
  category: NullableText,
  time: t.Number(),
  project: NullableText,
  project_root_count: NullableNumber,
  branch: NullableText,
  language: NullableText,
  dependencies: t.Array(t.String()),
  lines: NullableNumber,
  lineno: NullableNumber,
  cursorpos: NullableNumber,
  is_write: t.Boolean(),
  user_id: t.String(),
  machine_name_id: NullableText,
  user_agent_id: t.String(),
  created_at: t.String(),
});
export const HeartbeatList = t.Object({
  data: t.Array(WireHeartbeat),
  /** Ours: whether the day has more than an answer lists. */
  has_more: t.Boolean(),
  start: t.String(),
  end: t.String(),
  timezone: t.String(),
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function toWireHeartbeat(userId: string, row: HeartbeatRow): typeof WireHeartbeat.static {
  const { editor, os, machine, extra, created_at, project, ...rest } = row;
  const numberOf = (name: string) => {
    const value = extra?.[name];
    return typeof value === 'number' ? value : null;
  };
  const names: unknown = extra?.dependencies;
  return {
    ...rest,
    project: project || null,
    project_root_count: numberOf('project_root_count'),
    dependencies: Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [],
    lines: numberOf('lines'),
    lineno: numberOf('lineno'),
    cursorpos: numberOf('cursorpos'),
    user_id: userId,
    machine_name_id: machine === null ? null : idOfName(userId, machine),
    user_agent_id: idOfUserAgent(userId, editor ?? '', os ?? ''),
    created_at: created_at.toISOString(),
  };
}

const OptionalText = t.Optional(t.String());

interface Deps {
  guard: Guard;
  database: Database;
  bus: Bus;
  clock: Clock;
}

/** A day's heartbeats as they were sent, and their removal (spec/wakatime 1.8 and 1.6). */
export function wakatimeArchiveRoutes({ guard, database, bus, clock }: Deps) {
  return new Elysia()
    .derive(async ({ request, params }) => ({
      user: requireSelf(await guard.requireUser(request), params.user),
    }))
    .get(
      '/api/v1/users/:user/heartbeats',
      async ({ user, query }) => {
        const day = parseDay(query, { zone: user.timezone, nowMs: clock() });
        const rows = await listHeartbeats(database, user.id, day, LISTED_HEARTBEATS + 1);
        return {
          data: rows.slice(0, LISTED_HEARTBEATS).map((row) => toWireHeartbeat(user.id, row)),
          has_more: rows.length > LISTED_HEARTBEATS,
          ...toDayFrame(day),
        };
      },
      { query: t.Object({ date: OptionalText, timezone: OptionalText }), response: HeartbeatList },
    )
    .delete(
      '/api/v1/users/:user/heartbeats.bulk',
      async ({ user, request }) => {
        // What is no UUID is nobody's heartbeat.
        const ids = parseIds(await readJson(request)).filter((id) => UUID.test(id));
        const deleted = await removeHeartbeats(database, user.id, ids);
        if (deleted > 0) bus.publish('timeline', { userId: user.id });
        return { data: { deleted } };
      },
      { parse: 'none', response: Removed },
    );
}
