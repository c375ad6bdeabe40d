/** Installing, uninstalling and accepting updates (spec/codetrackr 1.5). */
import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { IdParameter, nullable, optionalBody } from '../users/route-schemas.ts';
import { findAccepted } from './install-store.ts';
import type { Installs } from './installs.ts';
import { listInstalled } from './plugin-store.ts';
import { getPublic } from './routes-store.ts';
import { StorePlugin, toStorePlugin } from './shapes.ts';

const Status = t.Object({ status: t.String() });

interface InstallRoutesDependencies {
  guard: Guard;
  database: Database;
  installs: Installs;
}

export function installRoutes({ guard, database, installs }: InstallRoutesDependencies) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/store/install/:id',
      async ({ user, params }) => {
        await installs.add(user.id, params.id);
        return { status: 'installed' };
      },
      { params: IdParameter, response: Status },
    )
    .delete(
      '/api/v1/store/uninstall/:id',
      async ({ user, params, query }) => {
        await installs.remove(user.id, params.id, { isPurged: query.purge ?? false });
        return { status: 'uninstalled' };
      },
      {
        params: IdParameter,
        query: t.Object({ purge: t.Optional(t.Boolean()) }),
        response: Status,
      },
    )
    .get(
      '/api/v1/store/installed',
      async ({ user }) => ({
        installed: (await listInstalled(database, user.id)).map(toStorePlugin),
      }),
      { response: t.Object({ installed: t.Array(StorePlugin) }) },
    )
    .get(
      '/api/v1/store/plugin/:id/script',
      async ({ params }) => ({ script: (await getPublic(database, params.id)).script }),
      { params: IdParameter, response: t.Object({ script: nullable(t.String()) }) },
    )
    .get(
      '/api/v1/store/plugin/:id/accepted',
      async ({ user, params }) => {
        const accepted = await findAccepted(database, user.id, params.id);
        if (accepted) return accepted;
        throw new AppError('not_found', 'Not installed');
      },
      {
        params: IdParameter,
        response: t.Object({
          accepted_version: nullable(t.String()),
          accepted_script: nullable(t.String()),
        }),
      },
    )
    .post(
      '/api/v1/store/plugin/:id/accept',
      async ({ user, params, body }) => ({
        status: 'accepted',
        version: await installs.accept(user.id, params.id, body?.script),
      }),
      {
        params: IdParameter,
        /** What the page showed: without, whatever the store has is accepted (as in CodeTrackr). */
        body: optionalBody(t.Object({ script: t.Optional(nullable(t.String())) })),
        response: t.Object({ status: t.String(), version: t.String() }),
      },
    );
}
