/** A person's dashboard (spec/codetrackr 1.6), their settings of a plugin and its widget's token. */
import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { nullable, text } from '../users/route-schemas.ts';
import type { WidgetTokens } from '../users/widget-tokens.ts';
import type { Installs } from './installs.ts';
import type { PanelRow } from './panel-store.ts';
import type { Panels } from './panels.ts';
import { parseSettings, type Settings, withDefaults } from './settings-schema.ts';
import { findSettings, saveSettings } from './settings-store.ts';

const maybeText = nullable(t.String());
const maybeCount = nullable(t.Integer());

const Panel = t.Object({
  panel: t.String(),
  title: t.String(),
  icon: maybeText,
  plugin_type: t.String(),
  widget_type: maybeText,
  api_endpoint: maybeText,
  plugin_id: t.String(),
  /** What runs: what its user accepted when they review updates, else the latest. */
  version: maybeText,
  script: maybeText,
  /** What they accepted; null unless they review updates. */
  accepted_version: maybeText,
  accepted_script: maybeText,
  // ours:
  latest_version: t.String(),
  update_waits: t.Boolean(),
  has_settings: t.Boolean(),
  /** Why its hooks and endpoints do not run; null while they do. */
  disabled_reason: maybeText,
  columns: maybeCount,
  rows: maybeCount,
});

const toPanel = ({ name, display_name, is_reviewed, ...row }: PanelRow) => ({
  ...row,
  panel: name,
  title: display_name,
  accepted_version: is_reviewed ? row.version : null,
  accepted_script: is_reviewed ? row.script : null,
});

const maybeNumber = t.Optional(nullable(t.Number()));
const Order = t.Object({
  panel_names: t.Array(t.String()),
  sizes: t.Optional(t.Record(t.String(), t.Object({ columns: maybeNumber, rows: maybeNumber }))),
});

const NameParameter = t.Object({ name: text(100) });
const SettingsAnswer = t.Object({
  settings: t.Record(t.String(), t.Unknown()),
  schema: t.Unknown(),
});

const TokenAnswer = t.Object({ token: t.String(), expires_at: t.String() });

const toTokenAnswer = ({ token, expiresAt }: { token: string; expiresAt: Date }) => ({
  token,
  expires_at: expiresAt.toISOString(),
});

function toSettings(saved: unknown): Settings {
  const isObject = typeof saved === 'object' && saved !== null && !Array.isArray(saved);
  return isObject ? { ...saved } : {}; // a plugin may have written anything
}

interface PanelRoutesDependencies {
  guard: Guard;
  database: Database;
  clock: Clock;
  panels: Panels;
  installs: Installs;
  widgetTokens: WidgetTokens;
}

export function panelRoutes(dependencies: PanelRoutesDependencies) {
  const { guard, database, clock, panels, installs, widgetTokens } = dependencies;
  const notInstalled = () => new AppError('not_found', 'Plugin not found or not installed');

  async function getSettings(userId: string, name: string) {
    const found = await findSettings(database, userId, name);
    if (!found) throw notInstalled();
    return { schema: found.schema, saved: toSettings(found.settings) };
  }

  const own = new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/plugins/panels',
      async ({ user }) => ({ panels: (await panels.list(user.id)).map(toPanel) }),
      { response: t.Object({ panels: t.Array(Panel) }) },
    )
    .get(
      '/api/v1/dashboard/order',
      async ({ user }) => {
        const order = await panels.listOrder(user.id);
        return {
          panel_names: order.map(({ panel_name }) => panel_name),
          sizes: Object.fromEntries(
            order.map(({ panel_name, columns, rows }) => [panel_name, { columns, rows }]),
          ),
        };
      },
      {
        response: t.Object({
          panel_names: t.Array(t.String()),
          sizes: t.Record(t.String(), t.Object({ columns: maybeCount, rows: maybeCount })),
        }),
      },
    )
    .post(
      '/api/v1/dashboard/order',
      async ({ user, body }) => {
        await panels.saveOrder(user.id, body);
        return { ok: true };
      },
      { body: Order, response: t.Object({ ok: t.Boolean() }) },
    )
    .get(
      '/api/v1/plugins/:name/settings',
      async ({ user, params }) => {
        const { schema, saved } = await getSettings(user.id, params.name);
        return { settings: withDefaults(schema, saved), schema };
      },
      { params: NameParameter, response: SettingsAnswer },
    )
    .put(
      '/api/v1/plugins/:name/settings',
      async ({ user, params, body }) => {
        const { schema, saved } = await getSettings(user.id, params.name);
        const settings = parseSettings(schema, body, saved);
        await saveSettings(database, user.id, params.name, settings, new Date(clock()));
        return { settings: withDefaults(schema, settings), schema };
      },
      {
        params: NameParameter,
        body: t.Record(t.String(), t.Unknown()),
        response: SettingsAnswer,
      },
    )
    .post(
      '/api/v1/plugins/:name/token',
      async ({ user, params }) => {
        const plugin = await installs.find(user.id, params.name);
        if (!plugin) throw notInstalled();
        return toTokenAnswer(await widgetTokens.add(user, plugin.pluginId));
      },
      { params: NameParameter, response: TokenAnswer },
    )
    .post(
      '/api/v1/cteditor/token',
      async ({ user }) => toTokenAnswer(await widgetTokens.add(user, null)),
      { response: TokenAnswer },
    );

  return new Elysia()
    .get('/api/v1/plugins', () => ({ plugins: [], count: 0 }), {
      response: t.Object({ plugins: t.Array(t.Never()), count: t.Integer() }),
    })
    .use(own);
}
