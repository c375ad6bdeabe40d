import { Elysia, t } from 'elysia';
import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { deleteAllHeartbeats } from './clear-store.ts';
import type { Clients } from './clients.ts';

interface ClearRoutes {
  guard: Guard;
  database: Database;
  bus: Bus;
  clients: Clients;
}

/** `DELETE /api/v1/heartbeats`: all of the caller's, when they name themselves. */
export function clearRoutes({ guard, database, bus, clients }: ClearRoutes) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .delete(
      '/api/v1/heartbeats',
      async ({ user, body }) => {
        if (body.username.toLowerCase() !== user.username.toLowerCase()) {
          const sentence = 'Write your username to delete all of your heartbeats.';
          throw new AppError('invalid', sentence, { fields: { username: sentence } });
        }
        await clients.flush(); // what is noted later would come back
        const deleted = await database.transaction((tx) => deleteAllHeartbeats(tx, user.id));
        bus.publish('timeline', { userId: user.id });
        return { deleted };
      },
      { body: t.Object({ username: t.String() }), response: t.Object({ deleted: t.Integer() }) },
    );
}
