import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';
import type { Examined } from './examine-script.ts';
import { SettingsSchema } from './settings-schema.ts';

/** Bytes of scripts in one list; further entries of it come without theirs. */
export const MAX_LISTED_SCRIPT_BYTES = 8 * 1_024 * 1_024;

/** A plugin as the store keeps it, with its author's name. */
export const PluginRow = Type.Object({
  id: Type.String(),
  author_id: Type.String(),
  author_username: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  description: nullable(Type.String()),
  version: Type.String(),
  repository: nullable(Type.String()),
  icon: nullable(Type.String()),
  plugin_type: Type.String(),
  widget_type: nullable(Type.String()),
  api_endpoint: nullable(Type.String()),
  script: nullable(Type.String()),
  settings_schema: nullable(SettingsSchema),
  is_published: Type.Boolean(),
  is_banned: Type.Boolean(),
  ban_reason: nullable(Type.String()),
  install_count: Type.Integer(),
  avg_rating: Type.Number(),
  rating_count: Type.Integer(),
  has_external_access: Type.Boolean(),
  created_at: Type.Date(),
  updated_at: Type.Date(),
  readme: nullable(Type.String()),
  changelog: nullable(Type.String()),
  hooks: Type.Array(Type.String()),
  endpoint_names: Type.Array(Type.String()),
  findings: Type.Object({
    tables: Type.Optional(Type.Array(Type.String())),
    hosts: Type.Optional(Type.Array(Type.String())),
    uses_eval: Type.Optional(Type.Boolean()),
  }),
  has_panel: Type.Boolean(),
});
export type PluginRow = Static<typeof PluginRow>;

const columns = Object.keys(PluginRow.properties)
  .map((column) => (column === 'author_username' ? 'u.username as author_username' : `p.${column}`))
  .join(', ');
const source = 'plugin_store p join users u on u.id = p.author_id';

/** In any state, banned too. */
export function findPlugin(db: Queryable, id: string): Promise<PluginRow | null> {
  return db.find(PluginRow, `select ${columns} from ${source} where p.id = $1`, [id]);
}

export function findPluginByName(db: Queryable, name: string): Promise<PluginRow | null> {
  return db.find(PluginRow, `select ${columns} from ${source} where p.name = $1`, [name]);
}

/** As `findPluginByName`; nobody else changes it until the transaction ends. */
export function findPluginForUpdate(tx: Queryable, name: string): Promise<PluginRow | null> {
  const sql = `select ${columns} from ${source} where p.name = $1 for no key update of p`;
  return tx.find(PluginRow, sql, [name]);
}

export type Sort = 'installs' | 'new' | 'rating' | 'name';
export type Kind = 'widget' | 'lifecycle';

const ORDERS: Record<Sort, string> = {
  installs: 'p.install_count desc, p.created_at desc, p.id',
  new: 'p.created_at desc, p.id',
  rating: 'p.avg_rating desc, p.rating_count desc, p.install_count desc, p.id',
  name: 'lower(p.display_name), p.name',
};
const KINDS: Record<Kind, string> = {
  widget: 'p.has_panel',
  lifecycle: '(cardinality(p.hooks) > 0 or cardinality(p.endpoint_names) > 0)',
};

export interface PluginFilter {
  search: string;
  sort: Sort;
  kind: Kind | null;
  limit: number;
  offset: number;
  /** Without, scripts are null. */
  hasScripts: boolean;
}

/** The order of `limit` rows decides which still have their script (MAX_LISTED_SCRIPT_BYTES). */
const listedColumns = columns.replace(
  'p.script',
  `case when $1 and sum(coalesce(octet_length(p.script), 0)) over (order by p.rank)
     <= ${MAX_LISTED_SCRIPT_BYTES} then p.script end as script`,
);

function listRanked(
  db: Queryable,
  { where, order, hasScripts }: { where: string; order: string; hasScripts: boolean },
  parameters: readonly unknown[],
): Promise<PluginRow[]> {
  return db.list(
    PluginRow,
    `select ${listedColumns}
     from (
       select p.*, row_number() over (order by ${order}) as rank
       from plugin_store p where ${where} order by ${order} limit $2 offset $3
     ) p join users u on u.id = p.author_id
     order by p.rank`,
    [hasScripts, ...parameters],
  );
}

/** What everybody may see, in the asked order. */
export function listPublished(db: Queryable, filter: PluginFilter): Promise<PluginRow[]> {
  const { search, sort, kind, limit, offset, hasScripts } = filter;
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const where = `p.is_published and not p.is_banned
    and (p.name ilike $4 or p.display_name ilike $4 or p.description ilike $4)
    ${kind ? `and ${KINDS[kind]}` : ''}`;
  return listRanked(db, { where, order: ORDERS[sort], hasScripts }, [limit, offset, pattern]);
}

