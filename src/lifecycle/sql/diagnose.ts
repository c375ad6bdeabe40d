import type { Finding } from '../../base/finding.ts';
import type { Database } from '../../db/database.ts';
import { prepareRole } from './role-store.ts';
import { PLUGIN_ROLE } from './statement-store.ts';

/** Makes the role as a start does; where that cannot be, says what would. */
export async function diagnosePluginRole(database: Database): Promise<Finding> {
  const name = 'plugin SQL';
  const state = await prepareRole(database);
  if (state.hasRole) {
    return { name, state: 'ok', sentence: `Runs under the database role ${PLUGIN_ROLE}.` };
  }
  return {
    name,
    state: 'warning',
    sentence: `Is checked and bound to its user's rows, but has no database role of its own. Let an administrator of the database run: ${state.sql} Then start Hearthbeat again.`,
  };
}
