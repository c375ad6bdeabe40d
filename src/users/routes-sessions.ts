import { Elysia, t } from 'elysia';
import type { CurrentUser, Guard } from './guard.ts';
import { IdParameter, Message } from './route-schemas.ts';
import type { SessionRow } from './session-store.ts';
import type { Sessions } from './sessions.ts';

const ListedSession = t.Object({
  id: t.String(),
  user_agent: t.String(),
  address: t.String(),
  created_at: t.String(),
  last_used_at: t.String(),
  expires_at: t.String(),
  /** The one that asks. */
  is_current: t.Boolean(),
});

/** The session that asks, or null when a key does. */
const currentSessionOf = ({ credential }: CurrentUser) =>
  credential.kind === 'session' ? credential.id : null;

const toListedSession = (row: SessionRow, currentId: string | null) => ({
  id: row.id,
  user_agent: row.user_agent,
  address: row.address,
  created_at: row.created_at.toISOString(),
  last_used_at: row.last_used_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  is_current: row.id === currentId,
});

export function sessionRoutes({ guard, sessions }: { guard: Guard; sessions: Sessions }) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/sessions',
      async ({ user }) => {
        const rows = await sessions.list(user.id);
        return { sessions: rows.map((row) => toListedSession(row, currentSessionOf(user))) };
      },
      { response: t.Object({ sessions: t.Array(ListedSession) }) },
    )
    .delete(
      '/api/v1/sessions',
      async ({ user }) => ({
        removed: await sessions.removeOthers(user.id, currentSessionOf(user)),
      }),
      { response: t.Object({ removed: t.Integer() }) },
    )
    .delete(
      '/api/v1/sessions/:id',
      async ({ user, params }) => {
        await sessions.remove(user.id, params.id);
        return { message: 'Session ended' };
      },
      { params: IdParameter, response: Message },
    );
}
