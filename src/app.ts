/** Opens everything, connects it, closes it: the program as a value that tests can start. */
import { join } from 'node:path';
import { type Bus, openLocalBus } from './base/bus.ts';
import type { Config } from './base/config.ts';
import { prepareDataDirectory } from './base/data-directory.ts';
import { AppError } from './base/errors.ts';
import type { Finding } from './base/finding.ts';
import type { Log } from './base/log.ts';
import { openClientAddresses } from './base/net.ts';
import { resources } from './base/resources.ts';
import { type Clock, SECOND_MS, systemClock } from './base/time.ts';
import { type Database, isTransient, openDatabase } from './db/database.ts';
import { diagnoseDatabase } from './db/diagnose.ts';
import { openEmbedded } from './db/embedded.ts';
import { openServer as openDatabaseServer } from './db/engine.ts';
import { openKeyValue } from './db/key-value.ts';
import { openMaintenance } from './db/maintenance.ts';
import { migrate } from './db/migrate.ts';
import { pingDatabase } from './db/ping.ts';
import { type Demo, openDemo } from './demo/demo.ts';
import { openHeartbeats } from './heartbeats/heartbeats.ts';
import { openRecompute } from './heartbeats/recompute.ts';
import { recomputeRoutes } from './heartbeats/routes-recompute.ts';
import { openAssets } from './http/assets.ts';
import { basePathOf } from './http/base-path.ts';
import { openHandler } from './http/handler.ts';
import { openHealth, READY_LIMIT_MS } from './http/health.ts';
import { openLive } from './http/live.ts';
import { openRequests } from './http/requests.ts';
import { openServer } from './http/server.ts';
import { openLifecycle } from './lifecycle/lifecycle.ts';
import { openPluginKeys } from './lifecycle/plugin-keys.ts';
import { diagnosePluginRole } from './lifecycle/sql/diagnose.ts';
import { openPluginSql } from './lifecycle/sql/plugin-sql.ts';
import { openTrials, type Trial, type Trials } from './lifecycle/trial.ts';
import { openPlugins } from './plugins/plugins.ts';
import type { Outcome } from './sandbox/contract.ts';
import { LIFECYCLE_PROFILE } from './sandbox/profile.ts';
import { openSandbox } from './sandbox/sandbox.ts';
import { openStats } from './stats/stats.ts';
import { openUsers, type Users } from './users/users.ts';

/** How long a start waits for the operator's Postgres, which may be starting too. */
const DATABASE_WAIT_MS = 30 * SECOND_MS;
const DATABASE_RETRY_MS = SECOND_MS;

/**
 * Plugins that run at the same time. The last place is for those that are known to be quick, so two
 * hang before anybody else's slow one waits.
 */
const PLUGIN_CHILDREN = 3;

interface AppDependencies {
  log: Log;
  clock?: Clock;
}

/** What the command line's verbs need. */
export interface Services {
  users: Users;
  /** Names of the migrations that opening has applied. */
  migrated: string[];
  /** Runs a script on the data of a user, and leaves no trace. */
  tryPlugin(userId: string, trial: Trial): Promise<Outcome>;
  /** What is right and what could be better, for `doctor`. */
  diagnose(): Promise<Finding[]>;
}

export interface Core extends Services {
  close(): Promise<void>;
}

export interface App {
  services: Services;
  /** Where it listens on this machine. */
  url: string;
  /** Whose account shows the demo; null without one. */
  demo: Pick<Demo, 'username' | 'password'> | null;
  /** A fresh link with which the first account is made; null when there is one. */
  createSetupLink(): Promise<string | null>;
  /** Ends what was accepted, then closes everything. */
  close(): Promise<void>;
}

/** The page that makes the first account. The token is a fragment: no log and no proxy sees it. */
export function toSetupLink(publicUrl: string, token: string): string {
  return `${publicUrl}/setup#token=${token}`;
}

/** Beside the operator's own Postgres the folder only holds the control socket. */
function prepareData({ databaseUrl, dataDirectory }: Config, log: Log): void {
  try {
    prepareDataDirectory(dataDirectory, log);
  } catch (error) {
    if (databaseUrl === null || !(error instanceof AppError)) throw error;
    log.warn('no data folder: the command line cannot reach this server', {
      reason: error.message,
    });
  }
}

