/** Plugins as the API tells them (spec/codetrackr 1.5). */
import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { PluginRow } from './plugin-store.ts';

const maybeText = nullable(Type.String());

/** An entry of the store's list. */
export const ListedPlugin = Type.Object({
  id: Type.String(),
  author_id: Type.String(),
  author_username: maybeText,
  name: Type.String(),
  display_name: Type.String(),
  description: maybeText,
  version: Type.String(),
  repository: maybeText,
  icon: maybeText,
  script: maybeText,
  install_count: Type.Integer(),
  avg_rating: Type.Number(),
  rating_count: Type.Integer(),
  has_external_access: Type.Boolean(),
  created_at: Type.String(),
});

/** The documented plugin, P. */
export const StorePlugin = Type.Composite([
  ListedPlugin,
  Type.Object({
    widget_type: maybeText,
    api_endpoint: maybeText,
    settings_schema: Type.Unknown(),
    is_published: Type.Boolean(),
    is_banned: Type.Boolean(),
    ban_reason: maybeText,
  }),
]);

/** What a script may do, found by reading it and by letting the sandbox say what it defines. */
export const Access = Type.Object({
  hooks: Type.Array(Type.String()),
  endpoints: Type.Array(Type.String()),
  tables: Type.Array(Type.String()),
  hosts: Type.Array(Type.String()),
  uses_eval: Type.Boolean(),
  /** Whether it draws a panel. */
  widget: Type.Boolean(),
});

/** What our own pages get besides: only when they ask for an order, a kind or a search. */
export const CardExtras = Type.Object({
  kinds: Type.Array(Type.Union([Type.Literal('widget'), Type.Literal('lifecycle')])),
  widget_type: maybeText,
  updated_at: Type.String(),
});

export function toListed(row: PluginRow): Static<typeof ListedPlugin> {
  return {
    id: row.id,
    author_id: row.author_id,
    author_username: row.author_username,
    name: row.name,
    display_name: row.display_name,
    description: row.description,
    version: row.version,
    repository: row.repository,
    icon: row.icon,
    script: row.script,
    install_count: row.install_count,
    avg_rating: row.avg_rating,
    rating_count: row.rating_count,
    has_external_access: row.has_external_access,
    created_at: row.created_at.toISOString(),
  };
}

export function toStorePlugin(row: PluginRow): Static<typeof StorePlugin> {
  return {
    ...toListed(row),
    widget_type: row.widget_type,
    api_endpoint: row.api_endpoint,
    settings_schema: row.settings_schema,
    is_published: row.is_published,
    is_banned: row.is_banned,
    ban_reason: row.ban_reason,
  };
}

export function toAccess(row: PluginRow): Static<typeof Access> {
  const { tables = [], hosts = [], uses_eval = false } = row.findings;
  return {
    hooks: row.hooks,
    endpoints: row.endpoint_names,
    tables,
    hosts,
    uses_eval,
    widget: row.has_panel,
  };
}

export function toCard(row: PluginRow): Static<typeof ListedPlugin> & Static<typeof CardExtras> {
  const isLifecycle = row.hooks.length > 0 || row.endpoint_names.length > 0;
  return {
    ...toListed(row),
    kinds: [
      ...(row.has_panel ? (['widget'] as const) : []),
      ...(isLifecycle ? (['lifecycle'] as const) : []),
    ],
    widget_type: row.widget_type,
    updated_at: row.updated_at.toISOString(),
  };
}
