import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';
import { type Settings, SettingsSchema } from './settings-schema.ts';

/** An installed plugin's schema and what its user saved; plugins write there too, anything. */
const SettingsRow = Type.Object({
  schema: nullable(SettingsSchema),
  settings: Type.Unknown(),
});

/** Null: the user has no such plugin, or it is banned. */
export function findSettings(
  db: Queryable,
  userId: string,
  name: string,
): Promise<Static<typeof SettingsRow> | null> {
  return db.find(
    SettingsRow,
    `select p.settings_schema as schema, coalesce(s.settings, '{}') as settings
     from installed_plugins i
     join plugin_store p on p.id = i.plugin_id
     left join plugin_settings s on s.user_id = i.user_id and s.plugin = p.name
     where i.user_id = $1 and p.name = $2 and not p.is_banned`,
    [userId, name],
  );
}

export async function saveSettings(
  db: Queryable,
  userId: string,
  name: string,
  settings: Settings,
  at: Date,
): Promise<void> {
  await db.run(
    `insert into plugin_settings (user_id, plugin, settings, created_at, updated_at)
     values ($1, $2, $3, $4, $4)
     on conflict (user_id, plugin) do update
     set settings = excluded.settings, updated_at = excluded.updated_at`,
    [userId, name, JSON.stringify(settings), at],
  );
}

export async function deleteSettings(db: Queryable, userId: string, name: string): Promise<void> {
  await db.run('delete from plugin_settings where user_id = $1 and plugin = $2', [userId, name]);
}

/** Everybody's. */
export async function deleteAllSettings(db: Queryable, name: string): Promise<void> {
  await db.run('delete from plugin_settings where plugin = $1', [name]);
}