/** The client for Redis is loaded only for those who have one: it costs a start time. */
async function openConfiguredBus(redisUrl: string | null, log: Log): Promise<Bus> {
  if (redisUrl === null) return openLocalBus(log);
  const { openRedisBus } = await import('./base/redis-bus.ts');
  return openRedisBus(redisUrl, log);
}

function openConfiguredDatabase({ databaseUrl, dataDirectory }: Config, log: Log): Database {
  if (databaseUrl !== null) return openDatabase(openDatabaseServer(databaseUrl));
  return openDatabase(openEmbedded(join(dataDirectory, 'postgres'), log));
}

/** A compose file starts both at once: a database that is not there yet gets some time. */
async function waitForDatabase(database: Database, log: Log, clock: Clock): Promise<void> {
  const deadline = clock() + DATABASE_WAIT_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await pingDatabase(database, READY_LIMIT_MS);
    } catch (error) {
      if (!isTransient(error) || clock() >= deadline) throw error;
      if (attempt === 0) log.warn('the database does not answer yet; waiting for it', { error });
      await Bun.sleep(DATABASE_RETRY_MS);
    }
  }
}

/** Opening has made or refused the folder already: this tells where it is. */
async function diagnose({ dataDirectory }: Config, database: Database): Promise<Finding[]> {
  const folder = `${dataDirectory} is there and can be written.`;
  return [
    { name: 'data folder', state: 'ok', sentence: folder },
    await diagnoseDatabase(database),
    await diagnosePluginRole(database),
  ];
}

interface Parts {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
}

/** Opens database and bus, and brings the schema up to date. `closing` gets what closes them. */
async function openGround(
  config: Config,
  { log, clock = systemClock }: AppDependencies,
  closing: AsyncDisposableStack,
): Promise<Parts & { migrated: string[] }> {
  prepareData(config, log);
  const database = openConfiguredDatabase(config, log.with({ part: 'database' }));
  closing.defer(() => database.close());
  if (database.engine.kind === 'server') await waitForDatabase(database, log, clock);
  const migrated = await migrate(database);
  if (migrated.length > 0) log.info('schema brought up to date', { migrations: migrated });
  const bus = await openConfiguredBus(config.redisUrl, log);
  closing.defer(() => bus.close());
  return { database, bus, clock, log, migrated };
}

