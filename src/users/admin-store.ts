import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

const FactsRow = Type.Object({
  database_version: Type.String(),
  database_bytes: Type.Integer(),
  users: Type.Integer(),
  heartbeats: Type.Integer(),
});
export type FactsRow = Static<typeof FactsRow>;

/** Heartbeats are added up from the days' totals: counting rows would read all of history. */
export function readFacts(db: Queryable): Promise<FactsRow> {
  return db.one(
    FactsRow,
    `select current_setting('server_version') as database_version,
       pg_database_size(current_database()) as database_bytes,
       (select count(*) from users) as users,
       (select coalesce(sum(heartbeats), 0) from rollup_day) as heartbeats`,
  );
}

const moment = Type.Union([Type.Date(), Type.Null()]);

/** Somebody with an account, as administrators see them. */
const PersonRow = Type.Object({
  id: Type.String(),
  username: Type.String(),
  display_name: Type.Union([Type.String(), Type.Null()]),
  is_admin: Type.Boolean(),
  created_at: Type.Date(),
  disabled_at: moment,
  /** When a session or key of theirs was last used. */
  last_active_at: moment,
});
export type PersonRow = Static<typeof PersonRow>;

/** Oldest account first. */
export function listPeople(db: Queryable): Promise<PersonRow[]> {
  return db.list(
    PersonRow,
    `select u.id, u.username, u.display_name, u.is_admin, u.created_at, u.disabled_at,
       greatest(
         (select max(last_used_at) from sessions s where s.user_id = u.id),
         (select max(last_used_at) from api_keys k where k.user_id = u.id)
       ) as last_active_at
     from users u order by u.created_at, u.id`,
  );
}

/** Whether there is such a user. */
export async function saveIsAdmin(
  db: Queryable,
  userId: string,
  isAdmin: boolean,
  at: Date,
): Promise<boolean> {
  const sql = 'update users set is_admin = $2, updated_at = $3 where id = $1';
  return (await db.run(sql, [userId, isAdmin, at])) > 0;
}

/** Since when is kept when somebody is disabled again. Whether there is such a user. */
export async function saveIsDisabled(
  db: Queryable,
  userId: string,
  isDisabled: boolean,
  at: Date,
): Promise<boolean> {
  const sql = `update users set updated_at = $3,
      disabled_at = case when $2 then coalesce(disabled_at, $3) end
    where id = $1`;
  return (await db.run(sql, [userId, isDisabled, at])) > 0;
}

/** Ends every way in that waits for this user to take it: sessions, set-up commands, reset links. */
export async function deleteWaysIn(db: Queryable, userId: string): Promise<void> {
  await db.run('delete from sessions where user_id = $1', [userId]);
  await db.run('delete from setup_tokens where user_id = $1', [userId]);
  await db.run('delete from password_resets where user_id = $1', [userId]);
}
