import type { Static } from '@sinclair/typebox';
import { type Clock, SECOND_MS } from '../base/time.ts';
import { type Asked, type Asker, openAsk } from './ask.ts';
import { activeDaysOf, breakdownOf, lastSeenOf, listOf, totalOf } from './facts.ts';
import type { RangeQuery } from './range.ts';
import { toSessionSpans, toSessions } from './raw/sessions.ts';
import type { RawStore, WorkTypeRow } from './raw/store.ts';
import { WORK_TYPE_LABELS, WORK_TYPES } from './raw/work-type.ts';
import type * as shapes from './shapes.ts';
import type { Span } from './spans.ts';
import type { StatsStore } from './store.ts';
import { type Streaks, toStreaks } from './streaks.ts';

/**
 * Heartbeats that one answer classifies at most; the newest ones count. Two months of an editor that
 * tells every save; most of what the dashboard of a long history costs.
 */
export const WORK_TYPE_HEARTBEATS = 20_000;
/** Heartbeats in which one answer looks for sessions at most; the newest ones count. */
export const SESSION_HEARTBEATS = 50_000;
/** Sessions listed in one answer (spec/codetrackr 1.2). */
export const SESSIONS_LISTED = 20;
const MINUTE_SECONDS = 60;

type Answer<T extends keyof typeof shapes> = Static<(typeof shapes)[T]>;

/** CodeTrackr's numbers (spec/codetrackr 1.2), each for one user and a range of local time. */
export interface Answers {
  summary(user: Asker, query: RangeQuery): Promise<Answer<'Summary'>>;
  languages(user: Asker, query: RangeQuery): Promise<Answer<'Languages'>>;
  projects(user: Asker, query: RangeQuery): Promise<Answer<'Projects'>>;
  daily(user: Asker, query: RangeQuery): Promise<Answer<'Daily'>>;
  streaks(user: Asker): Promise<Answer<'Streaks'>>;
  workTypes(user: Asker, query: RangeQuery): Promise<Answer<'WorkTypes'>>;
  sessions(user: Asker, query: RangeQuery): Promise<Answer<'Sessions'>>;
  dashboard(user: Asker, query: RangeQuery): Promise<Answer<'Dashboard'>>;
}

const msToIso = (epochMs: number): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toString();
const toIso = (epochSeconds: number): string => msToIso(epochSeconds * SECOND_MS);

const streaksOf = ({ facts, today }: Asked): Streaks => toStreaks(activeDaysOf(facts), today.date);

/** Total, average over the range's local days up to today, and the leaders. */
function toHeadline({ facts, range }: Asked) {
  const { seconds } = totalOf(facts);
  return {
    total_seconds: seconds,
    daily_average: Math.floor(seconds / range.days),
    top_language: breakdownOf(facts, 'language').shares[0]?.name ?? null,
    top_project: breakdownOf(facts, 'project').shares[0]?.name ?? null,
  };
}

function toLanguages({ facts }: Asked): Answer<'Languages'> {
  const { shares, seconds, unknownSeconds } = breakdownOf(facts, 'language');
  return {
    languages: shares.map(({ name, ...share }) => ({ language: name, ...share })),
    total_seconds: seconds,
    unknown_seconds: unknownSeconds,
  };
}

function toProjects({ facts }: Asked): Answer<'Projects'>['projects'] {
  const seen = lastSeenOf(facts);
  return listOf(facts, 'project').map(({ name, value }) => {
    const at = seen.get(name);
    return {
      project: name,
      seconds: value,
      last_heartbeat: at === undefined ? null : msToIso(at),
    };
  });
}

