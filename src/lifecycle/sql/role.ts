import type { Log } from '../../base/log.ts';
import type { Database } from '../../db/database.ts';
import { prepareRole, type RoleState } from './role-store.ts';

export interface Role {
  /** Whether statements can run under the restricted role. */
  get(): Promise<RoleState>;
  close(): Promise<void>;
}

/**
 * Makes the role at the start. Where this login may not, says once what an administrator has to
 * run; until then the gate and the views stand alone.
 */
export function openRole(database: Database, log: Log): Role {
  let state: Promise<RoleState> | undefined;

  async function prepare(): Promise<RoleState> {
    const found = await prepareRole(database);
    if (!found.hasRole) {
      log.warn(
        'plugins run without a database role of their own: this login may not create one. Let an administrator of the database run this once, then restart',
        { sql: found.sql },
      );
    }
    return found;
  }

  function get(): Promise<RoleState> {
    state ??= prepare().catch((error: unknown) => {
      state = undefined; // the next one tries again
      throw error;
    });
    return state;
  }

  const first = get().catch(() => {}); // a statement that needs it has the error
  return {
    get,
    async close() {
      await first;
    },
  };
}