/** Banned ones too, newest first. */
export function listEvery(
  db: Queryable,
  { limit, offset }: Pick<PluginFilter, 'limit' | 'offset'>,
): Promise<PluginRow[]> {
  return listRanked(db, { where: 'true', order: ORDERS.new, hasScripts: true }, [limit, offset]);
}

/** What a user has installed and was not banned since, by name. */
export function listInstalled(db: Queryable, userId: string): Promise<PluginRow[]> {
  return db.list(
    PluginRow,
    `select ${columns} from ${source} join installed_plugins i on i.plugin_id = p.id
     where i.user_id = $1 and not p.is_banned order by p.name`,
    [userId],
  );
}

/** What somebody has published, in any state, by name. */
export function listOf(db: Queryable, authorId: string): Promise<PluginRow[]> {
  return db.list(
    PluginRow,
    `select ${columns} from ${source} where p.author_id = $1 order by p.name`,
    [authorId],
  );
}

/** What an author may write; `examined` is what was found in the script. */
export interface SavedPlugin {
  name: string;
  display_name: string;
  description: string | null;
  version: string;
  repository: string | null;
  icon: string | null;
  plugin_type: string;
  widget_type: string | null;
  api_endpoint: string | null;
  script: string | null;
  settings_schema: SettingsSchema | null;
  has_external_access: boolean;
  readme: string | null;
  changelog: string | null;
  examined: Examined;
}

const toValues = ({ examined, settings_schema, ...plugin }: SavedPlugin) => [
  plugin.name,
  plugin.display_name,
  plugin.description,
  plugin.version,
  plugin.repository,
  plugin.icon,
  plugin.plugin_type,
  plugin.widget_type,
  plugin.api_endpoint,
  plugin.script,
  settings_schema && JSON.stringify(settings_schema),
  plugin.has_external_access,
  plugin.readme,
  plugin.changelog,
  examined.hooks,
  examined.endpoints,
  JSON.stringify(examined.endpoints),
  JSON.stringify(examined.findings),
  examined.hasPanel,
];
const writtenColumns = [
  'name',
  'display_name',
  'description',
  'version',
  'repository',
  'icon',
  'plugin_type',
  'widget_type',
  'api_endpoint',
  'script',
  'settings_schema',
  'has_external_access',
  'readme',
  'changelog',
  'hooks',
  'endpoint_names',
  'endpoints',
  'findings',
  'has_panel',
];
const Id = Type.Object({ id: Type.String() });

/** Violates a unique index when the name is taken. Returns the new id. */
export async function insertPlugin(
  db: Queryable,
  authorId: string,
  plugin: SavedPlugin,
  at: Date,
): Promise<string> {
  const places = writtenColumns.map((_, index) => `$${index + 3}`).join(', ');
  const row = await db.one(
    Id,
    `insert into plugin_store (author_id, created_at, updated_at, ${writtenColumns.join(', ')})
     values ($1, $2, $2, ${places}) returning id`,
    [authorId, at, ...toValues(plugin)],
  );
  return row.id;
}

/** Publishes again what was unpublished (spec/codetrackr 1.5). */
export async function updatePlugin(
  db: Queryable,
  id: string,
  plugin: SavedPlugin,
  at: Date,
): Promise<void> {
  const assignments = writtenColumns.map((column, index) => `${column} = $${index + 3}`).join(', ');
  await db.run(
    `update plugin_store set updated_at = $2, is_published = true, ${assignments} where id = $1`,
    [id, at, ...toValues(plugin)],
  );
}

/** Returns the name of what was deleted; null when there is no such plugin (of this author). */
export async function deletePlugin(
  db: Queryable,
  id: string,
  authorId: string | null,
): Promise<string | null> {
  const row = await db.find(
    Type.Object({ name: Type.String() }),
    `delete from plugin_store
     where id = $1 and ($2::uuid is null or author_id = $2) returning name`,
    [id, authorId],
  );
  return row?.name ?? null;
}

/** Whether there is such a plugin. */
export async function saveBan(
  db: Queryable,
  id: string,
  { isBanned, reason }: { isBanned: boolean; reason: string | null },
): Promise<boolean> {
  const sql = 'update plugin_store set is_banned = $2, ban_reason = $3 where id = $1';
  return (await db.run(sql, [id, isBanned, reason])) > 0;
}

/** How many plugins an author has; no other is added until the transaction ends. */
export async function countPluginsForUpdate(tx: Queryable, authorId: string): Promise<number> {
  await tx.run('select from users where id = $1 for no key update', [authorId]);
  const Row = Type.Object({ plugins: Type.Integer() });
  const sql = 'select count(*) as plugins from plugin_store where author_id = $1';
  return (await tx.one(Row, sql, [authorId])).plugins;
}
