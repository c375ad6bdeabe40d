import type { Database } from './database.ts';

/** Resolves when the database answers within `limitMs` of being asked. */
export async function pingDatabase(database: Database, limitMs: number): Promise<void> {
  await database.run('select 1', [], { limitMs });
}
