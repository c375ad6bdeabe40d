/** The document that a widget's frame loads; see frame.ts. */
import { Elysia, t } from 'elysia';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { text } from '../users/route-schemas.ts';
import { sessionTokenOf } from '../users/session-cookie.ts';
import { toFrameDocument, toFrameHeaders } from './frame.ts';
import { findHeldBack } from './install-store.ts';
import { findPluginByName } from './plugin-store.ts';
import { readScript } from './read-script.ts';

/** Which other hosts widgets may ask: those that the store shows for them, or none. */
export type WidgetRequests = 'declared' | 'none';

interface FrameRoutesDependencies {
  guard: Guard;
  database: Database;
  /** '' or `/hearthbeat` */
  basePath: string;
  widgetRequests: WidgetRequests;
}

function hostsOf(script: string | null): string[] {
  const reading = readScript(script ?? '');
  return reading.ok ? reading.findings.hosts : [];
}

/**
 * It holds no data, and says of a plugin what the store says; to somebody for whom an update waits, what
 * the script that they accepted says. A name that the store does not know, as a draft's, gets a frame
 * that asks this server only.
 */
export function frameRoutes(dependencies: FrameRoutesDependencies) {
  const { guard, database, basePath, widgetRequests } = dependencies;

  /** What this request's user accepted. */
  async function findHeld(request: Request, name: string) {
    if (sessionTokenOf(request) === null) return null;
    const { id } = await guard.requireUser(request);
    return findHeldBack(database, id, name);
  }

  async function listHosts(request: Request, name: string): Promise<string[]> {
    if (widgetRequests === 'none') return [];
    const plugin = await findPluginByName(database, name);
    if (plugin?.is_banned !== false) return [];
    const held = await findHeld(request, name);
    return held ? hostsOf(held.script) : (plugin.findings.hosts ?? []);
  }
  return new Elysia().get(
    '/plugin-frame/:name',
    async ({ request, params }) =>
      new Response(toFrameDocument(basePath), {
        headers: toFrameHeaders(await listHosts(request, params.name)),
      }),
    { params: t.Object({ name: text(100) }) },
  );
}
