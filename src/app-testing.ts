/** Whole programs for tests: an instance of its own, on a free port. */
import { Type } from '@sinclair/typebox';
import { type Config, loadConfig } from './base/config.ts';
import { makeTestDirectory, openEmptyDatabase, testServerUrl } from './db/testing.ts';

export interface TestInstance {
  config: Config;
  /** As the command line would be given it. */
  environment: Record<string, string>;
  remove(): Promise<void>;
}

/** A place for an empty instance: on the embedded database, or on the server that tests use. */
export async function makeTestInstance(given: Record<string, string> = {}): Promise<TestInstance> {
  const environment: Record<string, string> = {
    HEARTHBEAT_DATA: makeTestDirectory(),
    HEARTHBEAT_HOST: '127.0.0.1',
    HEARTHBEAT_PORT: '0',
    ...given,
  };
  let remove = async () => {};
  if (testServerUrl && !given.DATABASE_URL) {
    const database = await openEmptyDatabase();
    const Row = Type.Object({ name: Type.String() });
    const { name } = await database.one(Row, 'select current_database() as name');
    const url = new URL(testServerUrl);
    url.pathname = `/${name}`;
    environment.DATABASE_URL = url.href;
    remove = () => database.close();
  }
  return { config: loadConfig({ environment }).config, environment, remove };
}
