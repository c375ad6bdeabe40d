import { Elysia, t } from 'elysia';
import type { Guard } from './guard.ts';
import type { InviteRow } from './invite-store.ts';
import type { Invites } from './invites.ts';
import { ownOrigin } from './own-origin.ts';
import { IdParameter, Message, nullable, optionalBody } from './route-schemas.ts';

const ListedInvite = t.Object({
  id: t.String(),
  makes_admin: t.Boolean(),
  /** Usernames. */
  created_by: nullable(t.String()),
  used_by: nullable(t.String()),
  created_at: t.String(),
  expires_at: t.String(),
  used_at: nullable(t.String()),
});

const toListedInvite = (row: InviteRow) => ({
  id: row.id,
  makes_admin: row.makes_admin,
  created_by: row.created_by,
  used_by: row.used_by,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  used_at: row.used_at?.toISOString() ?? null,
});

interface InviteRoutesDependencies {
  guard: Guard;
  invites: Invites;
  baseUrl: string | null;
}

export function inviteRoutes({ guard, invites, baseUrl }: InviteRoutesDependencies) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireAdmin(request) }))
    .get('/api/v1/invites', async () => ({ invites: (await invites.list()).map(toListedInvite) }), {
      response: t.Object({ invites: t.Array(ListedInvite) }),
    })
    .post(
      '/api/v1/invites',
      async ({ user, body, request }) => {
        const { token, ...row } = await invites.add(user.id, { makesAdmin: body?.makes_admin });
        const origin = ownOrigin(request, baseUrl);
        return {
          invite: { ...toListedInvite(row), token, url: `${origin}/signup#token=${token}` },
        };
      },
      {
        body: optionalBody(t.Object({ makes_admin: t.Optional(t.Boolean()) })),
        response: t.Object({
          invite: t.Composite([ListedInvite, t.Object({ token: t.String(), url: t.String() })]),
        }),
      },
    )
    .delete(
      '/api/v1/invites/:id',
      async ({ params }) => {
        await invites.remove(params.id);
        return { message: 'Invite deleted' };
      },
      { params: IdParameter, response: Message },
    );
}
