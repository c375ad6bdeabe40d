import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';

/** What an install runs, from the view that decides it. */
const RunningRow = Type.Object({
  user_id: Type.String(),
  plugin_id: Type.String(),
  name: Type.String(),
  version: nullable(Type.String()),
  script: Type.String(),
  hooks: Type.Array(Type.String()),
  endpoints: Type.Array(Type.String()),
  disabled_reason: nullable(Type.String()),
  installed_at: Type.Date(),
});
export type RunningRow = Static<typeof RunningRow>;

const runningColumns = Object.keys(RunningRow.properties).join(', ');

/** Of one user, by name. */
export function listRunning(db: Queryable, userId: string): Promise<RunningRow[]> {
  return db.list(
    RunningRow,
    `select ${runningColumns} from running_plugins
     where user_id = $1 and script is not null order by name`,
    [userId],
  );
}

export function findRunning(
  db: Queryable,
  userId: string,
  name: string,
): Promise<RunningRow | null> {
  return db.find(
    RunningRow,
    `select ${runningColumns} from running_plugins
     where user_id = $1 and name = $2 and script is not null`,
    [userId, name],
  );
}

const HeldRow = Type.Object({ script: nullable(Type.String()) });

/** What a user runs of a plugin while its update waits for them; null: the latest, or nothing. */
export function findHeldBack(
  db: Queryable,
  userId: string,
  name: string,
): Promise<Static<typeof HeldRow> | null> {
  return db.find(
    HeldRow,
    `select script from running_plugins where user_id = $1 and name = $2 and update_waits`,
    [userId, name],
  );
}

/** Ids of what can be installed, by name. */
export async function findInstallable(
  db: Queryable,
  names: readonly string[],
): Promise<{ id: string }[]> {
  return db.list(
    Type.Object({ id: Type.String() }),
    `select id from plugin_store where name = any($1) and is_published and not is_banned
     order by name`,
    [names],
  );
}

export async function isInstallable(db: Queryable, pluginId: string): Promise<boolean> {
  const row = await db.find(
    Type.Object({ id: Type.String() }),
    'select id from plugin_store where id = $1 and is_published and not is_banned',
    [pluginId],
  );
  return row !== null;
}

/** How many plugins a user has; no other is installed until the transaction ends. */
export async function countInstallsForUpdate(tx: Queryable, userId: string): Promise<number> {
  await tx.run('select from users where id = $1 for no key update', [userId]);
  const Row = Type.Object({ installs: Type.Integer() });
  const sql = 'select count(*) as installs from installed_plugins where user_id = $1';
  return (await tx.one(Row, sql, [userId])).installs;
}

/** Whoever installs has accepted what is there now. Whether it was not installed before. */
export async function insertInstall(
  tx: Queryable,
  userId: string,
  pluginId: string,
  at: Date,
): Promise<boolean> {
  const added = await tx.run(
    `insert into installed_plugins (user_id, plugin_id, installed_at, accepted_version,
       accepted_script, accepted_hooks, accepted_endpoints, accepted_has_panel)
     select $1, id, $3, version, script, hooks, endpoint_names, has_panel
     from plugin_store where id = $2
     on conflict (user_id, plugin_id) do nothing`,
    [userId, pluginId, at],
  );
  return added > 0;
}

/** The name of what was uninstalled, or null. */
export async function deleteInstall(
  db: Queryable,
  userId: string,
  pluginId: string,
): Promise<string | null> {
  const row = await db.find(
    Type.Object({ name: Type.String() }),
    `delete from installed_plugins i using plugin_store p
     where i.user_id = $1 and i.plugin_id = $2 and p.id = i.plugin_id returning p.name`,
    [userId, pluginId],
  );
  return row?.name ?? null;
}

export const AcceptedRow = Type.Object({
  accepted_version: nullable(Type.String()),
  accepted_script: nullable(Type.String()),
});

export function findAccepted(
  db: Queryable,
  userId: string,
  pluginId: string,
): Promise<Static<typeof AcceptedRow> | null> {
  return db.find(
    AcceptedRow,
    `select accepted_version, accepted_script from installed_plugins
     where user_id = $1 and plugin_id = $2`,
    [userId, pluginId],
  );
}

/** From now on this install runs what the store has, if that is this script still. */
export async function saveAccepted(
  db: Queryable,
  userId: string,
  pluginId: string,
  script: string | null,
): Promise<void> {
  await db.run(
    `update installed_plugins i
     set accepted_version = p.version, accepted_script = p.script, accepted_hooks = p.hooks,
       accepted_endpoints = p.endpoint_names, accepted_has_panel = p.has_panel
     from plugin_store p
     where p.id = i.plugin_id and i.user_id = $1 and i.plugin_id = $2
       and p.script is not distinct from $3`,
    [userId, pluginId, script],
  );
}

/** Whether there is such an install. Null enables it again. */
export async function saveDisabled(
  db: Queryable,
  userId: string,
  pluginId: string,
  disabled: { reason: string; at: Date } | null,
): Promise<boolean> {
  const changed = await db.run(
    `update installed_plugins set disabled_reason = $3, disabled_at = $4
     where user_id = $1 and plugin_id = $2`,
    [userId, pluginId, disabled?.reason ?? null, disabled?.at ?? null],
  );
  return changed > 0;
}
