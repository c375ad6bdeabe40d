/**
 * Work that is due at a time, over any number of instances on one database (spikes/database.md
 * section 4): claimed with FOR UPDATE SKIP LOCKED under a lease, which is renewed while the work goes
 * on; what an instance finishes counts only while its claim still stands. So no two instances do the
 * same thing, and what a crash interrupted is done again when the lease ends.
 */
import { type Static, Type } from '@sinclair/typebox';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database, Queryable } from './database.ts';

/** How long a claim stands without news from its instance. */
const LEASE_MS = MINUTE_MS;
/** Renewed this many times within a lease. */
const RENEWALS_PER_LEASE = 3;
/** Rows that one claim takes. */
const ROWS_PER_CLAIM = 50;
/** Rows that one instance works on at once; they mostly wait for their turn elsewhere. */
export const MAX_CLAIMED = 1_000;
/** Claims after which work that never ends is given up for this time. */
export const MAX_ATTEMPTS = 3;
/** Wait after work that failed on our side, times the number of attempts. */
const RETRY_MS = 10 * SECOND_MS;
/** Between two looks: soonest, so that what is due within it is claimed together, and latest. */
const SOONEST_POLL_MS = 250;
const LATEST_POLL_MS = 10 * SECOND_MS;

const Row = Type.Object({
  id: Type.Number(),
  kind: Type.String(),
  user_id: Type.String(),
  subject_id: Type.String(),
  due_at: Type.Date(),
  attempts: Type.Integer(),
});
type Row = Static<typeof Row>;
/** A row and what proves that it is ours. */
type Claim = Row & { token: string };
const Wait = Type.Object({ ms: Type.Union([Type.Number(), Type.Null()]) });

export interface Due {
  userId: string;
  subjectId: string;
  /** When it was due: the same again when a crash made it run twice. */
  dueAt: Date;
  /** 1 unless an earlier attempt did not come to its end. */
  attempt: number;
}

/** What becomes of a row: due again on its own beat or after a while, asleep until woken, or gone. */
export type Next =
  | { kind: 'every'; seconds: number }
  | { kind: 'after'; seconds: number }
  | { kind: 'park' }
  | { kind: 'remove' };

export interface Work {
  /** Does it and tells what comes next. What it throws is our failure: it is tried again. */
  run(due: Due): Promise<Next>;
  /** What comes next when MAX_ATTEMPTS did not come to their end. */
  giveUp: Next;
}

export interface ScheduleDependencies {
  database: Database;
  log: Log;
  /** By kind. Rows of other kinds are left to others. */
  work: Readonly<Record<string, Work>>;
  leaseMs?: number;
}

export interface Schedule {
  /** Looks for what is due now: something was added or woken. */
  wake(): void;
  /** Claims nothing more and waits for what runs. */
  close(): Promise<void>;
}

async function claim(
  database: Queryable,
  given: { kinds: string[]; limit: number; leaseMs: number },
): Promise<Claim[]> {
  const token = crypto.randomUUID();
  const rows = await database.list(
    Row,
    // Materialized, or the plan may look for free rows once per row and take too many.
    `with free as materialized (
       select id from schedule
       where kind = any($1) and due_at <= now() and lease_until < now()
       order by due_at
       limit $2
       for update skip locked
     )
     update schedule s
     set lease_until = now() + $3 * interval '1 ms', lease_token = $4, attempts = attempts + 1
     from free
     where s.id = free.id
     returning s.id, s.kind, s.user_id, s.subject_id, s.due_at, s.attempts`,
    [given.kinds, given.limit, given.leaseMs, token],
  );
  return rows.map((row) => ({ ...row, token }));
}

/** Milliseconds until the next row is due; null: none is. */
async function findWait(database: Queryable, kinds: string[]): Promise<number | null> {
  const found = await database.find(
    Wait,
    `select extract(epoch from due_at - now()) * 1000 as ms from schedule
     where kind = any($1) and due_at < 'infinity' and lease_until < now()
     order by due_at
     limit 1`,
    [kinds],
  );
  return found?.ms ?? null;
}

async function renew(database: Queryable, claims: Claim[], leaseMs: number): Promise<void> {
  await database.run(
    `update schedule s set lease_until = now() + $3 * interval '1 ms'
     from unnest($1::bigint[], $2::uuid[]) c (id, token)
     where s.id = c.id and s.lease_token = c.token`,
    [claims.map(({ id }) => id), claims.map(({ token }) => token), leaseMs],
  );
}

