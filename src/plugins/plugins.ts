import { Elysia } from 'elysia';
import type { Bus } from '../base/bus.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import type { Guard } from '../users/guard.ts';
import type { WidgetTokens } from '../users/widget-tokens.ts';
import { openInstalls } from './installs.ts';
import { openOpinions } from './opinions.ts';
import { openPanels } from './panels.ts';
import { openPublish } from './publish.ts';
import { openRemoval } from './removal.ts';
import { frameRoutes, type WidgetRequests } from './routes-frame.ts';
import { installRoutes } from './routes-installs.ts';
import { moderationRoutes } from './routes-moderation.ts';
import { opinionRoutes } from './routes-opinions.ts';
import { panelRoutes } from './routes-panels.ts';
import { publishRoutes } from './routes-publish.ts';
import { storeRoutes } from './routes-store.ts';
import { themeRoutes } from './routes-themes.ts';
import { widgetErrorRoutes } from './routes-widget-errors.ts';
import { openThemes } from './themes.ts';
import { openWidgetErrors } from './widget-errors.ts';

export interface PluginsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  guard: Guard;
  widgetTokens: WidgetTokens;
  sandbox: Pick<Sandbox, 'inspect'>;
  /** Without a final slash; null when the operator set none. */
  baseUrl: string | null;
  /** '' or `/hearthbeat` */
  basePath: string;
  widgetRequests: WidgetRequests;
  /** Deletes what a plugin keeps under its own keys for a user, and for everybody. */
  keys: {
    remove(pluginName: string, userId: string): Promise<void>;
    removeAll(pluginName: string): Promise<void>;
  };
}

/** The store, what people have installed of it, and their dashboards. */
export function openPlugins(dependencies: PluginsDependencies) {
  const { baseUrl, keys } = dependencies;
  const removeAllKeys = keys.removeAll;
  const installs = openInstalls({ ...dependencies, removeKeys: keys.remove });
  const publish = openPublish({
    ...dependencies,
    removeAllKeys,
    ownHost: baseUrl === null ? null : new URL(baseUrl).host,
  });
  const removal = openRemoval({ ...dependencies, removeAllKeys });
  const opinions = openOpinions(dependencies);
  const panels = openPanels(dependencies);
  const themes = openThemes(dependencies);
  const widgetErrors = openWidgetErrors({ ...dependencies, installs });
  return {
    installs,
    publish,
    routes: new Elysia()
      .use(storeRoutes(dependencies))
      .use(publishRoutes({ ...dependencies, publish, removal }))
      .use(installRoutes({ ...dependencies, installs }))
      .use(opinionRoutes({ ...dependencies, opinions }))
      .use(moderationRoutes({ ...dependencies, removal, publish, themes }))
      .use(panelRoutes({ ...dependencies, panels, installs }))
      .use(widgetErrorRoutes({ ...dependencies, widgetErrors }))
      .use(themeRoutes({ ...dependencies, themes }))
      .use(frameRoutes(dependencies)),
  };
}
