import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

const SetupTokenRow = Type.Object({ user_id: Type.String(), base_url: Type.String() });
export type SetupTokenRow = Static<typeof SetupTokenRow>;

export interface NewSetupToken {
  tokenHash: string;
  userId: string;
  baseUrl: string;
  at: Date;
  expiresAt: Date;
}

export async function insertSetupToken(db: Queryable, token: NewSetupToken): Promise<void> {
  await db.run(
    `insert into setup_tokens (token_hash, user_id, base_url, created_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [token.tokenHash, token.userId, token.baseUrl, token.at, token.expiresAt],
  );
}

/** Removes everybody's expired tokens, and this user's oldest beyond `keep`. */
export async function pruneSetupTokens(
  db: Queryable,
  userId: string,
  keep: number,
  at: Date,
): Promise<void> {
  await db.run(
    `delete from setup_tokens where expires_at <= $3 or token_hash in (
       select token_hash from setup_tokens where user_id = $1
       order by created_at desc, token_hash offset $2
     )`,
    [userId, keep, at],
  );
}

export function findSetupToken(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<SetupTokenRow | null> {
  return db.find(
    SetupTokenRow,
    'select user_id, base_url from setup_tokens where token_hash = $1 and expires_at > $2',
    [tokenHash, at],
  );
}

/** Uses a token up: of two at once, one gets the row. */
export function takeSetupToken(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<SetupTokenRow | null> {
  return db.find(
    SetupTokenRow,
    `delete from setup_tokens where token_hash = $1 and expires_at > $2
     returning user_id, base_url`,
    [tokenHash, at],
  );
}
