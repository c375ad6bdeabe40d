import type { Queryable } from '../db/database.ts';

/** A long history takes its time. */
const CLEAR_LIMIT_MS = 10 * 60_000;

/** Removes a user's whole timeline, and what was noted about who sent it; returns how many. */
export async function deleteAllHeartbeats(tx: Queryable, userId: string): Promise<number> {
  await tx.run('delete from clients where user_id = $1', [userId]);
  await tx.run('delete from rejections where user_id = $1', [userId]);
  return tx.run('delete from heartbeats where user_id = $1', [userId], { limitMs: CLEAR_LIMIT_MS });
}
