import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

const Strikes = Type.Object({
  plugin_id: Type.String(),
  strikes: Type.Integer(),
  retry_at: Type.Union([Type.Date(), Type.Null()]),
});
export type StrikeRow = Static<typeof Strikes>;
const Counted = Type.Object({ strikes: Type.Integer() });

export interface Install {
  userId: string;
  pluginId: string;
}

export function listStrikes(database: Queryable, userId: string): Promise<StrikeRow[]> {
  return database.list(
    Strikes,
    'select plugin_id, strikes, retry_at from plugin_strikes where user_id = $1',
    [userId],
  );
}

/** Adds to an install's strikes and returns them; 0 when it is gone. */
export async function addStrikes(
  database: Queryable,
  { userId, pluginId }: Install,
  count: number,
): Promise<number> {
  const row = await database.find(
    Counted,
    `insert into plugin_strikes (user_id, plugin_id, strikes)
     select user_id, plugin_id, $3 from installed_plugins where user_id = $1 and plugin_id = $2
     on conflict (user_id, plugin_id)
     do update set strikes = plugin_strikes.strikes + excluded.strikes
     returning strikes`,
    [userId, pluginId, count],
  );
  return row?.strikes ?? 0;
}

/** Lets nothing of an install run by itself for a while: not before `until`. */
export async function savePause(
  database: Queryable,
  { userId, pluginId }: Install,
  until: Date,
): Promise<void> {
  await database.run(
    'update plugin_strikes set retry_at = $3 where user_id = $1 and plugin_id = $2',
    [userId, pluginId, until],
  );
}

export async function removeStrikes(
  database: Queryable,
  { userId, pluginId }: Install,
): Promise<void> {
  await database.run('delete from plugin_strikes where user_id = $1 and plugin_id = $2', [
    userId,
    pluginId,
  ]);
}

const Active = Type.Object({ is_active: Type.Boolean() });

/** Whether the account is there and may come in. */
export async function isAccountActive(database: Queryable, userId: string): Promise<boolean> {
  const row = await database.find(
    Active,
    'select disabled_at is null as is_active from users where id = $1',
    [userId],
  );
  return row?.is_active ?? false;
}
