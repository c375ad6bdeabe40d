/** What administrators do with the store (spec/codetrackr 1.5). A ban works at the next request. */
import { Elysia, t } from 'elysia';
import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { resources } from '../base/resources.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { IdParameter, nullable, optionalBody, text } from '../users/route-schemas.ts';
import { readBundled, seedStore } from './bundled.ts';
import { bundledThemes, seedThemes } from './bundled-themes.ts';
import { listReports, resolveReport } from './opinion-store.ts';
import { listEvery, saveBan } from './plugin-store.ts';
import type { Publish } from './publish.ts';
import type { Removal } from './removal.ts';
import { MAX_LISTED_PLUGINS, MAX_OFFSET } from './routes-store.ts';
import { StorePlugin, toStorePlugin } from './shapes.ts';
import type { Themes } from './themes.ts';

const MAX_REASON_CHARACTERS = 500;

const Status = t.Object({ status: t.String() });
const Report = t.Object({
  id: t.String(),
  reason: t.String(),
  description: nullable(t.String()),
  resolved: t.Boolean(),
  created_at: t.String(),
  plugin_id: t.String(),
  plugin_name: t.String(),
  plugin_slug: t.String(),
  reporter_username: t.String(),
});
const Page = t.Object({
  limit: t.Optional(t.Integer({ minimum: 1, maximum: MAX_LISTED_PLUGINS })),
  offset: t.Optional(t.Integer({ minimum: 0, maximum: MAX_OFFSET })),
});

const names = {
  published: t.Array(t.String()),
  kept: t.Array(t.String()),
  taken: t.Array(t.String()),
};
const Seeded = t.Object({ status: t.String(), ...names, themes: t.Object(names) });

interface ModerationRoutesDependencies {
  guard: Guard;
  database: Database;
  bus: Bus;
  removal: Removal;
  publish: Publish;
  themes: Themes;
}

export function moderationRoutes(dependencies: ModerationRoutesDependencies) {
  const { guard, database, bus, removal } = dependencies;
  const notFound = () => new AppError('not_found', 'Plugin not found');

  async function setBan(id: string, isBanned: boolean, reason: string | null): Promise<void> {
    if (!(await saveBan(database, id, { isBanned, reason }))) throw notFound();
    bus.publish('plugins', { userId: null });
  }

  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireAdmin(request) }))
    .post(
      '/api/v1/store/admin/seed',
      async ({ user }) => {
        const bundled = readBundled(resources.bundledPlugins);
        const plugins = await seedStore(dependencies, bundled, user.id);
        const themes = await seedThemes(dependencies, bundledThemes, user.id);
        return { status: 'seeded', ...plugins, themes };
      },
      { response: Seeded },
    )
    .get(
      '/api/v1/store/admin/plugins',
      async ({ query: { limit = MAX_LISTED_PLUGINS, offset = 0 } }) => ({
        plugins: (await listEvery(database, { limit, offset })).map(toStorePlugin),
      }),
      { query: Page, response: t.Object({ plugins: t.Array(StorePlugin) }) },
    )
    .post(
      '/api/v1/store/admin/ban/:id',
      async ({ params, body }) => {
        await setBan(params.id, true, body?.reason?.trim() || null);
        return { status: 'banned' };
      },
      {
        params: IdParameter,
        body: optionalBody(t.Object({ reason: t.Optional(nullable(text(MAX_REASON_CHARACTERS))) })),
        response: Status,
      },
    )
    .post(
      '/api/v1/store/admin/unban/:id',
      async ({ params }) => {
        await setBan(params.id, false, null);
        return { status: 'unbanned' };
      },
      { params: IdParameter, response: Status },
    )
    .delete(
      '/api/v1/store/admin/delete/:id',
      async ({ params }) => {
        if (!(await removal.remove(params.id, null))) throw notFound();
        return { status: 'deleted' };
      },
      { params: IdParameter, response: Status },
    )
    .get(
      '/api/v1/store/admin/reports',
      async () => {
        const reports = (await listReports(database)).map((row) => ({
          ...row,
          created_at: row.created_at.toISOString(),
        }));
        return { reports, count: reports.length };
      },
      { response: t.Object({ reports: t.Array(Report), count: t.Integer() }) },
    )
    .post(
      '/api/v1/store/admin/reports/:id/resolve',
      async ({ params }) => {
        if (await resolveReport(database, params.id)) return { status: 'resolved' };
        throw new AppError('not_found', 'Report not found');
      },
      { params: IdParameter, response: Status },
    );
}
