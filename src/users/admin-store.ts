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
