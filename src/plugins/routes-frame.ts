/** The document that a widget's frame loads; see frame.ts. */
import { Elysia, t } from 'elysia';
import type { Database } from '../db/database.ts';
import { text } from '../users/route-schemas.ts';
import { toFrameDocument, toFrameHeaders } from './frame.ts';
import { findPluginByName } from './plugin-store.ts';

/** Which other hosts widgets may ask: those that the store shows for them, or none. */
export type WidgetRequests = 'declared' | 'none';

interface FrameRoutesDependencies {
  database: Database;
  /** '' or `/hearthbeat` */
  basePath: string;
  widgetRequests: WidgetRequests;
}

/**
 * For nobody in particular: it holds no data, and says of a plugin what the store says. A name
 * that the store does not know, as a draft's, gets a frame that asks this server only.
 */
export function frameRoutes({ database, basePath, widgetRequests }: FrameRoutesDependencies) {
  async function listHosts(name: string): Promise<string[]> {
    if (widgetRequests === 'none') return [];
    const plugin = await findPluginByName(database, name);
    return plugin?.is_banned === false ? (plugin.findings.hosts ?? []) : [];
  }
  return new Elysia().get(
    '/plugin-frame/:name',
    async ({ params }) =>
      new Response(toFrameDocument(basePath), {
        headers: toFrameHeaders(await listHosts(params.name)),
      }),
    { params: t.Object({ name: text(100) }) },
  );
}
