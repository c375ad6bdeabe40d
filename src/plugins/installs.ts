/** What users have installed, and what of it runs. */
import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import type { Database, Queryable } from '../db/database.ts';
import {
  countInstallsForUpdate,
  deleteInstall,
  findInstallable,
  findRunning,
  insertInstall,
  isInstallable,
  listRunning,
  type RunningRow,
  saveAccepted,
  saveDisabled,
} from './install-store.ts';
import { findPlugin, findPluginByName } from './plugin-store.ts';
import { deleteSettings } from './settings-store.ts';
import { listDependencies } from './version-store.ts';

/** Each runs at every heartbeat and every minute, and has a panel. */
export const MAX_INSTALLS_PER_USER = 100;
/** Plugins that one install brings along, at any depth. */
export const MAX_INSTALLED_DEPENDENCIES = 30;

/** A plugin of a user as it runs now: what they accepted if they review updates, else the latest. */
export interface InstalledPlugin {
  pluginId: string;
  name: string;
  userId: string;
  version: string;
  script: string;
  hooks: string[];
  endpoints: string[];
  /** Hooks and endpoints do not run; `disabledReason` says why. */
  isDisabled: boolean;
  disabledReason: string | null;
  installedAt: Date;
}

export interface Installs {
  /** Without what is banned or has no script, by name. */
  listFor(userId: string): Promise<InstalledPlugin[]>;
  /** As `listFor`, one of them; null also when it is banned. */
  find(userId: string, name: string): Promise<InstalledPlugin | null>;
  /** With what its description names. Throws `forbidden` (banned, unknown) and `invalid` (limits). */
  add(userId: string, pluginId: string): Promise<void>;
  /** Also when it is not installed; `isPurged`: settings and keys go too. */
  remove(userId: string, pluginId: string, options: { isPurged: boolean }): Promise<void>;
  /**
   * Runs the latest script from now on; returns its version. `seen` is the script that the user was
   * shown: throws `conflict` when the store has another one by now, and `not_found`.
   */
  accept(userId: string, pluginId: string, seen?: string | null): Promise<string>;
  /** Stops its hooks and endpoints with a reason that its user reads. */
  disable(userId: string, pluginId: string, reason: string): Promise<void>;
  /** Throws `not_found` unless it is installed. */
  enable(userId: string, name: string): Promise<void>;
}

const toInstalled = (row: RunningRow): InstalledPlugin => ({
  pluginId: row.plugin_id,
  name: row.name,
  userId: row.user_id,
  version: row.version ?? '',
  script: row.script,
  hooks: row.hooks,
  endpoints: row.endpoints,
  isDisabled: row.disabled_reason !== null,
  disabledReason: row.disabled_reason,
  installedAt: row.installed_at,
});

/** The plugin and what it needs, nearest first; circles end. */
async function withDependencies(tx: Queryable, pluginId: string): Promise<string[]> {
  const found = new Set([pluginId]);
  for (const id of found) {
    const needed = await findInstallable(tx, await listDependencies(tx, id));
    for (const dependency of needed) {
      if (found.size > MAX_INSTALLED_DEPENDENCIES) return [...found];
      found.add(dependency.id);
    }
  }
  return [...found];
}

interface InstallsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  /** Deletes what a plugin keeps under its own keys for a user. */
  removeKeys: (pluginName: string, userId: string) => Promise<void>;
}

export function openInstalls({ database, bus, clock, removeKeys }: InstallsDependencies): Installs {
  const changed = (userId: string) => bus.publish('plugins', { userId });

  return {
    listFor: async (userId) => (await listRunning(database, userId)).map(toInstalled),

    async find(userId, name) {
      const row = await findRunning(database, userId, name);
      return row && toInstalled(row);
    },

    async add(userId, pluginId) {
      await database.transaction(async (tx) => {
        if (!(await isInstallable(tx, pluginId))) {
          throw new AppError('forbidden', 'This plugin is not available');
        }
        const before = await countInstallsForUpdate(tx, userId);
        const plugins = await withDependencies(tx, pluginId);
        const at = new Date(clock());
        const added = [];
        for (const id of plugins) if (await insertInstall(tx, userId, id, at)) added.push(id);
        if (added.length > 0 && before + added.length > MAX_INSTALLS_PER_USER) {
          throw new AppError(
            'invalid',
            `You have ${before} plugins; ${MAX_INSTALLS_PER_USER} can be installed. Uninstall some first.`,
          );
        }
      });
      changed(userId);
    },

    async remove(userId, pluginId, { isPurged }) {
      const plugin = await findPlugin(database, pluginId);
      await deleteInstall(database, userId, pluginId);
      if (plugin && isPurged) {
        await deleteSettings(database, userId, plugin.name);
        await removeKeys(plugin.name, userId);
      }
      changed(userId);
    },

    async accept(userId, pluginId, seen) {
      const plugin = await findPlugin(database, pluginId);
      if (!plugin) throw new AppError('not_found', 'Plugin not found');
      if (seen !== undefined && seen !== plugin.script) {
        throw new AppError(
          'conflict',
          'The author has published again meanwhile. Look at the script as it is now.',
        );
      }
      await saveAccepted(database, userId, pluginId, plugin.script);
      changed(userId);
      return plugin.version;
    },

    async disable(userId, pluginId, reason) {
      await saveDisabled(database, userId, pluginId, { reason, at: new Date(clock()) });
      changed(userId);
    },

    async enable(userId, name) {
      const plugin = await findPluginByName(database, name);
      if (!plugin || !(await saveDisabled(database, userId, plugin.id, null))) {
        throw new AppError('not_found', 'Plugin not found or not installed');
      }
      changed(userId);
    },
  };
}