const DUE_AT: Record<Exclude<Next['kind'], 'remove'>, string> = {
  // Keeps its beat; what was missed while nobody ran is skipped.
  every: `date_bin($3 * interval '1 s', greatest(now(), due_at), due_at) + $3 * interval '1 s'`,
  after: `now() + $3 * interval '1 s'`,
  park: `case when $3::integer is null then 'infinity'::timestamptz end`,
};

/** Ends a claim. False: it no longer stood, and another instance has the row. */
async function finish(database: Queryable, { id, token }: Claim, next: Next): Promise<boolean> {
  if (next.kind === 'remove') {
    const sql = 'delete from schedule where id = $1 and lease_token = $2';
    return (await database.run(sql, [id, token])) > 0;
  }
  const changed = await database.run(
    `update schedule
     set due_at = ${DUE_AT[next.kind]}, parked_at = ${next.kind === 'park' ? 'now()' : 'null'},
       lease_until = '-infinity', lease_token = null, attempts = 0
     where id = $1 and lease_token = $2`,
    [id, token, next.kind === 'park' ? null : next.seconds],
  );
  return changed > 0;
}

/** Gives a claim back for another attempt later. */
async function giveBack(database: Queryable, { id, attempts, token }: Claim): Promise<void> {
  await database.run(
    `update schedule set lease_until = now() + $3 * interval '1 ms', lease_token = null
     where id = $1 and lease_token = $2`,
    [id, token, attempts * RETRY_MS],
  );
}

/** Works off rows of the given kinds from now on. */
export function openSchedule(dependencies: ScheduleDependencies): Schedule {
  const { database, log, work, leaseMs = LEASE_MS } = dependencies;
  const kinds = Object.keys(work);
  const running = new Map<Claim, Promise<void>>();
  let timer: Timer | undefined;
  let polling: Promise<void> | undefined;
  let wokenAgain = false;
  let isClosed = false;

  async function workOn(claimed: Claim): Promise<void> {
    const { kind, attempts } = claimed;
    const task = work[kind];
    if (!task) throw new Error(`nobody works on ${kind}`);
    const due = {
      userId: claimed.user_id,
      subjectId: claimed.subject_id,
      dueAt: claimed.due_at,
      attempt: attempts,
    };
    const isGivenUp = attempts > MAX_ATTEMPTS;
    if (isGivenUp) log.warn('scheduled work never came to its end', { kind, ...due });
    const next = isGivenUp ? task.giveUp : await task.run(due);
    if (!(await finish(database, claimed, next))) {
      log.debug('scheduled work ended after its claim had', { kind, ...due });
    }
  }

  function start(claimed: Claim): void {
    const done = workOn(claimed)
      .catch(async (error: unknown) => {
        log.warn('scheduled work failed, goes on later', {
          kind: claimed.kind,
          reason: messageOf(error),
        });
        await giveBack(database, claimed);
      })
      .catch((error: unknown) => {
        // The database is away: the lease ends by itself.
        log.warn('a claim could not be given back', { reason: messageOf(error) });
      })
      .finally(() => {
        running.delete(claimed);
        if (running.size === MAX_CLAIMED - 1) wake();
      });
    running.set(claimed, done);
  }

  /** Claims what is due and returns how long to wait for more. */
  async function claimDue(): Promise<number> {
    for (;;) {
      const limit = Math.min(ROWS_PER_CLAIM, MAX_CLAIMED - running.size);
      if (isClosed || limit <= 0) return LATEST_POLL_MS;
      const claims = await claim(database, { kinds, limit, leaseMs });
      for (const claimed of claims) start(claimed);
      if (claims.length < limit) break;
    }
    const wait = (await findWait(database, kinds)) ?? LATEST_POLL_MS;
    return Math.min(LATEST_POLL_MS, Math.max(SOONEST_POLL_MS, wait));
  }

  async function poll(): Promise<void> {
    let waitMs = LATEST_POLL_MS;
    do {
      wokenAgain = false;
      try {
        waitMs = await claimDue();
      } catch (error) {
        log.warn('the schedule cannot be read', { reason: messageOf(error) });
      }
    } while (wokenAgain && !isClosed);
    polling = undefined;
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(wake, waitMs);
  }

  function wake(): void {
    if (isClosed) return;
    wokenAgain = true;
    polling ??= poll();
  }

  const renewal = setInterval(() => {
    if (running.size === 0) return;
    renew(database, [...running.keys()], leaseMs).catch((error) =>
      log.warn('claims could not be renewed', { reason: messageOf(error) }),
    );
  }, leaseMs / RENEWALS_PER_LEASE);
  wake();

  return {
    wake,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await polling;
      await Promise.all(running.values());
      clearInterval(renewal);
    },
  };
}
