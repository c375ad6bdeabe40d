import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

export const InviteRow = Type.Object({
  id: Type.String(),
  makes_admin: Type.Boolean(),
  created_by: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.Date(),
  expires_at: Type.Date(),
  used_at: Type.Union([Type.Date(), Type.Null()]),
  used_by: Type.Union([Type.String(), Type.Null()]),
});
export type InviteRow = Static<typeof InviteRow>;

export type InviteKind = 'setup' | 'invite';

export interface NewInvite {
  tokenHash: string;
  kind: InviteKind;
  makesAdmin: boolean;
  createdBy: string | null;
  at: Date;
  expiresAt: Date;
}

/** Ids of people become their usernames. */
const inviteQuery = `
  select i.id, i.makes_admin, c.username as created_by, i.created_at, i.expires_at, i.used_at,
    u.username as used_by
  from invites i left join users c on c.id = i.created_by left join users u on u.id = i.used_by
  where not i.is_setup`;

export async function insertInvite(db: Queryable, invite: NewInvite): Promise<string> {
  const row = await db.one(
    Type.Object({ id: Type.String() }),
    `insert into invites (token_hash, is_setup, makes_admin, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      invite.tokenHash,
      invite.kind === 'setup',
      invite.makesAdmin,
      invite.createdBy,
      invite.at,
      invite.expiresAt,
    ],
  );
  return row.id;
}

export function listInvites(db: Queryable): Promise<InviteRow[]> {
  return db.list(InviteRow, `${inviteQuery} order by i.created_at desc, i.id`);
}

export function findInvite(db: Queryable, inviteId: string): Promise<InviteRow | null> {
  return db.find(InviteRow, `${inviteQuery} and i.id = $1`, [inviteId]);
}

export async function countOpenInvites(db: Queryable, at: Date): Promise<number> {
  const Row = Type.Object({ open: Type.Integer() });
  const sql = `select count(*) as open from invites
    where not is_setup and used_at is null and expires_at > $1`;
  return (await db.one(Row, sql, [at])).open;
}

const OpenInvite = Type.Object({ id: Type.String(), makes_admin: Type.Boolean() });
export type OpenInvite = Static<typeof OpenInvite>;

export function findOpenInvite(
  db: Queryable,
  tokenHash: string,
  kind: InviteKind,
  at: Date,
): Promise<OpenInvite | null> {
  return db.find(
    OpenInvite,
    `select id, makes_admin from invites
     where token_hash = $1 and is_setup = $2 and used_at is null and expires_at > $3`,
    [tokenHash, kind === 'setup', at],
  );
}

/** Whether the link was still open. */
export async function saveInviteUse(
  db: Queryable,
  inviteId: string,
  userId: string,
  at: Date,
): Promise<boolean> {
  const sql = `update invites set used_at = $3, used_by = $2
    where id = $1 and used_at is null and expires_at > $3`;
  return (await db.run(sql, [inviteId, userId, at])) > 0;
}

export async function deleteInvite(db: Queryable, inviteId: string): Promise<boolean> {
  return (await db.run('delete from invites where id = $1 and not is_setup', [inviteId])) > 0;
}

/** Forgets the links that ended before `before`, and setup links as soon as they end. */
export async function pruneInvites(db: Queryable, before: Date, at: Date): Promise<void> {
  await db.run(
    'delete from invites where expires_at < $1 or (is_setup and (expires_at < $2 or used_at < $2))',
    [before, at],
  );
}
