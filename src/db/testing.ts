/** Databases for tests: embedded by default, a real server with HEARTHBEAT_TEST_DATABASE_URL. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { silentLog } from '../base/log.ts';
import { type Database, openDatabase } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './engine.ts';
import { migrate } from './migrate.ts';

const serverUrl = process.env.HEARTHBEAT_TEST_DATABASE_URL;

/** A fresh, empty database without any table. The caller closes it. */
export async function openEmptyDatabase(): Promise<Database> {
  if (!serverUrl) {
    const directory = mkdtempSync(join(tmpdir(), 'hearthbeat-test-'));
    return openDatabase(openEmbedded(join(directory, 'postgres'), silentLog));
  }
  const name = `hearthbeat_test_${Bun.randomUUIDv7('hex').replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return openDatabase(openServer(url.href));
}

/** A fresh, migrated database. The caller closes it. */
export async function openTestDatabase(): Promise<Database> {
  const database = await openEmptyDatabase();
  await migrate(database);
  return database;
}

const SHARED = Symbol.for('hearthbeat.test-database');
const shared = globalThis as { [SHARED]?: Promise<Database> };

/**
 * One migrated database for the whole test run; every test brings its own users. For tests that
 * need an instance without accounts, or that break things, use `openTestDatabase`.
 */
export function sharedTestDatabase(): Promise<Database> {
  shared[SHARED] ??= openTestDatabase();
  return shared[SHARED];
}
