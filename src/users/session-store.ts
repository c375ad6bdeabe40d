import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import { CredentialRow } from './key-store.ts';

export const SessionRow = Type.Object({
  id: Type.String(),
  user_agent: Type.String(),
  address: Type.String(),
  created_at: Type.Date(),
  last_used_at: Type.Date(),
  expires_at: Type.Date(),
});
export type SessionRow = Static<typeof SessionRow>;

const sessionColumns = Object.keys(SessionRow.properties).join(', ');

const SessionOwner = Type.Composite([CredentialRow, Type.Pick(SessionRow, ['last_used_at'])]);
export type SessionOwner = Static<typeof SessionOwner>;

export interface NewSession {
  userId: string;
  tokenHash: string;
  userAgent: string;
  address: string;
  at: Date;
  expiresAt: Date;
}

export async function insertSession(db: Queryable, session: NewSession): Promise<string> {
  const row = await db.one(
    Type.Object({ id: Type.String() }),
    `insert into sessions
       (user_id, token_hash, user_agent, address, created_at, last_used_at, expires_at)
     values ($1, $2, $3, $4, $5, $5, $6) returning id`,
    [
      session.userId,
      session.tokenHash,
      session.userAgent,
      session.address,
      session.at,
      session.expiresAt,
    ],
  );
  return row.id;
}

export function findSessionOwner(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<SessionOwner | null> {
  return db.find(
    SessionOwner,
    `select s.id as credential_id, 'full' as scope, s.last_used_at, u.id, u.username, u.is_admin, u.timezone,
       u.timezone_is_chosen, u.timeout_seconds, u.disabled_at is not null as is_disabled
     from sessions s join users u on u.id = s.user_id
     where s.token_hash = $1 and s.expires_at > $2`,
    [tokenHash, at],
  );
}

export async function touchSession(
  db: Queryable,
  sessionId: string,
  address: string,
  at: Date,
  expiresAt: Date,
): Promise<void> {
  await db.run(
    'update sessions set last_used_at = $2, expires_at = $3, address = $4 where id = $1',
    [sessionId, at, expiresAt, address],
  );
}

export function listSessions(db: Queryable, userId: string, at: Date): Promise<SessionRow[]> {
  return db.list(
    SessionRow,
    `select ${sessionColumns} from sessions where user_id = $1 and expires_at > $2
     order by last_used_at desc, id`,
    [userId, at],
  );
}

/** Whether this user had such a session. */
export async function deleteSession(
  db: Queryable,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const sql = 'delete from sessions where user_id = $1 and id = $2';
  return (await db.run(sql, [userId, sessionId])) > 0;
}

/** Returns whose session it was, or null. */
export async function deleteSessionByToken(
  db: Queryable,
  tokenHash: string,
): Promise<string | null> {
  const Row = Type.Object({ user_id: Type.String() });
  const sql = 'delete from sessions where token_hash = $1 returning user_id';
  return (await db.find(Row, sql, [tokenHash]))?.user_id ?? null;
}

/** Ends all sessions of a user, but the one to keep; returns how many. */
export function deleteOtherSessions(
  db: Queryable,
  userId: string,
  keepId: string | null,
): Promise<number> {
  return db.run('delete from sessions where user_id = $1 and id is distinct from $2', [
    userId,
    keepId,
  ]);
}

/** Removes a user's expired sessions, and the longest unused beyond `keep`. */
export async function pruneSessions(
  db: Queryable,
  userId: string,
  keep: number,
  at: Date,
): Promise<void> {
  await db.run(
    `delete from sessions where user_id = $1 and (expires_at <= $3 or id in (
       select id from sessions where user_id = $1 order by last_used_at desc, id offset $2
     ))`,
    [userId, keep, at],
  );
}
