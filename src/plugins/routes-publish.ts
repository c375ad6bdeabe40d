/** Publishing and what authors may do with their own (spec/codetrackr 1.5). */
import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { IdParameter, nullable } from '../users/route-schemas.ts';
import { listOf } from './plugin-store.ts';
import type { Publish } from './publish.ts';
import type { Removal } from './removal.ts';
import { Access, StorePlugin, toAccess, toStorePlugin } from './shapes.ts';

const maybe = <T extends Parameters<typeof nullable>[0]>(schema: T) => t.Optional(nullable(schema));

/** Lengths and choices are publish-fields' to judge, with sentences of their own. */
export const PublishBody = t.Object({
  name: t.String(),
  display_name: t.String(),
  description: maybe(t.String()),
  version: maybe(t.String()),
  repository: maybe(t.String()),
  icon: maybe(t.String()),
  plugin_type: maybe(t.String()),
  widget_type: maybe(t.String()),
  api_endpoint: maybe(t.String()),
  script: maybe(t.String()),
  settings_schema: t.Optional(t.Unknown()),
  has_external_access: maybe(t.Boolean()),
  readme: maybe(t.String()),
  changelog: maybe(t.String()),
});

const Status = t.Object({ status: t.String() });

interface PublishRoutesDependencies {
  guard: Guard;
  database: Database;
  publish: Publish;
  removal: Removal;
}

export function publishRoutes({ guard, database, publish, removal }: PublishRoutesDependencies) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/store/publish',
      async ({ user, body }) => {
        const plugin = await publish(user.id, body);
        return { status: 'published', plugin: toStorePlugin(plugin), access: toAccess(plugin) };
      },
      {
        body: PublishBody,
        response: t.Object({ status: t.String(), plugin: StorePlugin, access: Access }),
      },
    )
    .get(
      '/api/v1/store/my',
      async ({ user }) => ({ plugins: (await listOf(database, user.id)).map(toStorePlugin) }),
      { response: t.Object({ plugins: t.Array(StorePlugin) }) },
    )
    .delete(
      '/api/v1/store/my/:id',
      async ({ user, params }) => {
        if (await removal.remove(params.id, user.id)) return { status: 'deleted' };
        throw new AppError('forbidden', 'Not found or not your plugin');
      },
      { params: IdParameter, response: Status },
    );
}
