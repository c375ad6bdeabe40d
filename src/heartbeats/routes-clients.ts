import { Elysia, t } from 'elysia';
import type { Guard } from '../users/guard.ts';
import type { Clients } from './clients.ts';

const Reply = t.Object({
  clients: t.Array(
    t.Object({
      /** '' where the client did not say, here and below. */
      editor: t.String(),
      plugin: t.String(),
      machine: t.String(),
      os: t.String(),
      last_seen: t.String(),
      heartbeats: t.Integer(),
      /** Positive: behind, or it sends late; negative: ahead; null: not known. */
      clock_skew_seconds: t.Union([t.Integer(), t.Null()]),
    }),
  ),
  rejected: t.Array(
    t.Object({
      /** Of the latest; `count` are alike. */
      time: t.String(),
      reason: t.String(),
      field: t.String(),
      client: t.String(),
      count: t.Integer(),
    }),
  ),
});

/** `GET /api/v1/clients`: which editors send, and what was refused. */
export function clientRoutes({ guard, clients }: { guard: Guard; clients: Clients }) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/clients',
      async ({ user }) => {
        const known = await clients.list(user.id);
        return {
          clients: known.clients.map(({ last_seen, ...client }) => ({
            ...client,
            last_seen: last_seen.toISOString(),
          })),
          rejected: known.rejected.map(({ last_at, ...rejection }) => ({
            ...rejection,
            time: last_at.toISOString(),
          })),
        };
      },
      { response: Reply },
    );
}
