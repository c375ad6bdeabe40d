import { Elysia } from 'elysia';
import { accountRoutes } from './routes-account.ts';
import { adminRoutes } from './routes-admin.ts';
import { authRoutes } from './routes-auth.ts';
import { inviteRoutes } from './routes-invites.ts';
import { keyRoutes } from './routes-keys.ts';
import { sessionRoutes } from './routes-sessions.ts';
import { setupRoutes } from './routes-setup.ts';

type Dependencies<T extends (dependencies: never) => unknown> = Parameters<T>[0];

type UserRoutesDependencies = Dependencies<typeof accountRoutes> &
  Dependencies<typeof adminRoutes> &
  Dependencies<typeof authRoutes> &
  Dependencies<typeof inviteRoutes> &
  Dependencies<typeof keyRoutes> &
  Dependencies<typeof sessionRoutes> &
  Dependencies<typeof setupRoutes>;

/** Every route of this feature, with its full path. */
export function userRoutes(dependencies: UserRoutesDependencies) {
  return new Elysia()
    .use(authRoutes(dependencies))
    .use(accountRoutes(dependencies))
    .use(adminRoutes(dependencies))
    .use(keyRoutes(dependencies))
    .use(sessionRoutes(dependencies))
    .use(inviteRoutes(dependencies))
    .use(setupRoutes(dependencies));
}
