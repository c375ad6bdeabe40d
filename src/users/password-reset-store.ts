import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

export interface NewPasswordReset {
  userId: string;
  tokenHash: string;
  at: Date;
  expiresAt: Date;
}

const ResetTarget = Type.Object({ user_id: Type.String(), username: Type.String() });
export type ResetTarget = Static<typeof ResetTarget>;

/** Replaces the link that this user had. Whether there is such a user who may come in. */
export async function savePasswordReset(db: Queryable, reset: NewPasswordReset): Promise<boolean> {
  const saved = await db.run(
    `insert into password_resets (user_id, token_hash, created_at, expires_at)
     select id, $2, $3, $4 from users where id = $1 and disabled_at is null
     on conflict (user_id) do update set token_hash = excluded.token_hash,
       created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [reset.userId, reset.tokenHash, reset.at, reset.expiresAt],
  );
  return saved > 0;
}

export function findPasswordReset(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<ResetTarget | null> {
  return db.find(
    ResetTarget,
    `select r.user_id, u.username from password_resets r join users u on u.id = r.user_id
     where r.token_hash = $1 and r.expires_at > $2 and u.disabled_at is null`,
    [tokenHash, at],
  );
}

/** Uses a link up: of two at once, one gets true. */
export async function takePasswordReset(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<boolean> {
  const sql = 'delete from password_resets where token_hash = $1 and expires_at > $2';
  return (await db.run(sql, [tokenHash, at])) > 0;
}

export async function deletePasswordReset(db: Queryable, userId: string): Promise<void> {
  await db.run('delete from password_resets where user_id = $1', [userId]);
}
