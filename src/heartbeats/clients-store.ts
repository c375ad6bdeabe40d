import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

const ClientRow = Type.Object({
  editor: Type.String(),
  plugin: Type.String(),
  machine: Type.String(),
  os: Type.String(),
  last_seen: Type.Date(),
  heartbeats: Type.Integer(),
  clock_skew_seconds: Type.Union([Type.Integer(), Type.Null()]),
});
export type ClientRow = Static<typeof ClientRow>;

const RejectionRow = Type.Object({
  client: Type.String(),
  field: Type.String(),
  reason: Type.String(),
  last_at: Type.Date(),
  count: Type.Integer(),
});
export type RejectionRow = Static<typeof RejectionRow>;

export interface Sighting {
  userId: string;
  editor: string;
  plugin: string;
  machine: string;
  os: string;
  at: Date;
  heartbeats: number;
  skewSeconds: number | null;
}

export interface Rejection {
  userId: string;
  client: string;
  field: string;
  reason: string;
  at: Date;
  count: number;
}

/** Latest first. */
export function listClients(db: Queryable, userId: string): Promise<ClientRow[]> {
  return db.list(
    ClientRow,
    `select editor, plugin, machine, os, last_seen, heartbeats, clock_skew_seconds
     from clients where user_id = $1 order by last_seen desc, editor, plugin, machine, os`,
    [userId],
  );
}

export function listRejections(db: Queryable, userId: string): Promise<RejectionRow[]> {
  return db.list(
    RejectionRow,
    `select client, field, reason, last_at, count from rejections
     where user_id = $1 order by last_at desc, client, field, reason`,
    [userId],
  );
}

/**
 * Adds to what is known of each client. A skew replaces the known one when it is smaller, or when
 * the known one is older than `skewWindowSeconds`. People who have left meanwhile are skipped.
 */
export async function saveSightings(
  db: Queryable,
  sightings: readonly Sighting[],
  skewWindowSeconds: number,
): Promise<void> {
  await db.run(
    `insert into clients as known
       (user_id, editor, plugin, machine, os, last_seen, heartbeats, clock_skew_seconds, clock_skew_at)
     select s.*, case when s.skew is not null then s.at end
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
       $7::bigint[], $8::integer[]) as s (user_id, editor, plugin, machine, os, at, heartbeats, skew)
     where exists (select from users where id = s.user_id)
     order by 1, 2, 3, 4, 5 -- one order for all instances: no deadlock
     on conflict (user_id, editor, plugin, machine, os) do update set
       last_seen = greatest(known.last_seen, excluded.last_seen),
       heartbeats = known.heartbeats + excluded.heartbeats,
       (clock_skew_seconds, clock_skew_at) = (
         select case when replaces then excluded.clock_skew_seconds else known.clock_skew_seconds end,
           case when replaces then excluded.clock_skew_at else known.clock_skew_at end
         from (select coalesce(excluded.clock_skew_seconds <= known.clock_skew_seconds
           or excluded.clock_skew_at > known.clock_skew_at + make_interval(secs => $9)
           or known.clock_skew_seconds is null, false)
           and excluded.clock_skew_seconds is not null as replaces) decision)`,
    [
      sightings.map(({ userId }) => userId),
      sightings.map(({ editor }) => editor),
      sightings.map(({ plugin }) => plugin),
      sightings.map(({ machine }) => machine),
      sightings.map(({ os }) => os),
      sightings.map(({ at }) => at),
      sightings.map(({ heartbeats }) => heartbeats),
      sightings.map(({ skewSeconds }) => skewSeconds),
      skewWindowSeconds,
    ],
  );
}

export async function saveRejections(
  db: Queryable,
  rejections: readonly Rejection[],
): Promise<void> {
  await db.run(
    `insert into rejections as known (user_id, client, field, reason, last_at, count)
     select r.* from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],
       $6::bigint[]) as r (user_id, client, field, reason, at, count)
     where exists (select from users where id = r.user_id)
     order by 1, 2, 3, 4
     on conflict (user_id, client, field, reason) do update set
       last_at = greatest(known.last_at, excluded.last_at), count = known.count + excluded.count`,
    [
      rejections.map(({ userId }) => userId),
      rejections.map(({ client }) => client),
      rejections.map(({ field }) => field),
      rejections.map(({ reason }) => reason),
      rejections.map(({ at }) => at),
      rejections.map(({ count }) => count),
    ],
  );
}

/** Forgets a user's clients beyond `clients`, and rejections beyond `rejections`, oldest first. */
export async function pruneClients(
  db: Queryable,
  userIds: readonly string[],
  keep: { clients: number; rejections: number },
): Promise<void> {
  await db.run(
    `delete from clients where (user_id, editor, plugin, machine, os) in (
       select user_id, editor, plugin, machine, os from (
         select *, row_number() over (partition by user_id order by last_seen desc) as place
         from clients where user_id = any($1::uuid[])) ranked
       where place > $2)`,
    [userIds, keep.clients],
  );
  await db.run(
    `delete from rejections where (user_id, client, field, reason) in (
       select user_id, client, field, reason from (
         select *, row_number() over (partition by user_id order by last_at desc) as place
         from rejections where user_id = any($1::uuid[])) ranked
       where place > $2)`,
    [userIds, keep.rejections],
  );
}
