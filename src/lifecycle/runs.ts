/** The record of what plugins did for their users, written in the background. */
import { AppError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Job, Outcome } from '../sandbox/contract.ts';
import {
  addDays,
  type DayRow,
  findInstall,
  insertRuns,
  listDays,
  listRuns,
  type NewDay,
  type NewRun,
  type RunRow,
} from './run-store.ts';
import type { Install } from './strike-store.ts';

/** Runs wait this long, so that a busy plugin costs one statement and not one each. */
const WRITE_MS = 2 * SECOND_MS;
/** Runs of one install per write; of more than that the oldest are only counted. */
export const RUNS_PER_WRITE = 20;
/** Runs that ended well and said nothing become one row in this time. */
const QUIET_MS = 10 * MINUTE_MS;
/** Characters of log kept of one run. */
export const KEPT_LOG_CHARACTERS = 8 * 1_024;
/** Installs whose runs wait to be written; those of more are only counted. */
const MAX_WAITING_INSTALLS = 1_000;

export interface RunsReport {
  disabledReason: string | null;
  retryAt: Date | null;
  runs: RunRow[];
  days: DayRow[];
}

export interface Runs {
  add(install: Install, call: Job['call'], startedAt: number, outcome: Outcome): void;
  /** Counts heartbeats for which a hook was not run. */
  addSkipped(install: Install, hook: string, count: number): void;
  /** What a user's install did lately. Throws `not_found` unless it is installed. */
  report(userId: string, name: string): Promise<RunsReport>;
  close(): Promise<void>;
}

/** `on_tick`, `rpc:stats` */
export const hookOf = ({ kind, name }: Job['call']) => (kind === 'hook' ? name : `rpc:${name}`);

function toNewRun(install: Install, hook: string, startedAt: number, outcome: Outcome): NewRun {
  let room = KEPT_LOG_CHARACTERS;
  const logs = outcome.logs.filter(({ text }) => {
    room -= text.length;
    return room >= 0;
  });
  return {
    userId: install.userId,
    pluginId: install.pluginId,
    hook,
    startedAt,
    duration_ms: Math.round(outcome.usage.ms),
    outcome: outcome.ok ? 'ok' : outcome.error.kind,
    error: outcome.ok ? null : toRunError(outcome.error),
    logs,
    dropped: outcome.droppedLogs + outcome.logs.length - logs.length,
    runs: 1,
  };
}

function toRunError({ kind, name, message, line, column }: (Outcome & { ok: false })['error']) {
  return {
    kind,
    name,
    message,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

/** Runs that ended well and said nothing, on their way to one row. */
interface Quiet {
  run: NewRun;
  totalMs: number;
}

export function openRuns({
  database,
  clock,
  log,
}: {
  database: Database;
  clock: Clock;
  log: Log;
}): Runs {
  const waiting = new Map<string, NewRun[]>();
  const quiet = new Map<string, Quiet>();
  const quietSince = new Map<string, number>();
  const days = new Map<string, NewDay>();
  let writing: Promise<void> = Promise.resolve();
  let timer: Timer | undefined;

  function scheduleWrite(): void {
    timer ??= setTimeout(() => void write(false), WRITE_MS);
  }

  function count(install: Install, hook: string, added: Partial<DayRow>): void {
    const day = new Date(clock()).toISOString().slice(0, 'YYYY-MM-DD'.length);
    const key = [install.userId, install.pluginId, day, hook].join(' ');
    const { userId, pluginId } = install;
    const old = days.get(key);
    days.set(key, {
      userId,
      pluginId,
      day,
      hook,
      runs: (old?.runs ?? 0) + (added.runs ?? 0),
      failures: (old?.failures ?? 0) + (added.failures ?? 0),
      milliseconds: (old?.milliseconds ?? 0) + (added.milliseconds ?? 0),
      skipped: (old?.skipped ?? 0) + (added.skipped ?? 0),
    });
    scheduleWrite();
  }

  function addQuiet(run: NewRun): void {
    const key = [run.userId, run.pluginId, run.hook].join(' ');
    const old = quiet.get(key);
    const totalMs = (old?.totalMs ?? 0) + run.duration_ms;
    const runs = (old?.run.runs ?? 0) + 1;
    quiet.set(key, { totalMs, run: { ...run, runs, duration_ms: Math.round(totalMs / runs) } });
  }

  function addLoud(run: NewRun): void {
    const key = `${run.userId} ${run.pluginId}`;
    const runs = waiting.get(key) ?? [];
    if (runs.length === 0 && waiting.size >= MAX_WAITING_INSTALLS) return;
    runs.push(run);
    if (runs.length > RUNS_PER_WRITE) runs.shift();
    waiting.set(key, runs);
  }

  /** The first one at once, so that a user sees that it runs; then one row every QUIET_MS. */
  function takeQuiet(isLast: boolean): NewRun[] {
    const now = clock();
    for (const [key, since] of quietSince) if (now - since >= QUIET_MS) quietSince.delete(key);
    const due = [...quiet].filter(([key]) => isLast || !quietSince.has(key));
    for (const [key] of due) {
      quiet.delete(key);
      quietSince.set(key, now);
    }
    return due.map(([, { run }]) => run);
  }

  async function writeNow(isLast: boolean): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const runs = [...takeQuiet(isLast), ...[...waiting.values()].flat()];
    runs.sort((a, b) => a.startedAt - b.startedAt);
    const counted = [...days.values()];
    waiting.clear();
    days.clear();
    if (runs.length > 0) await insertRuns(database, runs);
    if (counted.length > 0) await addDays(database, counted);
  }

  /** One write after the other. A failed one loses what it had: these are notes, not data. */
  function write(isLast: boolean): Promise<void> {
    writing = writing
      .then(() => writeNow(isLast))
      .catch((error) => log.warn('runs of plugins were not noted', { reason: messageOf(error) }));
    return writing;
  }

  return {
    add(install, call, startedAt, outcome) {
      const hook = hookOf(call);
      const run = toNewRun(install, hook, startedAt, outcome);
      if (outcome.ok && outcome.logs.length === 0) addQuiet(run);
      else addLoud(run);
      count(install, hook, {
        runs: 1,
        failures: outcome.ok ? 0 : 1,
        milliseconds: outcome.usage.ms,
      });
    },
    addSkipped: (install, hook, skipped) => count(install, hook, { skipped }),
    async report(userId, name) {
      await write(false);
      const found = await findInstall(database, userId, name);
      if (!found) throw new AppError('not_found', 'Plugin not found or not installed');
      const install = { userId, pluginId: found.plugin_id };
      return {
        disabledReason: found.disabled_reason,
        retryAt: found.retry_at,
        runs: await listRuns(database, install),
        days: await listDays(database, install),
      };
    },
    async close() {
      await write(true);
    },
  };
}
