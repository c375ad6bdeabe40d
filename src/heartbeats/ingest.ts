import pg from 'pg';
import type { Bus } from '../base/bus.ts';
import { AppError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Heartbeat } from './heartbeat.ts';
import { heartbeatId } from './heartbeat-id.ts';
import type { UserHeartbeat } from './store.ts';

/** Most rows written by one statement; more make it slower than linear. */
export const ROWS_PER_FLUSH = 2_000;
/** Rows that one request gets into a flush before the next request has its turn. */
const ROWS_PER_TURN = 250;
/** Rows that may wait; a request that would exceed it is told to come back. */
export const QUEUE_ROWS = 50_000;
/** What a request that found the queue full is told (seconds). */
const RETRY_AFTER_SECONDS = 5;
/** How long a flush is tried again while the database is away, and how fast. */
const RETRY_FOR_MS = 30_000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

/** SQLSTATE classes that blame a row: data, constraint, program limit. */
const ROW_FAULT = /^(22|23|54)/;

/** What became of a heartbeat: its id and whether it was new, or why it was refused. */
export type Verdict = { id: string; isNew: boolean } | { rejected: string };

export interface Ingest {
  /**
   * Writes heartbeats of one user and answers, once they are committed, what became of each, in
   * order. Throws `unavailable` when the queue is full or the database stays away.
   */
  add(userId: string, heartbeats: readonly Heartbeat[]): Promise<Verdict[]>;
  /** Refuses new heartbeats and waits until the accepted ones are written. */
  close(): Promise<void>;
}

export interface IngestDependencies {
  /** Writes rows in one transaction and returns the ids of the new ones. Idempotent. */
  insert: (rows: readonly UserHeartbeat[]) => Promise<Set<string>>;
  /** Whether an error means that the same statement may succeed later. */
  isTransient: (error: unknown) => boolean;
  bus: Bus;
  log: Log;
  retryForMs?: number;
}

interface Job {
  userId: string;
  heartbeats: readonly Heartbeat[];
  verdicts: Verdict[];
  /** Rows taken into a flush so far, and rows without a verdict. */
  taken: number;
  open: number;
  resolve: (verdicts: Verdict[]) => void;
  reject: (error: unknown) => void;
}

interface Entry extends Required<UserHeartbeat> {
  job: Job;
  position: number;
}

/** Takes the next rows, request by request in turns, so that an import delays no editor. */
function takeBatch(jobs: Job[]): Entry[] {
  const batch: Entry[] = [];
  while (jobs.length > 0 && batch.length < ROWS_PER_FLUSH) {
    const job = jobs.shift();
    if (!job) break;
    const room = Math.min(ROWS_PER_TURN, ROWS_PER_FLUSH - batch.length);
    const end = Math.min(job.heartbeats.length, job.taken + room);
    for (const heartbeat of job.heartbeats.slice(job.taken, end)) {
      const id = heartbeatId(job.userId, heartbeat);
      batch.push({ userId: job.userId, heartbeat, id, job, position: job.taken });
      job.taken += 1;
    }
    if (job.taken < job.heartbeats.length) jobs.push(job);
  }
  return batch;
}

function settle({ job, position }: Entry, verdict: Verdict): void {
  job.verdicts[position] = verdict;
  job.open -= 1;
}

function isRowFault(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ROW_FAULT.test(error.code ?? '');
}

/**
 * Adaptive group commit (spikes/database.md section 2): what arrives while one flush is under way
 * makes up the next; there is no timer. Nothing is acknowledged before its commit.
 */
export function openIngest({
  insert,
  isTransient,
  bus,
  log,
  retryForMs = RETRY_FOR_MS,
}: IngestDependencies): Ingest {
  const jobs: Job[] = [];
  let waitingRows = 0;
  let pumping: Promise<void> | undefined;
  let closed = false;

  async function insertPatiently(rows: readonly Entry[]): Promise<Set<string>> {
    for (let delay = FIRST_DELAY_MS, waited = 0; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
      try {
        return await insert(rows);
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (waited >= retryForMs) {
          throw new AppError('unavailable', 'The database is away. Send the heartbeats again.', {
            retryAfterSeconds: RETRY_AFTER_SECONDS,
            cause: error,
          });
        }
        log.warn('heartbeats wait for the database', { reason: messageOf(error), waited });
        await Bun.sleep(delay);
        waited += delay;
      }
    }
  }

  /** Writes a batch; when the database blames a row, halves the batch until that row is alone. */
  async function write(entries: Entry[]): Promise<void> {
    try {
      const added = await insertPatiently(entries);
      for (const entry of entries) {
        // The first of equal ones in a batch is the new one.
        settle(entry, { id: entry.id, isNew: added.delete(entry.id) });
      }
    } catch (error) {
      if (!isRowFault(error)) throw error;
      const [first] = entries;
      if (first && entries.length === 1) {
        log.warn('heartbeat refused by the database', { reason: messageOf(error) });
        settle(first, { rejected: 'This heartbeat cannot be stored.' });
        return;
      }
      const middle = entries.length >> 1;
      await write(entries.slice(0, middle));
      await write(entries.slice(middle));
    }
  }

  function announce(entries: Entry[]): void {
    const changed = entries.filter(({ job, position }) => {
      const verdict = job.verdicts[position];
      return verdict && 'isNew' in verdict && verdict.isNew;
    });
    for (const userId of new Set(changed.map((entry) => entry.userId))) {
      bus.publish('timeline', { userId });
    }
  }

  /** A job that failed once will never be complete: its remaining rows need not be written. */
  function fail(entries: Entry[], error: unknown): void {
    for (const job of new Set(entries.map((entry) => entry.job))) {
      waitingRows -= job.heartbeats.length - job.taken;
      const position = jobs.indexOf(job);
      if (position >= 0) jobs.splice(position, 1);
      job.reject(error);
    }
  }

  async function flush(): Promise<void> {
    const entries = takeBatch(jobs);
    waitingRows -= entries.length;
    try {
      await write(entries);
    } catch (error) {
      announce(entries);
      fail(entries, error);
      return;
    }
    announce(entries);
    for (const job of new Set(entries.map((entry) => entry.job))) {
      if (job.open === 0) job.resolve(job.verdicts);
    }
  }

  async function pump(): Promise<void> {
    // Requests that are being read right now join the first flush.
    await new Promise((next) => setImmediate(next));
    try {
      while (jobs.length > 0) await flush();
    } finally {
      pumping = undefined;
    }
  }

  return {
    async add(userId, heartbeats) {
      if (heartbeats.length === 0) return [];
      if (closed || waitingRows + heartbeats.length > QUEUE_ROWS) {
        throw new AppError('unavailable', 'Too much is waiting to be written. Send it again.', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      return new Promise<Verdict[]>((resolve, reject) => {
        waitingRows += heartbeats.length;
        const open = heartbeats.length;
        jobs.push({ userId, heartbeats, verdicts: [], taken: 0, open, resolve, reject });
        pumping ??= pump();
      });
    },
    async close() {
      closed = true;
      await pumping;
    },
  };
}
