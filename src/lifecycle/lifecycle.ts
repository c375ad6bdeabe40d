import { Elysia } from 'elysia';
import type { Bus } from '../base/bus.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { openSchedule } from '../db/schedule.ts';
import type { Installs } from '../plugins/installs.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import type { Guard } from '../users/guard.ts';
import { openHooks } from './hooks.ts';
import { openLanes } from './lanes.ts';
import type { PluginKeySpaces } from './plugin-keys.ts';
import { lifecycleRoutes } from './routes.ts';
import { editorRoutes } from './routes-editor.ts';
import { openRpc } from './rpc.ts';
import { findInstall } from './run-store.ts';
import { openRunner } from './runner.ts';
import { openRuns } from './runs.ts';
import type { PluginSql } from './sql/plugin-sql.ts';
import { openStrikes } from './strikes.ts';
import { openTrials } from './trial.ts';
import { openUserPlugins } from './user-plugins.ts';
import { wakeRunnable } from './wake-store.ts';

/** Beyond what waits in memory, a scheduled run has this long to end. */
const LAST_RUN_MS = SECOND_MS;

export interface LifecycleDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  guard: Guard;
  sandbox: Sandbox;
  sql: PluginSql;
  keys: PluginKeySpaces;
  installs: Pick<Installs, 'listFor' | 'disable' | 'enable'>;
  /** Where people reach this instance; no slash at the end. */
  baseUrl: () => string;
}

/** Plugins on the server: hooks, endpoints, runs, and trials of scripts. */
export function openLifecycle(dependencies: LifecycleDependencies) {
  const { database, bus, clock, log, guard, sandbox, sql, keys, installs, baseUrl } = dependencies;
  const runs = openRuns({ database, clock, log });
  const strikes = openStrikes({ database, clock, installs });
  const plugins = openUserPlugins({ database, bus, clock, installs });
  const runner = openRunner({ sandbox, sql, keys, runs, strikes, plugins, clock, log, baseUrl });
  const hooks = openHooks({ plugins, lanes: openLanes(), runner, runs, clock, log });
  const rpc = openRpc({ plugins, runner });
  const trials = openTrials({ sandbox, data: { sql, keys }, clock, baseUrl });
  const schedule = openSchedule({ database, log, work: hooks.work });

  /** Installs and ticks that slept may be able to run after news, or since the last start. */
  function wake(userId: string | null): void {
    wakeRunnable(database, userId).then(
      () => schedule.wake(),
      (error) => log.warn('scheduled hooks were not woken', { reason: messageOf(error) }),
    );
  }
  const subscriptions = [
    bus.subscribe('plugins', ({ userId }) => wake(userId)),
    bus.subscribe('credentials', ({ userId }) => wake(userId)), // an account may be back
  ];
  wake(null);

  async function enable(userId: string, name: string): Promise<void> {
    const found = await findInstall(database, userId, name);
    if (found) await strikes.clear({ userId, pluginId: found.plugin_id });
    await installs.enable(userId, name);
  }

  return {
    routes: new Elysia()
      .use(lifecycleRoutes({ guard, rpc, runs, enable }))
      .use(editorRoutes({ guard, trials })),
    onHeartbeats: hooks.onHeartbeats,
    trials,
    /** Ends what was accepted, within a bounded time. */
    async close(): Promise<void> {
      for (const end of subscriptions) end();
      const scheduleEnds = schedule.close();
      await hooks.close();
      await Promise.race([scheduleEnds, Bun.sleep(LAST_RUN_MS)]);
      plugins.close();
      await runs.close();
    },
  };
}

export type Lifecycle = ReturnType<typeof openLifecycle>;
