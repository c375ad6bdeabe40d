import type { Bus } from '../base/bus.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import {
  claimRecompute,
  findRecompute,
  type RecomputeJob,
  type RunningJob,
  releaseRecompute,
  stepRecompute,
} from './recompute-store.ts';

/** Heartbeats per transaction, so that an editor waits for one chunk at most. */
const CHUNK_ROWS = 2_000;
/** Another instance goes on with a job after this long without a step. */
const LEASE_SECONDS = 20;
/** How often to look for jobs that another instance or a plugin's SQL made, or that a crash left. */
const POLL_MS = 15 * SECOND_MS;

export interface RecomputeDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  /** Heartbeats per transaction. */
  chunkRows?: number;
}

export interface Recompute {
  /** The work left for a user: heartbeats done, in all, and the setting that changed. */
  find(userId: string): Promise<RunningJob | null>;
  /** Looks for work now: call it after a user's timeout or time zone has changed. */
  wake(): void;
  /** Resolves when there is nothing left to do, or the database failed. */
  idle(): Promise<void>;
  /** Stops after the chunk at hand; another instance, or the next start, goes on from there. */
  close(): Promise<void>;
}

/**
 * Works off what changed settings leave to do (migrations/0006): durations after a changed timeout,
 * days after a changed zone. Publishes `recompute` after each chunk, and `timeline` at the end.
 */
export function openRecompute({
  database,
  bus,
  clock,
  log,
  chunkRows = CHUNK_ROWS,
}: RecomputeDependencies): Recompute {
  let working: Promise<void> | undefined;
  let wokenAgain = false;
  let closed = false;

  async function work(job: RecomputeJob): Promise<void> {
    const started = clock();
    while (!closed) {
      const progress = await stepRecompute(database, job, chunkRows, LEASE_SECONDS);
      if (!progress) return;
      bus.publish('recompute', { userId: job.userId, ...progress });
      if (progress.done < progress.total) continue;
      bus.publish('timeline', { userId: job.userId });
      log.info('timeline recomputed', {
        ...job,
        heartbeats: progress.total,
        ms: clock() - started,
      });
      return;
    }
    await releaseRecompute(database, job);
  }

  async function workOff(): Promise<void> {
    do {
      wokenAgain = false;
      try {
        for (;;) {
          const job = closed ? null : await claimRecompute(database, LEASE_SECONDS);
          if (!job) break;
          await work(job);
        }
      } catch (error) {
        log.warn('recompute interrupted, goes on by itself', { reason: messageOf(error) });
      }
    } while (wokenAgain && !closed);
    working = undefined;
  }

  function wake(): void {
    if (closed) return;
    wokenAgain = true;
    working ??= workOff();
  }

  const poll = setInterval(wake, POLL_MS);
  wake();

  return {
    find: (userId) => findRecompute(database, userId),
    wake,
    idle: async () => working,
    async close() {
      closed = true;
      clearInterval(poll);
      await working;
    },
  };
}
