import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { type ExternalDuration, parseExternalDuration } from './external-durations.ts';
import {
  listExternalDurations,
  removeExternalDurations,
  type StoredDuration,
  saveExternalDurations,
} from './external-durations-store.ts';
import { isProblem, type Problem } from './fields.ts';
import { readJson } from './request-body.ts';
import { parseIds, Removed } from './wakatime-archive.ts';
import { parseDay, toDayFrame } from './wakatime-day.ts';
import { requireSelf } from './wakatime-user.ts';

/** Items of one bulk request (WakaTime documents the same number). */
export const BULK_ITEMS = 1_000;

const CREATED = 201;
const REFUSED = 400;

const NullableText = t.Union([t.String(), t.Null()]);
const WireDuration = t.Object({
  id: t.String(),
  external_id: t.String(),
  entity: t.String(),
  type: t.String(),
  category: NullableText,
  project: NullableText,
  branch: NullableText,
  language: NullableText,
  provider: NullableText,
  start_time: t.Number(),
  end_time: t.Number(),
  meta: t.Union([t.Record(t.String(), t.Unknown()), t.Null()]),
  user_id: t.String(),
  created_at: t.String(),
});
export const OneDuration = t.Object({ data: WireDuration });
export const DurationList = t.Object({
  data: t.Array(WireDuration),
  start: t.String(),
  end: t.String(),
  timezone: t.String(),
});
export const DurationResponses = t.Object({
  responses: t.Array(
    t.Tuple([t.Union([OneDuration, t.Object({ error: t.String() })]), t.Integer()]),
  ),
});

/** A stored duration in WakaTime's words; an unknown project is null there. */
export const toWireDuration = (userId: string, stored: StoredDuration) => ({
  ...stored,
  project: stored.project || null,
  user_id: userId,
  created_at: stored.created_at.toISOString(),
});

const OptionalText = t.Optional(t.String());
const DurationsQuery = t.Object({
  date: OptionalText,
  timezone: OptionalText,
  project: OptionalText,
  branches: OptionalText,
});

function requireItems(body: unknown): unknown[] {
  if (!Array.isArray(body)) throw new AppError('invalid', 'Send an array of external durations.');
  if (body.length <= BULK_ITEMS) return body;
  throw new AppError('invalid', `Send at most ${BULK_ITEMS} external durations at once.`);
}

interface Deps {
  guard: Guard;
  database: Database;
  clock: Clock;
}

/**
 * Time from elsewhere, meetings for example (spec/wakatime 1.8). It is kept beside the timeline,
 * listed here and by `durations`, and never counted in totals.
 */
export function externalDurationRoutes({ guard, database, clock }: Deps) {
  const parse = (item: unknown): ExternalDuration | Problem =>
    parseExternalDuration(item, { nowSeconds: clock() / SECOND_MS });

  async function saveAll(userId: string, items: readonly unknown[]) {
    const parsed = items.map(parse);
    // Within a batch the last of one external id stands, as it would in requests of their own.
    const unique = new Map<string, ExternalDuration>();
    for (const item of parsed) if (!isProblem(item)) unique.set(item.external_id, item);
    const saved = await saveExternalDurations(
      database,
      userId,
      [...unique.values()],
      new Date(clock()),
    );
    const byExternalId = new Map(saved.map((stored) => [stored.external_id, stored]));
    return parsed.map((item) => {
      if (isProblem(item)) return item;
      const stored = byExternalId.get(item.external_id);
      if (!stored) throw new Error('an external duration came back without a row');
      return toWireDuration(userId, stored);
    });
  }

  return new Elysia()
    .derive(async ({ request, params }) => ({
      user: requireSelf(await guard.requireUser(request), params.user),
    }))
    .get(
      '/api/v1/users/:user/external_durations',
      async ({ user, query }) => {
        const day = parseDay(query, { zone: user.timezone, nowMs: clock() });
        const branches = query.branches?.split(',').filter(Boolean);
        const found = await listExternalDurations(database, user.id, {
          start: day.start,
          end: day.end,
          project: query.project || undefined,
          branches: branches && branches.length > 0 ? branches : undefined,
        });
        return {
          data: found.map((stored) => toWireDuration(user.id, stored)),
          ...toDayFrame(day),
        };
      },
      { query: DurationsQuery, response: DurationList },
    )
    .post(
      '/api/v1/users/:user/external_durations',
      async ({ user, request, set }) => {
        const [saved] = await saveAll(user.id, [await readJson(request)]);
        if (!saved || isProblem(saved)) {
          const { field, error } = saved ?? { field: 'body', error: 'Nothing was sent.' };
          throw new AppError('invalid', error, { fields: { [field]: error } });
        }
        set.status = CREATED;
        return { data: saved };
      },
      { parse: 'none', response: { [CREATED]: OneDuration } },
    )
    .post(
      '/api/v1/users/:user/external_durations.bulk',
      async ({ user, request, set }) => {
        const saved = await saveAll(user.id, requireItems(await readJson(request)));
        set.status = CREATED;
        const responses = saved.map(
          (item): (typeof DurationResponses.static)['responses'][number] =>
            isProblem(item) ? [{ error: item.error }, REFUSED] : [{ data: item }, CREATED],
        );
        return { responses };
      },
      { parse: 'none', response: { [CREATED]: DurationResponses } },
    )
    .delete(
      '/api/v1/users/:user/external_durations.bulk',
      async ({ user, request }) => {
        const ids = parseIds(await readJson(request), ['id', 'external_id']);
        return { data: { deleted: await removeExternalDurations(database, user.id, ids) } };
      },
      { parse: 'none', response: Removed },
    );
}
