import { Elysia, t } from 'elysia';
import type { Guard } from '../users/guard.ts';
import type { Recompute } from './recompute.ts';

const Reply = t.Object({
  recompute: t.Nullable(
    t.Object({
      done: t.Integer(),
      total: t.Integer(),
      reason: t.UnionEnum(['timeout', 'timezone']),
    }),
  ),
});

/** `GET /api/v1/recompute`: how far the caller's timeline follows a changed timeout or time zone. */
export function recomputeRoutes({
  guard,
  recompute,
}: {
  guard: Pick<Guard, 'requireUser'>;
  recompute: Pick<Recompute, 'find'>;
}) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get('/api/v1/recompute', async ({ user }) => ({ recompute: await recompute.find(user.id) }), {
      response: Reply,
    });
}
