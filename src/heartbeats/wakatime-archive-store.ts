import { type Static, Type } from '@sinclair/typebox';
import type { Database } from '../db/database.ts';

/** Heartbeats that one answer lists; an editor sends some hundreds on a busy day. */
export const LISTED_HEARTBEATS = 10_000;

const NullableText = Type.Union([Type.String(), Type.Null()]);

const Row = Type.Object({
  id: Type.String(),
  entity: NullableText,
  type: Type.String(),
  category: NullableText,
  /** Epoch seconds with their fraction. */
  time: Type.Number(),
  project: Type.String(),
  branch: NullableText,
  language: NullableText,
  is_write: Type.Boolean(),
  editor: NullableText,
  os: NullableText,
  machine: NullableText,
  extra: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  created_at: Type.Date(),
});
export type HeartbeatRow = Static<typeof Row>;

/** A user's heartbeats of a span in epoch seconds, in order of time, at most `limit`. */
export function listHeartbeats(
  database: Database,
  userId: string,
  { start, end }: { start: number; end: number },
  limit: number,
): Promise<HeartbeatRow[]> {
  return database.list(
    Row,
    `select id, file as entity, entity_type as type, category,
      date_part('epoch', recorded_at) as time, project, branch, language, is_write, editor, os,
      machine, extra, created_at
    from heartbeats
    where user_id = $1 and recorded_at >= to_timestamp($2::bigint)
      and recorded_at < to_timestamp($3::bigint)
    order by recorded_at, content_hash limit $4`,
    [userId, start, end, limit],
  );
}

/** Removes a user's heartbeats; the timeline closes over them. How many there were. */
export function removeHeartbeats(
  database: Database,
  userId: string,
  ids: readonly string[],
): Promise<number> {
  return database.run('delete from heartbeats where user_id = $1 and id = any($2::uuid[])', [
    userId,
    ids,
  ]);
}