function toWorkTypes(rows: readonly WorkTypeRow[]): Answer<'WorkTypes'> {
  const seconds = new Map(rows.map((row) => [row.type, row.seconds]));
  const total = rows.reduce((sum, row) => sum + row.seconds, 0);
  const heartbeats = rows.reduce((sum, row) => sum + row.heartbeats, 0);
  const isCapped = heartbeats >= WORK_TYPE_HEARTBEATS;
  return {
    total_seconds: total,
    work_types: WORK_TYPES.map((type) => ({
      type: WORK_TYPE_LABELS[type],
      seconds: seconds.get(type) ?? 0,
      percentage: total > 0 ? ((seconds.get(type) ?? 0) * 100) / total : 0,
    })),
    covered_from: isCapped ? toIso(Math.min(...rows.map(({ first }) => first))) : null,
  };
}

export function openAnswers(deps: { store: StatsStore; raw: RawStore; clock: Clock }): Answers {
  const { raw } = deps;
  const { ask, getRange } = openAsk(deps);

  const workTypesIn = async (user: Asker, span: Span): Promise<Answer<'WorkTypes'>> =>
    toWorkTypes(await raw.listWorkTypes(user.id, span, WORK_TYPE_HEARTBEATS));

  async function summary(user: Asker, query: RangeQuery): Promise<Answer<'Summary'>> {
    const asked = await ask(user, query, { dimensions: ['language', 'project'], streaks: true });
    const { current, longest } = streaksOf(asked);
    return {
      ...toHeadline(asked),
      streak_current: current,
      streak_longest: longest,
      range_start: toIso(asked.range.start),
      range_end: toIso(asked.range.end),
    };
  }

  async function sessions(user: Asker, query: RangeQuery): Promise<Answer<'Sessions'>> {
    const range = await getRange(user, query);
    const found = await raw.listSessionStarts(user.id, range, user.timeoutSeconds, {
      sessions: SESSIONS_LISTED,
      heartbeats: SESSION_HEARTBEATS,
    });
    const coveredFrom = found[0]?.coveredFrom ?? null;
    const spans = toSessionSpans(
      found.map(({ start }) => start),
      range.end,
    );
    const listed = toSessions(spans, await raw.listActivity(user.id, spans));
    return {
      sessions: listed.map((session) => ({
        start: toIso(session.start),
        end: toIso(session.end),
        duration_seconds: session.seconds,
        duration_minutes: Math.floor(session.seconds / MINUTE_SECONDS),
        project: session.project,
        top_language: session.topLanguage,
        dominant_work_type: session.dominantWorkType,
        work_breakdown: session.workBreakdown,
      })),
      total_sessions: found[0]?.total ?? 0,
      covered_from: coveredFrom === null ? null : toIso(coveredFrom),
    };
  }

  async function dashboard(user: Asker, query: RangeQuery): Promise<Answer<'Dashboard'>> {
    const asked = await ask(user, query, {
      dimensions: ['language', 'project', 'editor'],
      daily: true,
      streaks: true,
      lastSeen: true,
    });
    const { work_types, ...coverage } = await workTypesIn(user, asked.range);
    return {
      summary: toHeadline(asked),
      streaks: streaksOf(asked),
      daily: asked.daily,
      languages: toLanguages(asked).languages,
      projects: toProjects(asked),
      work_types: { ...coverage, types: work_types },
      today: asked.today,
      editors: breakdownOf(asked.facts, 'editor').shares.map(({ name, ...share }) => ({
        editor: name,
        ...share,
      })),
      range: {
        start: toIso(asked.range.start),
        end: toIso(asked.range.end),
        days: asked.range.days,
      },
    };
  }

  return {
    summary,
    sessions,
    dashboard,
    languages: async (user, query) =>
      toLanguages(await ask(user, query, { dimensions: ['language'] })),
    projects: async (user, query) => ({
      projects: toProjects(await ask(user, query, { dimensions: ['project'], lastSeen: true })),
    }),
    daily: async (user, query) => ({
      daily: (await ask(user, query, { dimensions: [], daily: true })).daily,
    }),
    async streaks(user) {
      const asked = await ask(user, { range: 'today' }, { dimensions: [], streaks: true });
      const { current, longest } = streaksOf(asked);
      return { current_streak: current, longest_streak: longest };
    },
    workTypes: async (user, query) => workTypesIn(user, await getRange(user, query)),
  };
}
