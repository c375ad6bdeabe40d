import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import { version } from '../base/version.ts';
import type { Database } from '../db/database.ts';
import type { Accounts } from './accounts.ts';
import { listPeople, type PersonRow, readFacts } from './admin-store.ts';
import type { Guard } from './guard.ts';
import { ownOrigin } from './own-origin.ts';
import type { PasswordResets } from './password-resets.ts';
import { IdParameter, Message, nullable, text } from './route-schemas.ts';

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

const Person = t.Object({
  id: t.String(),
  username: t.String(),
  display_name: nullable(t.String()),
  is_admin: t.Boolean(),
  created_at: t.String(),
  disabled_at: nullable(t.String()),
  /** When a session or key of theirs was last used. */
  last_active_at: nullable(t.String()),
});

const toPerson = ({ created_at, disabled_at, last_active_at, ...row }: PersonRow) => ({
  ...row,
  created_at: created_at.toISOString(),
  disabled_at: disabled_at?.toISOString() ?? null,
  last_active_at: last_active_at?.toISOString() ?? null,
});

const Access = t.Partial(t.Object({ is_admin: t.Boolean(), is_disabled: t.Boolean() }), {
  minProperties: 1,
});

/** Administrators look after others here; their own account has a page of its own. */
function refuseOneself(userId: string, own: string, sentence: string): void {
  if (userId === own) throw new AppError('conflict', sentence);
}

interface AdminRoutesDependencies {
  guard: Guard;
  accounts: Accounts;
  passwordResets: PasswordResets;
  baseUrl: string | null;
  database: Database;
  clock: Clock;
}

/** What an administrator knows of the instance, and may do with other people's accounts. */
export function adminRoutes(dependencies: AdminRoutesDependencies) {
  const { guard, accounts, passwordResets, baseUrl, database, clock } = dependencies;
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
    .get('/api/v1/users', async () => ({ users: (await listPeople(database)).map(toPerson) }), {
      response: t.Object({ users: t.Array(Person) }),
    })
    .patch(
      '/api/v1/admin/users/:id',
      async ({ user, params, body }) => {
        const { is_admin, is_disabled } = body;
        if (is_disabled) refuseOneself(params.id, user.id, 'You cannot disable yourself.');
        if (is_admin !== undefined) await accounts.setAdmin(params.id, is_admin);
        if (is_disabled !== undefined) await accounts.setDisabled(params.id, is_disabled);
        return body;
      },
      { params: IdParameter, body: Access, response: Access },
    )
    .post(
      '/api/v1/admin/users/:id/reset',
      async ({ params, request }) => {
        const { token, expiresAt } = await passwordResets.add(params.id);
        const url = `${ownOrigin(request, baseUrl)}/reset#token=${token}`;
        return { reset: { token, url, expires_at: expiresAt.toISOString() } };
      },
      {
        params: IdParameter,
        response: t.Object({
          reset: t.Object({ token: t.String(), url: t.String(), expires_at: t.String() }),
        }),
      },
    )
    .delete(
      '/api/v1/admin/users/:id',
      async ({ user, params, body }) => {
        refuseOneself(params.id, user.id, 'Delete your own account on the Account page.');
        const { username } = await accounts.get(params.id);
        if (body.username.toLowerCase() !== username.toLowerCase()) {
          const sentence = `Write ${username} to delete this account.`;
          throw new AppError('invalid', sentence, { fields: { username: sentence } });
        }
        await accounts.remove(params.id);
        return { message: 'User deleted' };
      },
      { params: IdParameter, body: t.Object({ username: text() }), response: Message },
    );
}
