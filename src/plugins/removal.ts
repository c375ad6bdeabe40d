import type { Bus } from '../base/bus.ts';
import type { Database } from '../db/database.ts';
import { deletePlugin } from './plugin-store.ts';
import { deleteAllSettings } from './settings-store.ts';

/** Deletes plugins with everything that anybody has of them. */
export interface Removal {
  /** Whether there was such a plugin; `authorId`: only if it is theirs, null: anybody's. */
  remove(pluginId: string, authorId: string | null): Promise<boolean>;
}

export function openRemoval(dependencies: {
  database: Database;
  bus: Bus;
  removeAllKeys: (pluginName: string) => Promise<void>;
}): Removal {
  const { database, bus, removeAllKeys } = dependencies;
  return {
    async remove(pluginId, authorId) {
      const name = await deletePlugin(database, pluginId, authorId);
      if (name === null) return false;
      await deleteAllSettings(database, name);
      bus.publish('plugins', { userId: null });
      await removeAllKeys(name);
      return true;
    },
  };
}
