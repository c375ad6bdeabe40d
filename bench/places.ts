/** Fresh databases, which the program or a baseline is then let loose on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { silentLog } from '../src/base/log.ts';
import { type Database, openDatabase } from '../src/db/database.ts';
import { openEmbedded } from '../src/db/embedded.ts';
import { openServer } from '../src/db/engine.ts';
import { migrate } from '../src/db/migrate.ts';

/** Where a database is. Plain data, so that a child process can be told. */
export interface Address {
  dataDirectory: string;
  /** Null: the embedded one in the data directory. */
  databaseUrl: string | null;
}

export interface Place extends Address {
  /** Opens it in this process, with the schema of this checkout; nobody else may have it open when it is embedded. */
  use<T>(work: (database: Database) => Promise<T>): Promise<T>;
}

/** Makes fresh places of one kind. */
export interface Kind {
  name: 'embedded' | 'server';
  /** Lends an empty place to `work` and removes it afterwards. */
  inPlace<T>(work: (place: Place) => Promise<T>): Promise<T>;
}

export function openAddress({ dataDirectory, databaseUrl }: Address): Database {
  return openDatabase(
    databaseUrl === null
      ? openEmbedded(join(dataDirectory, 'postgres'), silentLog)
      : openServer(databaseUrl),
  );
}

function inAddress<T>(address: Address, work: (place: Place) => Promise<T>): Promise<T> {
  return work({
    ...address,
    async use(task) {
      const database = openAddress(address);
      try {
        await migrate(database);
        return await task(database);
      } finally {
        await database.close();
      }
    },
  });
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'hearthbeat-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export const embeddedKind: Kind = {
  name: 'embedded',
  inPlace: (work) =>
    inDirectory((dataDirectory) => inAddress({ dataDirectory, databaseUrl: null }, work)),
};

async function onServer(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** `url`: any database of a server on which this user may make others. */
export function serverKind(url: string): Kind {
  return {
    name: 'server',
    inPlace: (work) =>
      inDirectory(async (dataDirectory) => {
        const name = `hearthbeat_bench_${crypto.randomUUID().replaceAll('-', '')}`;
        const own = new URL(url);
        own.pathname = `/${name}`;
        await onServer(url, `create database ${name}`);
        try {
          return await inAddress({ dataDirectory, databaseUrl: own.href }, work);
        } finally {
          await onServer(url, `drop database ${name} with (force)`);
        }
      }),
  };
}
