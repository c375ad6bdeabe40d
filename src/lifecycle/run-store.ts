import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import type { Install } from './strike-store.ts';

/** Runs that are kept of each install. */
export const KEPT_RUNS = 50;
/** Days (UTC) for which an install's cost is kept. */
export const KEPT_DAYS = 30;

const RunError = Type.Object({
  kind: Type.String(),
  name: Type.String(),
  message: Type.String(),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
});
const LogLine = Type.Object({
  level: Type.Union([Type.Literal('log'), Type.Literal('warn'), Type.Literal('error')]),
  text: Type.String(),
});

const Run = Type.Object({
  id: Type.Number(),
  hook: Type.String(),
  started_at: Type.Date(),
  duration_ms: Type.Integer(),
  outcome: Type.String(),
  error: Type.Union([RunError, Type.Null()]),
  logs: Type.Array(LogLine),
  dropped: Type.Integer(),
  runs: Type.Integer(),
});
export type RunRow = Static<typeof Run>;

export interface NewRun extends Omit<RunRow, 'id' | 'started_at'>, Install {
  /** Milliseconds since the epoch. */
  startedAt: number;
}

const Day = Type.Object({
  day: Type.String(),
  hook: Type.String(),
  runs: Type.Number(),
  failures: Type.Number(),
  milliseconds: Type.Number(),
  skipped: Type.Number(),
});
export type DayRow = Static<typeof Day>;
export type NewDay = DayRow & Install;

/** What Postgres refuses to hold, a script may say. */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

function toRecord(run: NewRun) {
  const { error } = run;
  return {
    user_id: run.userId,
    plugin_id: run.pluginId,
    hook: toStorable(run.hook),
    started_at: new Date(run.startedAt).toISOString(),
    duration_ms: run.duration_ms,
    outcome: run.outcome,
    error: error && {
      ...error,
      name: toStorable(error.name),
      message: toStorable(error.message),
    },
    logs: run.logs.map(({ level, text }) => ({ level, text: toStorable(text) })),
    dropped: run.dropped,
    runs: run.runs,
  };
}

/** Adds runs of installs that are still there, and removes the oldest beyond KEPT_RUNS of each. */
export async function insertRuns(database: Queryable, runs: readonly NewRun[]): Promise<void> {
  await database.run(
    `insert into plugin_runs
       (user_id, plugin_id, hook, started_at, duration_ms, outcome, error, logs, dropped, runs)
     select r.user_id, r.plugin_id, r.hook, r.started_at, r.duration_ms, r.outcome,
       nullif(r.error, 'null'), r.logs, r.dropped, r.runs
     from jsonb_to_recordset($1) as r (
       user_id uuid, plugin_id uuid, hook text, started_at timestamptz, duration_ms integer,
       outcome text, error jsonb, logs jsonb, dropped integer, runs integer
     )
     join installed_plugins i on i.user_id = r.user_id and i.plugin_id = r.plugin_id
     order by r.started_at`,
    [JSON.stringify(runs.map(toRecord))],
  );
  await database.run(
    `with oldest as materialized (
       select t.user_id, t.plugin_id, (
         select r.id from plugin_runs r
         where r.user_id = t.user_id and r.plugin_id = t.plugin_id
         order by r.id desc
         offset $3 limit 1
       ) as id
       from unnest($1::uuid[], $2::uuid[]) t (user_id, plugin_id)
     )
     delete from plugin_runs r using oldest o
     where r.user_id = o.user_id and r.plugin_id = o.plugin_id and r.id <= o.id`,
    [runs.map(({ userId }) => userId), runs.map(({ pluginId }) => pluginId), KEPT_RUNS],
  );
}

/** Adds to what installs cost. At most one of each install, day and hook in `days`. */
export async function addDays(database: Queryable, days: readonly NewDay[]): Promise<void> {
  const records = days.map(({ userId, pluginId, ...day }) => ({
    ...day,
    user_id: userId,
    plugin_id: pluginId,
    hook: toStorable(day.hook),
    milliseconds: Math.round(day.milliseconds),
  }));
  await database.run(
    `with given as materialized (
       select r.* from jsonb_to_recordset($1) as r (
         user_id uuid, plugin_id uuid, day date, hook text,
         runs bigint, failures bigint, milliseconds bigint, skipped bigint
       )
       join installed_plugins i on i.user_id = r.user_id and i.plugin_id = r.plugin_id
     ), outdated as (
       delete from plugin_run_days d using given g
       where d.user_id = g.user_id and d.plugin_id = g.plugin_id and d.day < g.day - $2::integer
     )
     insert into plugin_run_days
       (user_id, plugin_id, day, hook, runs, failures, milliseconds, skipped)
     select user_id, plugin_id, day, hook, runs, failures, milliseconds, skipped from given
     on conflict (user_id, plugin_id, day, hook) do update
     set runs = plugin_run_days.runs + excluded.runs,
       failures = plugin_run_days.failures + excluded.failures,
       milliseconds = plugin_run_days.milliseconds + excluded.milliseconds,
       skipped = plugin_run_days.skipped + excluded.skipped`,
    [JSON.stringify(records), KEPT_DAYS],
  );
}

const Found = Type.Object({
  plugin_id: Type.String(),
  disabled_reason: Type.Union([Type.String(), Type.Null()]),
  retry_at: Type.Union([Type.Date(), Type.Null()]),
});
export type InstallState = Static<typeof Found>;

/** A user's install by the plugin's name, whether it may run or not. */
export function findInstall(
  database: Queryable,
  userId: string,
  name: string,
): Promise<InstallState | null> {
  return database.find(
    Found,
    `select i.plugin_id, i.disabled_reason, s.retry_at
     from plugin_store p
     join installed_plugins i on i.plugin_id = p.id
     left join plugin_strikes s on s.user_id = i.user_id and s.plugin_id = i.plugin_id
     where p.name = $2 and i.user_id = $1`,
    [userId, name],
  );
}

/** Newest first. */
export function listRuns(database: Queryable, { userId, pluginId }: Install): Promise<RunRow[]> {
  return database.list(
    Run,
    `select id, hook, started_at, duration_ms, outcome, error, logs, dropped, runs
     from plugin_runs where user_id = $1 and plugin_id = $2
     order by id desc limit $3`,
    [userId, pluginId, KEPT_RUNS],
  );
}

/** Newest first. */
export function listDays(database: Queryable, { userId, pluginId }: Install): Promise<DayRow[]> {
  return database.list(
    Day,
    `select day, hook, runs, failures, milliseconds, skipped
     from plugin_run_days where user_id = $1 and plugin_id = $2
     order by day desc, hook`,
    [userId, pluginId],
  );
}
