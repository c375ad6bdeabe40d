import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';

/** Versions that are kept of a plugin; the oldest make room. */
export const MAX_VERSIONS = 50;
/** UTF-8 bytes of the scripts of one plugin's versions together; the oldest make room. */
export const MAX_VERSIONS_BYTES = 4 * 1_024 * 1_024;

export const VersionRow = Type.Object({
  version: Type.String(),
  changelog: nullable(Type.String()),
  published_at: Type.Date(),
});
export type VersionRow = Static<typeof VersionRow>;

const VersionWithScript = Type.Composite([
  VersionRow,
  Type.Object({ script: nullable(Type.String()) }),
]);

/** Publishing a version again replaces it. */
export async function saveVersion(
  tx: Queryable,
  pluginId: string,
  saved: { version: string; script: string | null; changelog: string | null | undefined; at: Date },
): Promise<void> {
  await tx.run(
    `insert into plugin_versions as v (plugin_id, version, script, changelog, published_at)
     values ($1, $2, $3, $4, $5)
     on conflict (plugin_id, version) do update
     set script = excluded.script, published_at = excluded.published_at,
       changelog = case when $6 then excluded.changelog else v.changelog end`,
    [
      pluginId,
      saved.version,
      saved.script,
      saved.changelog ?? null,
      saved.at,
      saved.changelog !== undefined,
    ],
  );
  await tx.run(
    `delete from plugin_versions where plugin_id = $1 and version in (
       select version from (
         select version, row_number() over newest as place,
           sum(coalesce(octet_length(script), 0)) over newest as bytes
         from plugin_versions where plugin_id = $1
         window newest as (order by published_at desc, version desc)
       ) v where place > $2 or bytes > $3
     )`,
    [pluginId, MAX_VERSIONS, MAX_VERSIONS_BYTES],
  );
}

/** Newest first. */
export function listVersions(db: Queryable, pluginId: string): Promise<VersionRow[]> {
  return db.list(
    VersionRow,
    `select version, changelog, published_at from plugin_versions where plugin_id = $1
     order by published_at desc, version desc`,
    [pluginId],
  );
}

export function findVersion(
  db: Queryable,
  pluginId: string,
  version: string,
): Promise<Static<typeof VersionWithScript> | null> {
  return db.find(
    VersionWithScript,
    `select version, changelog, published_at, script from plugin_versions
     where plugin_id = $1 and version = $2`,
    [pluginId, version],
  );
}

/** Replaces the names that a description mentions. */
export async function saveDependencies(
  tx: Queryable,
  pluginId: string,
  names: readonly string[],
): Promise<void> {
  await tx.run('delete from plugin_dependencies where plugin_id = $1', [pluginId]);
  await tx.run(
    'insert into plugin_dependencies (plugin_id, dependency_name) select $1, unnest($2::text[])',
    [pluginId, names],
  );
}

export async function listDependencies(db: Queryable, pluginId: string): Promise<string[]> {
  const rows = await db.list(
    Type.Object({ name: Type.String() }),
    `select dependency_name as name from plugin_dependencies where plugin_id = $1
     order by dependency_name`,
    [pluginId],
  );
  return rows.map(({ name }) => name);
}

/** Notes that somebody publishes, and returns how often they did since, this one included. */
export async function addPublish(
  tx: Queryable,
  userId: string,
  { at, since }: { at: Date; since: Date },
): Promise<number> {
  await tx.run('select from users where id = $1 for no key update', [userId]);
  await tx.run('delete from plugin_publishes where user_id = $1 and published_at <= $2', [
    userId,
    since,
  ]);
  await tx.run('insert into plugin_publishes (user_id, published_at) values ($1, $2)', [
    userId,
    at,
  ]);
  const Row = Type.Object({ publishes: Type.Integer() });
  const sql = 'select count(*) as publishes from plugin_publishes where user_id = $1';
  return (await tx.one(Row, sql, [userId])).publishes;
}
