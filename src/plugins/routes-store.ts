/** The store as everybody sees it, without signing in (spec/codetrackr 1.5). */
import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Database } from '../db/database.ts';
import { IdParameter, nullable, text } from '../users/route-schemas.ts';
import { listReviews, listScreenshots } from './opinion-store.ts';
import { findPlugin, findPluginByName, listPublished, type PluginRow } from './plugin-store.ts';
import { FIELD_LIMITS } from './publish-fields.ts';
import {
  Access,
  CardExtras,
  ListedPlugin,
  StorePlugin,
  toAccess,
  toCard,
  toListed,
  toStorePlugin,
} from './shapes.ts';
import { findVersion, listDependencies, listVersions } from './version-store.ts';

/** Plugins in one answer. */
export const MAX_LISTED_PLUGINS = 500;
/** Of plugins that one answer leaves out. */
export const MAX_OFFSET = 1_000_000;
const MAX_SEARCH_CHARACTERS = 100;

const Query = t.Object({
  search: t.Optional(text(MAX_SEARCH_CHARACTERS)),
  sort: t.Optional(
    t.Union([t.Literal('installs'), t.Literal('new'), t.Literal('rating'), t.Literal('name')]),
  ),
  kind: t.Optional(t.Union([t.Literal('widget'), t.Literal('lifecycle')])),
  limit: t.Optional(t.Integer({ minimum: 1, maximum: MAX_LISTED_PLUGINS })),
  offset: t.Optional(t.Integer({ minimum: 0, maximum: MAX_OFFSET })),
  /** `false`: every script is null, for lists that show none. */
  scripts: t.Optional(t.Boolean()),
});

const Card = t.Composite([ListedPlugin, t.Partial(CardExtras)]);

const Version = t.Object({
  version: t.String(),
  changelog: nullable(t.String()),
  published_at: t.String(),
});

const Review = t.Object({
  username: t.String(),
  body: t.String(),
  rating: t.Integer(),
  created_at: t.String(),
});
const Screenshot = t.Object({
  id: t.String(),
  url: t.String(),
  caption: nullable(t.String()),
  username: t.String(),
  created_at: t.String(),
});

export const Detail = t.Object({
  plugin: StorePlugin,
  author_username: t.String(),
  reviews: t.Array(Review),
  screenshots: t.Array(Screenshot),
  // ours, beside CodeTrackr's:
  access: Access,
  readme: nullable(t.String()),
  changelog: nullable(t.String()),
  plugin_type: t.String(),
  updated_at: t.String(),
  dependencies: t.Array(t.String()),
});

const toWire = <T extends { created_at: Date }>(row: T) => ({
  ...row,
  created_at: row.created_at.toISOString(),
});

/** Throws `not_found` for what is unknown, unpublished or banned. */
export async function getPublic(
  database: Database,
  id: string,
  sentence = 'Plugin not found',
): Promise<PluginRow> {
  const plugin = await findPlugin(database, id);
  if (plugin?.is_published && !plugin.is_banned) return plugin;
  throw new AppError('not_found', sentence);
}

/** Throws `not_found` with what became of it, for people who follow a link to its page. */
async function getNamed(database: Database, name: string): Promise<PluginRow> {
  const plugin = await findPluginByName(database, name);
  if (plugin?.is_banned) {
    const reason = plugin.ban_reason ? `: ${plugin.ban_reason}` : '.';
    throw new AppError('not_found', `${plugin.display_name} was banned${reason}`);
  }
  if (plugin?.is_published) return plugin;
  throw new AppError('not_found', `There is no plugin called ${name} in the store.`);
}

async function toDetail(database: Database, plugin: PluginRow) {
  const [reviews, screenshots, dependencies] = await Promise.all([
    listReviews(database, plugin.id),
    listScreenshots(database, plugin.id),
    listDependencies(database, plugin.id),
  ]);
  return {
    plugin: toStorePlugin(plugin),
    author_username: plugin.author_username,
    reviews: reviews.map(toWire),
    screenshots: screenshots.map(toWire),
    access: toAccess(plugin),
    readme: plugin.readme,
    changelog: plugin.changelog,
    plugin_type: plugin.plugin_type,
    updated_at: plugin.updated_at.toISOString(),
    dependencies,
  };
}

export function storeRoutes({ database }: { database: Database }) {
  return new Elysia()
    .get(
      '/api/v1/store',
      async ({ query }) => {
        const { search = '', sort = 'installs', kind = null, scripts = true } = query;
        const { limit = MAX_LISTED_PLUGINS, offset = 0 } = query;
        const rows = await listPublished(database, {
          search: search.trim(),
          sort,
          kind,
          limit,
          offset,
          hasScripts: scripts,
        });
        const isAsked = Object.keys(query).length > 0;
        return { plugins: rows.map(isAsked ? toCard : toListed) };
      },
      { query: Query, response: t.Object({ plugins: t.Array(Card) }) },
    )
    .get(
      '/api/v1/store/plugin/:id/detail',
      async ({ params }) => toDetail(database, await getPublic(database, params.id, 'Not found')),
      { params: IdParameter, response: Detail },
    )
    .get(
      '/api/v1/store/named/:name',
      async ({ params }) => toDetail(database, await getNamed(database, params.name)),
      { params: t.Object({ name: text(FIELD_LIMITS.name) }), response: Detail },
    )
    .get(
      '/api/v1/store/plugin/:id/versions',
      async ({ params }) => {
        const plugin = await getPublic(database, params.id);
        const versions = await listVersions(database, plugin.id);
        return {
          versions: versions.map((row) => ({
            ...row,
            published_at: row.published_at.toISOString(),
          })),
        };
      },
      { params: IdParameter, response: t.Object({ versions: t.Array(Version) }) },
    )
    .get(
      '/api/v1/store/plugin/:id/versions/:version',
      async ({ params }) => {
        const plugin = await getPublic(database, params.id);
        const found = await findVersion(database, plugin.id, params.version);
        if (!found) throw new AppError('not_found', `There is no version ${params.version}.`);
        return { ...found, published_at: found.published_at.toISOString() };
      },
      {
        params: t.Object({ ...IdParameter.properties, version: text() }),
        response: t.Composite([Version, t.Object({ script: nullable(t.String()) })]),
      },
    );
}
