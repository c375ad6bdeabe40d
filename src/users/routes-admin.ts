import { Elysia, t } from 'elysia';
import { type Clock, SECOND_MS } from '../base/time.ts';
import { version } from '../base/version.ts';
import type { Database } from '../db/database.ts';
import type { Accounts } from './accounts.ts';
import { readFacts } from './admin-store.ts';
import type { Guard } from './guard.ts';
import { IdParameter, Message } from './route-schemas.ts';

const Facts = t.Object({
  version: t.String(),
  database: t.Object({
    kind: t.Union([t.Literal('embedded'), t.Literal('server')]),
    version: t.String(),
    bytes: t.Integer(),
  }),
  users: t.Integer(),
  heartbeats: t.Integer(),
  uptime_seconds: t.Integer(),
});

const Role = t.Object({ is_admin: t.Boolean() });

interface AdminRoutesDependencies {
  guard: Guard;
  accounts: Accounts;
  database: Database;
  clock: Clock;
}

/** What an administrator knows of the instance, and may do with other people's accounts. */
export function adminRoutes({ guard, accounts, database, clock }: AdminRoutesDependencies) {
  const startedAt = clock();
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireAdmin(request) }))
    .get(
      '/api/v1/admin/facts',
      async () => {
        const { database_version, database_bytes, users, heartbeats } = await readFacts(database);
        return {
          version,
          database: {
            kind: database.engine.kind,
            version: database_version,
            bytes: database_bytes,
          },
          users,
          heartbeats,
          uptime_seconds: Math.max(0, Math.floor((clock() - startedAt) / SECOND_MS)),
        };
      },
      { response: Facts },
    )
    .patch(
      '/api/v1/admin/users/:id',
      async ({ params, body }) => {
        await accounts.setAdmin(params.id, body.is_admin);
        return body;
      },
      { params: IdParameter, body: Role, response: Role },
    )
    .delete(
      '/api/v1/admin/users/:id',
      async ({ params }) => {
        await accounts.get(params.id);
        await accounts.remove(params.id);
        return { message: 'User deleted' };
      },
      { params: IdParameter, response: Message },
    );
}
