/** Which plugins run for whom, remembered, so that a heartbeat costs no query. */
import type { Bus } from '../base/bus.ts';
import { type Clock, MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { InstalledPlugin, Installs } from '../plugins/installs.ts';
import { isAccountActive, listStrikes } from './strike-store.ts';

/** How long it is believed without news: other instances may have none of our bus. */
const WITH_PLUGINS_MS = 10 * SECOND_MS;
const WITHOUT_PLUGINS_MS = MINUTE_MS;
/** Users remembered at once, each with the scripts of their plugins. */
export const MAX_REMEMBERED_USERS = 5_000;

export interface RunnablePlugin extends InstalledPlugin {
  strikes: number;
  /** Milliseconds since the epoch before which nothing of it runs by itself; null: no pause. */
  retryAt: number | null;
}

interface Entry {
  plugins: readonly RunnablePlugin[];
  expiresAt: number;
}

export interface UserPlugins {
  /** True when it is known that no plugin of this user defines the hook. Asks nobody. */
  hasNone(userId: string, hook: string): boolean;
  list(userId: string): Promise<readonly RunnablePlugin[]>;
  /** As `list`, from the database. */
  reload(userId: string): Promise<readonly RunnablePlugin[]>;
  forget(userId: string): void;
  close(): void;
}

/** Whether it may run by itself now. */
export function isPaused({ isDisabled, retryAt }: RunnablePlugin, now: number): boolean {
  return isDisabled || (retryAt !== null && retryAt > now);
}

interface UserPluginsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  installs: Pick<Installs, 'listFor'>;
}

export function openUserPlugins({
  database,
  bus,
  clock,
  installs,
}: UserPluginsDependencies): UserPlugins {
  const known = new Map<string, Entry>();
  const loading = new Map<string, Promise<readonly RunnablePlugin[]>>();

  function forget(userId: string): void {
    known.delete(userId);
    loading.delete(userId); // what it finds may be older than the news
  }
  const unsubscribe = [
    bus.subscribe('plugins', ({ userId }) => {
      if (userId !== null) return forget(userId);
      known.clear();
      loading.clear();
    }),
    bus.subscribe('credentials', ({ userId }) => forget(userId)), // the account may be disabled
  ];

  async function load(userId: string): Promise<readonly RunnablePlugin[]> {
    if (!(await isAccountActive(database, userId))) return [];
    const plugins = await installs.listFor(userId);
    if (plugins.length === 0) return [];
    const strikes = await listStrikes(database, userId);
    return plugins.map((plugin) => {
      const row = strikes.find(({ plugin_id }) => plugin_id === plugin.pluginId);
      return { ...plugin, strikes: row?.strikes ?? 0, retryAt: row?.retry_at?.getTime() ?? null };
    });
  }

  function remember(userId: string, plugins: readonly RunnablePlugin[]): void {
    known.delete(userId);
    for (const [oldest, { expiresAt }] of known) {
      if (expiresAt > clock() && known.size < MAX_REMEMBERED_USERS) break;
      known.delete(oldest); // scripts take room
    }
    const ms = plugins.length > 0 ? WITH_PLUGINS_MS : WITHOUT_PLUGINS_MS;
    known.set(userId, { plugins, expiresAt: clock() + ms });
  }

  function reload(userId: string): Promise<readonly RunnablePlugin[]> {
    const lookup = load(userId)
      .then((plugins) => {
        if (loading.get(userId) === lookup) remember(userId, plugins);
        return plugins;
      })
      .finally(() => {
        if (loading.get(userId) === lookup) loading.delete(userId);
      });
    loading.set(userId, lookup);
    return lookup;
  }

  function find(userId: string): readonly RunnablePlugin[] | null {
    const entry = known.get(userId);
    return entry && entry.expiresAt > clock() ? entry.plugins : null;
  }

  return {
    hasNone: (userId, hook) => find(userId)?.every(({ hooks }) => !hooks.includes(hook)) ?? false,
    async list(userId) {
      return find(userId) ?? loading.get(userId) ?? reload(userId);
    },
    reload,
    forget,
    close() {
      for (const end of unsubscribe) end();
    },
  };
}
