import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

/** Moving a long history to another zone is one statement. */
const STEP_LIMIT_MS = 5 * 60_000;

const Reason = Type.Union([Type.Literal('timeout'), Type.Literal('timezone')]);
const Progress = Type.Object({ done: Type.Integer(), total: Type.Integer() });
const Job = Type.Object({ userId: Type.String(), reason: Reason });
const RunningJob = Type.Composite([Progress, Type.Object({ reason: Reason })]);

/** Heartbeats done and in all; equal numbers mean that it ended. */
export type Progress = Static<typeof Progress>;
export type RecomputeJob = Static<typeof Job>;
export type RunningJob = Static<typeof RunningJob>;

/** What is left to do for a user, longest first, or null. */
export function findRecompute(database: Queryable, userId: string): Promise<RunningJob | null> {
  return database.find(
    RunningJob,
    'select done, total, kind as reason from recompute_jobs where user_id = $1 order by kind limit 1',
    [userId],
  );
}

/** Takes a job that no instance works on, until the lease ends or is renewed by a step. */
export function claimRecompute(
  database: Queryable,
  leaseSeconds: number,
): Promise<RecomputeJob | null> {
  return database.find(Job, 'select user_id as "userId", kind as reason from claim_recompute($1)', [
    leaseSeconds,
  ]);
}

/** Does the next chunk of a job and renews its lease. Null: it is no longer there. */
export function stepRecompute(
  database: Queryable,
  { userId, reason }: RecomputeJob,
  chunkRows: number,
  leaseSeconds: number,
): Promise<Progress | null> {
  return database.find(
    Progress,
    'select done, total from step_recompute($1, $2, $3, $4)',
    [userId, reason, chunkRows, leaseSeconds],
    { limitMs: STEP_LIMIT_MS },
  );
}

/** Gives a job back before its lease ends. */
export async function releaseRecompute(
  database: Queryable,
  { userId, reason }: RecomputeJob,
): Promise<void> {
  await database.run(
    `update recompute_jobs set leased_until = '-infinity' where user_id = $1 and kind = $2`,
    [userId, reason],
  );
}
