import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { type Database, isTransient } from './database.ts';
import { listMigrations, type Migration, migrate } from './migrate.ts';
import { makeTestDirectory, openEmptyDatabase, openTestDatabase } from './testing.ts';

setDefaultTimeout(60_000);

const Name = Type.Object({ name: Type.String() });

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: new Bun.CryptoHasher('sha256').update(sql).digest('hex') };
}

const first = migration(
  '0001_first.sql',
  'create table first (id int); create table other (id int)',
);
const second = migration('0002_second.sql', 'alter table first add column text text');
const broken = migration(
  '0003_broken.sql',
  'create table third (id int); select nothing from first',
);

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('this should have failed');
    },
    (error) => error,
  );

const applied = async (database: Database) =>
  (await database.list(Name, 'select name from schema_migrations order by applied_at, name')).map(
    ({ name }) => name,
  );

const exists = async (database: Database, table: string) =>
  (await database.find(
    Type.Object({}),
    "select from information_schema.tables where table_schema = 'public' and table_name = $1",
    [table],
  )) !== null;

describe('migrating', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmptyDatabase();
  });
  afterEach(() => database.run('drop schema public cascade; create schema public'));
  afterAll(() => database.close());

  test('applies what is missing, in order, once', async () => {
    expect(await migrate(database, [first])).toEqual(['0001_first.sql']);
    expect(await migrate(database, [first, second])).toEqual(['0002_second.sql']);
    expect(await migrate(database, [first, second])).toEqual([]);
    expect(await applied(database)).toEqual(['0001_first.sql', '0002_second.sql']);
  });

  test('a failing migration leaves nothing, keeps those before it and is named', async () => {
    const error = await failure(migrate(database, [first, second, broken]));
    expect(error.message).toContain('Migration 0003_broken.sql failed');
    expect(error.message).toContain('"nothing" does not exist');
    expect(error.cause.code).toBe('42703');
    expect(await applied(database)).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await exists(database, 'third')).toBe(false);
    const repaired = migration('0003_broken.sql', 'create table third (id int)');
    expect(await migrate(database, [first, second, repaired])).toEqual(['0003_broken.sql']);
  });

  test('a changed migration is refused, and nothing is done', async () => {
    await migrate(database, [first]);
    const changed = migration(first.name, `${first.sql} -- and more`);
    const error = await failure(migrate(database, [changed, second]));
    expect(error).toMatchObject({
      code: 'conflict',
      message:
        'Migration 0001_first.sql has changed since it was applied. Use the Hearthbeat release that made this database, or a later one.',
    });
    expect(await applied(database)).toEqual(['0001_first.sql']);
  });

  test('a database that is newer than the program is refused', async () => {
    await migrate(database, [first, second]);
    const error = await failure(migrate(database, [first]));
    expect(error).toMatchObject({
      code: 'conflict',
      message:
        'The database is newer than this program (it has 0002_second.sql). Start the newer Hearthbeat, or restore a backup made before the upgrade.',
    });
  });

  test('several instances that start together apply each migration once', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(database, [first, second])));
    expect(runs.flat().sort()).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await applied(database)).toEqual(['0001_first.sql', '0002_second.sql']);
  });

  test('a lost connection stays recognisable as worth trying again', async () => {
    const dying = migration(
      '0001_dying.sql',
      database.engine.kind === 'embedded'
        ? "create function dive(n bigint) returns bigint language sql as 'select dive(n + 1)'; select dive(1)"
        : 'select pg_terminate_backend(pg_backend_pid())',
    );
    expect(isTransient(await failure(migrate(database, [dying])))).toBe(true);
    expect(await applied(database)).toEqual([]);
  });
});

/** How the checksums of released migrations begin; databases out there hold the rest. */
const RELEASED = {
  '0001_users.sql': 'f2beb8d1f2f5',
  '0002_heartbeats.sql': '27f93523dcb5',
  '0003_timeline.sql': '391265b1de31',
  '0004_plugin_tables.sql': '296a33da88e9',
  '0005_timeline_triggers.sql': '92ca4e21d8cb',
  '0006_timeline_upkeep.sql': '898245f20793',
  '0007_external_durations.sql': 'cdc30b62603e',
  '0008_settings.sql': '7e9a8a3b94fe',
  '0009_clients.sql': '55b6176d494e',
};

describe('the migrations of this program', () => {
  test('are numbered, each number once, and listed in order; numbers may be missing', () => {
    const names = listMigrations().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^\d{4}_[a-z_]+\.sql$/);
    const numbers = names.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  test('are never edited once they are out', () => {
    const checksums = new Map(listMigrations().map(({ name, checksum }) => [name, checksum]));
    for (const [name, start] of Object.entries(RELEASED)) {
      expect(`${name} ${checksums.get(name)?.slice(0, start.length)}`).toBe(`${name} ${start}`);
    }
  });

  test('are read with a checksum of their text; other files are not', async () => {
    const directory = makeTestDirectory();
    await Bun.write(join(directory, '0002_b.sql'), 'select 2');
    await Bun.write(join(directory, '0001_a.sql'), 'select 1');
    await Bun.write(join(directory, 'notes.txt'), 'x');
    expect(listMigrations(directory)).toEqual([
      migration('0001_a.sql', 'select 1'),
      migration('0002_b.sql', 'select 2'),
    ]);
  });

  test('have been applied to a test database', async () => {
    const database = await openTestDatabase();
    expect(await migrate(database)).toEqual([]);
    expect(await applied(database)).toEqual(listMigrations().map(({ name }) => name));
    await database.close();
  });
});
