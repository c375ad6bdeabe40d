import { Elysia, t } from 'elysia';
import type { Guard } from './guard.ts';
import type { KeyRow } from './key-store.ts';
import type { Keys } from './keys.ts';
import { IdParameter, Message, nullable, optionalBody, text } from './route-schemas.ts';
import { Scope } from './scopes.ts';

const ListedKey = t.Object({
  id: t.String(),
  name: t.String(),
  key_prefix: t.String(),
  scope: Scope,
  last_used_at: nullable(t.String()),
  created_at: t.String(),
});

const CreatedKey = t.Object({
  id: t.String(),
  name: t.String(),
  key: t.String(),
  scope: Scope,
  created_at: t.String(),
});

const toListedKey = ({ id, name, key_prefix, scope, last_used_at, created_at }: KeyRow) => ({
  id,
  name,
  key_prefix,
  scope,
  last_used_at: last_used_at?.toISOString() ?? null,
  created_at: created_at.toISOString(),
});

/** spec/codetrackr 1.3 */
export function keyRoutes({ guard, keys }: { guard: Guard; keys: Keys }) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/keys',
      async ({ user }) => ({ keys: (await keys.list(user.id)).map(toListedKey) }),
      { response: t.Object({ keys: t.Array(ListedKey) }) },
    )
    .post(
      '/api/v1/keys',
      async ({ user, body }) => {
        const { id, name, key, scope, created_at } = await keys.add(user.id, {
          name: body?.name,
          scope: body?.scope,
        });
        return { key: { id, name, key, scope, created_at: created_at.toISOString() } };
      },
      {
        body: optionalBody(
          t.Object({ name: t.Optional(nullable(text())), scope: t.Optional(Scope) }),
        ),
        response: t.Object({ key: CreatedKey }),
      },
    )
    .patch(
      '/api/v1/keys/:id',
      async ({ user, params, body }) => ({
        message: 'Key renamed',
        name: await keys.rename(user.id, params.id, body.name),
      }),
      {
        params: IdParameter,
        body: t.Object({ name: text() }),
        response: t.Object({ message: t.String(), name: t.String() }),
      },
    )
    .delete(
      '/api/v1/keys/:id',
      async ({ user, params }) => {
        await keys.remove(user.id, params.id);
        return { message: 'API key deleted' };
      },
      { params: IdParameter, response: Message },
    );
}
