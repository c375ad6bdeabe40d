/** Databases for tests: embedded by default, a real server with HEARTHBEAT_TEST_DATABASE_URL. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { silentLog } from '../base/log.ts';
import { resources } from '../base/resources.ts';
import { type Database, openDatabase } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './engine.ts';
import { listMigrations, migrate } from './migrate.ts';

/** The operator's Postgres that this run of the tests uses, or undefined for the embedded one. */
export const testServerUrl = process.env.HEARTHBEAT_TEST_DATABASE_URL || undefined;

const DIRECTORY_PREFIX = 'hearthbeat-test-';
const TEMPLATE_PREFIX = 'hearthbeat-template-';
const DATABASE_PREFIX = 'hearthbeat_test_';
/** Any number that nothing else locks: one process makes the template, the others wait. */
const TEMPLATE_LOCK = 7302;
/** Databases of a run that was killed are dropped by a later run. */
const ABANDONED_AFTER_SECONDS = 3_600;

const directories = new Set<string>();
process.on('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function removeAbandonedDirectories(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.match(/^hearthbeat-test-(\d+)-/)?.[1]);
    if (pid && !isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A folder for one test's files, removed at the end or (bun test gives no sign of it) by a later run. */
export function makeTestDirectory(): string {
  if (directories.size === 0) removeAbandonedDirectories();
  const directory = mkdtempSync(join(tmpdir(), `${DIRECTORY_PREFIX}${process.pid}-`));
  directories.add(directory);
  return directory;
}

/** Changes whenever the migrations, or what they are applied to, change. */
function templateKey(): string {
  const hash = new Bun.CryptoHasher('sha256');
  for (const { name, checksum } of listMigrations()) hash.update(name + checksum);
  if (!testServerUrl) hash.update(String(statSync(resources.emptyDatabase).mtimeMs));
  return hash.digest('hex').slice(0, 16);
}

/**
 * `expect(promise).rejects` of bun test runs the event loop inside itself, and a loop inside the
 * handler of a thread's message gets no further message. So the handler has to be over first, and
 * the timer wakes the inner loop up.
 */
function deliverInTests(work: () => void): void {
  setImmediate(work);
  setTimeout(() => {}, 0);
}

function openDirectory(directory: string): Database {
  const path = join(directory, 'postgres');
  return openDatabase(openEmbedded(path, silentLog, { deliver: deliverInTests }));
}

/** Adds to `close` what has to go with the database. */
function closingWith(database: Database, cleanUp: () => Promise<void>): Database {
  return {
    ...database,
    async close() {
      await database.close();
      await cleanUp();
    },
  };
}

function openTemporary(directory: string): Database {
  return closingWith(openDirectory(directory), async () => {
    directories.delete(directory);
    await rm(directory, { recursive: true, force: true });
  });
}

/** Migrating takes longer than copying a directory that is migrated already. */
async function copyEmbeddedTemplate(): Promise<string> {
  const template = join(tmpdir(), TEMPLATE_PREFIX + templateKey());
  if (!existsSync(template)) {
    const unfinished = makeTestDirectory();
    const database = openDirectory(unfinished);
    await migrate(database);
    await database.close();
    await rm(join(unfinished, 'postgres.lock'));
    await rename(unfinished, template).catch(() => {}); // another process was faster
  }
  const directory = makeTestDirectory();
  await cp(template, directory, { recursive: true });
  return directory;
}

async function withAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function dropAbandonedDatabases(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like '${DATABASE_PREFIX}%'`,
  );
  const now = Date.now() / 1_000;
  for (const { datname } of rows) {
    const madeAt = Number(datname.slice(DATABASE_PREFIX.length).split('_')[0]);
    if (now - madeAt > ABANDONED_AFTER_SECONDS) {
      await admin.query(`drop database if exists ${datname} with (force)`);
    }
  }
}

async function makeServerTemplate(url: string, admin: pg.Client): Promise<string> {
  const template = `hearthbeat_template_${templateKey()}`;
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [
    template,
  ]);
  if (rowCount) return template;
  const unfinished = `${template}_unfinished`;
  await admin.query(`drop database if exists ${unfinished} with (force)`);
  await admin.query(`create database ${unfinished}`);
  const database = openDatabase(openServer(databaseUrl(url, unfinished)));
  await migrate(database);
  await database.close();
  await admin.query(`alter database ${unfinished} rename to ${template}`);
  return template;
}

async function openServerCopy(url: string, isMigrated: boolean): Promise<Database> {
  const seconds = Math.floor(Date.now() / 1_000);
  const name = `${DATABASE_PREFIX}${seconds}_${crypto.randomUUID().replaceAll('-', '')}`;
  await withAdmin(url, async (admin) => {
    await dropAbandonedDatabases(admin);
    const template = isMigrated ? await makeServerTemplate(url, admin) : 'template1';
    await admin.query(`create database ${name} template ${template}`);
  });
  return closingWith(openDatabase(openServer(databaseUrl(url, name))), () =>
    withAdmin(url, async (admin) => {
      await admin.query(`drop database if exists ${name} with (force)`);
    }),
  );
}

/** A fresh, empty database without any table. The caller closes it. */
export async function openEmptyDatabase(): Promise<Database> {
  return testServerUrl ? openServerCopy(testServerUrl, false) : openTemporary(makeTestDirectory());
}

/** A fresh, migrated database. The caller closes it. */
export async function openTestDatabase(): Promise<Database> {
  return testServerUrl
    ? openServerCopy(testServerUrl, true)
    : openTemporary(await copyEmbeddedTemplate());
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
