import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

const FailuresRow = Type.Object({ failures: Type.Integer(), last_failed_at: Type.Date() });
export type FailuresRow = Static<typeof FailuresRow>;

/** The row of a subject (made when missing), which nobody else reads until the transaction ends. */
export function lockFailures(tx: Queryable, subject: string, at: Date): Promise<FailuresRow> {
  return tx.one(
    FailuresRow,
    `insert into sign_in_failures as f (subject, failures, last_failed_at) values ($1, 0, $2)
     on conflict (subject) do update set failures = f.failures
     returning failures, last_failed_at`,
    [subject, at],
  );
}

export async function saveFailures(
  tx: Queryable,
  subject: string,
  failures: number,
  at: Date,
): Promise<void> {
  await tx.run(
    'update sign_in_failures set failures = $2, last_failed_at = $3 where subject = $1',
    [subject, failures, at],
  );
}

/** Takes one failure back. */
export async function decrementFailures(db: Queryable, subject: string): Promise<void> {
  await db.run(
    'update sign_in_failures set failures = greatest(failures - 1, 0) where subject = $1',
    [subject],
  );
}

export async function deleteFailures(db: Queryable, subject: string): Promise<void> {
  await db.run('delete from sign_in_failures where subject = $1', [subject]);
}

export async function pruneFailures(db: Queryable, before: Date): Promise<void> {
  await db.run('delete from sign_in_failures where last_failed_at < $1', [before]);
}