/** Runs `open`; when it fails, closes what it had opened so far. */
async function openAll<T>(
  open: (closing: AsyncDisposableStack) => Promise<T>,
): Promise<T & { close(): Promise<void> }> {
  const closing = new AsyncDisposableStack();
  try {
    return { ...(await open(closing)), close: () => closing.disposeAsync() };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

/** What plugins reach on the server: their engine, their SQL and their keys. */
async function openPluginGround(
  parts: Parts & { onTimelineSettingsChanged?: () => void },
  config: Config,
  closing: AsyncDisposableStack,
) {
  const { clock, log } = parts;
  const keyValue = await openKeyValue({ ...parts, redisUrl: config.redisUrl });
  closing.defer(() => keyValue.close());
  const sandbox = openSandbox({
    log,
    clock,
    profile: LIFECYCLE_PROFILE,
    children: PLUGIN_CHILDREN,
  });
  closing.defer(() => sandbox.close());
  const sql = openPluginSql(parts);
  closing.defer(() => sql.close());
  return { sandbox, sql, keys: openPluginKeys({ keyValue }) };
}

/** Runs a script without database and server, for its author. */
export async function tryPluginAlone(log: Log, trial: Trial): Promise<Outcome> {
  const clock = systemClock;
  const sandbox = openSandbox({ log, clock, profile: LIFECYCLE_PROFILE, children: 1 });
  try {
    const baseUrl = () => 'http://localhost:8080';
    return await openTrials({ sandbox, data: null, clock, baseUrl }).run(null, trial);
  } finally {
    await sandbox.close();
  }
}

/** Database and accounts without HTTP, for a verb of the command line when no server runs. */
export function openCore(config: Config, dependencies: AppDependencies): Promise<Core> {
  return openAll(async (closing) => {
    const { migrated, ...parts } = await openGround(config, dependencies, closing);
    let trials: Promise<Trials> | undefined;
    async function openOwnTrials(): Promise<Trials> {
      const { sandbox, ...data } = await openPluginGround(parts, config, closing);
      const baseUrl = () => config.baseUrl ?? `http://localhost:${config.port}`;
      return openTrials({ sandbox, data, clock: parts.clock, baseUrl });
    }
    const users = openUsers({
      ...parts,
      addressOf: () => 'local',
      baseUrl: config.baseUrl,
      signUp: config.signUp,
      onTimelineSettingsChanged: () => {}, // the change is on record; the server works it off
    });
    closing.defer(() => users.close());
    return {
      users,
      migrated,
      async tryPlugin(userId, trial) {
        trials ??= openOwnTrials();
        return (await trials).run(userId, trial);
      },
      diagnose: () => diagnose(config, parts.database),
    };
  });
}

function openDemoIn({
  users,
  heartbeats,
  ...parts
}: Parts & { users: Users; heartbeats: Pick<ReturnType<typeof openHeartbeats>, 'ingest'> }) {
  return openDemo({
    ...parts,
    accounts: users.accounts,
    ingest: heartbeats.ingest,
    createPassword: () => crypto.randomUUID(),
  });
}

/**
 * Starts everything and listens; port 0 takes any free one. What is opened last is closed first:
 * requests end, waiting heartbeats are written, the database closes.
 */
export function openApp(config: Config, dependencies: AppDependencies): Promise<App> {
  return openAll(async (closing) => {
    const { migrated, ...parts } = await openGround(config, dependencies, closing);
    const { database, bus, clock, log } = parts;
    const maintenance = openMaintenance(parts);
    closing.defer(() => maintenance.close());
    const basePath = basePathOf(config.baseUrl);
    const requests = openRequests(openClientAddresses(config.trustedProxies, log));
    const recompute = openRecompute(parts);
    closing.defer(() => recompute.close());
    const users = openUsers({
      ...parts,
      addressOf: requests.addressOf,
      baseUrl: config.baseUrl,
      signUp: config.signUp,
      onTimelineSettingsChanged: recompute.wake,
    });
    closing.defer(() => users.close());
    const { guard, suggestTimezone } = users;
    const { add: addKey } = users.keys;
    const stats = openStats({ ...parts, guard, addKey, baseUrl: config.baseUrl });
    closing.defer(() => stats.close());
    const pluginGround = await openPluginGround(
      { ...parts, onTimelineSettingsChanged: recompute.wake },
      config,
      closing,
    );
    const plugins = openPlugins({
      ...parts,
      ...pluginGround,
      guard,
      widgetTokens: users.widgetTokens,
      baseUrl: config.baseUrl,
      basePath,
      widgetRequests: config.widgetRequests,
    });
    const address = { url: config.baseUrl ?? `http://localhost:${config.port}` };
    const lifecycle = openLifecycle({
      ...parts,
      ...pluginGround,
      guard,
      installs: plugins.installs,
      baseUrl: () => address.url,
    });
    closing.defer(() => lifecycle.close());
    const heartbeats = openHeartbeats({
      ...parts,
      guard,
      suggestTimezone,
      onAccepted: lifecycle.onHeartbeats,
    });
    closing.defer(() => heartbeats.close());
    const demo = config.demo ? await openDemoIn({ ...parts, users, heartbeats }) : null;
    closing.defer(() => demo?.close());

    const live = openLive({ guard, bus });
    const server = openServer({
      host: config.host,
      port: config.port,
      handler: openHandler({
        basePath,
        routes: [
          users.routes,
          heartbeats.routes,
          recomputeRoutes({ guard, recompute }),
          stats.routes,
          plugins.routes,
          lifecycle.routes,
        ],
        assets: openAssets(resources.web, basePath),
        health: openHealth({ pingDatabase: () => pingDatabase(database, READY_LIMIT_MS) }),
        live,
        requests,
        clock,
        log,
      }),
    });
    address.url = config.baseUrl ?? server.url;
    closing.defer(async () => {
      const stopped = server.stop();
      live.close();
      await stopped;
    });
    return {
      services: {
        users,
        migrated,
        tryPlugin: lifecycle.trials.run,
        diagnose: () => diagnose(config, database),
      },
      url: server.url,
      demo,
      async createSetupLink() {
        const token = await users.invites.createSetupLink();
        return token === null ? null : toSetupLink(config.baseUrl ?? server.url, token);
      },
    };
  });
}
