import { Type } from '@sinclair/typebox';
import type { Finding } from '../base/finding.ts';
import type { Database } from './database.ts';

/** Where Postgres runs and which it is. Throws when it does not answer. */
export async function diagnoseDatabase(database: Database): Promise<Finding> {
  const { version } = await database.one(
    Type.Object({ version: Type.String() }),
    `select current_setting('server_version') as version`,
  );
  const place = database.engine.kind === 'embedded' ? 'embedded' : 'at DATABASE_URL';
  return { name: 'database', state: 'ok', sentence: `Postgres ${version}, ${place}, answers.` };
}
