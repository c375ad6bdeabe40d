/** A handler with everything that the real one has, for tests of this folder. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyElysia } from 'elysia';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { type Log, silentLog } from '../base/log.ts';
import { openClientAddresses } from '../base/net.ts';
import { parseNetworks } from '../base/option-values.ts';
import type { CurrentUser, Guard } from '../users/guard.ts';
import { openAssets } from './assets.ts';
import { openHandler } from './handler.ts';
import { openHealth } from './health.ts';
import { openLive } from './live.ts';
import { openRequests } from './requests.ts';

const TOKEN_HEADER = 'x-test-user';

/** A guard for the transport's tests only: the header names the user. Features test the real one. */
export function openHeaderGuard() {
  const revoked = new Set<string>();
  const requireUser = async (request: Request): Promise<CurrentUser> => {
    const id = request.headers.get(TOKEN_HEADER);
    if (!id || revoked.has(id)) throw new AppError('unauthorized', 'Sign in first.');
    return {
      id,
      username: id,
      isAdmin: false,
      timezone: 'UTC',
      timezoneIsChosen: false,
      timeoutSeconds: 900,
      credential: { kind: 'key', id, scope: 'full' },
    };
  };
  const guard: Guard = { requireUser, requireAdmin: requireUser };
  return { guard, revoke: (id: string) => void revoked.add(id) };
}

interface TestHandlerOptions {
  routes?: AnyElysia[];
  basePath?: string;
  assetsDirectory?: string;
  trustedProxies?: string;
  pingDatabase?: () => Promise<void>;
  log?: Log;
}

export function openTestHandler({
  routes = [],
  basePath = '',
  assetsDirectory = mkdtempSync(join(tmpdir(), 'hearthbeat-no-pages-')),
  trustedProxies = '',
  pingDatabase = async () => {},
  log = silentLog,
}: TestHandlerOptions = {}) {
  const bus = openLocalBus();
  const { guard, revoke } = openHeaderGuard();
  const live = openLive({ guard, bus });
  const requests = openRequests(openClientAddresses(parseNetworks(trustedProxies), log));
  const handler = openHandler({
    basePath,
    routes,
    assets: openAssets(assetsDirectory, basePath),
    health: openHealth({ pingDatabase, limitMs: 50 }),
    live,
    requests,
    clock: Date.now,
    log,
  });
  const ask = (path: string, init: RequestInit = {}, peer = '192.0.2.1') =>
    handler(new Request(`http://nas${path}`, init), peer);
  return { ask, handler, bus, live, requests, revoke };
}
