import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import { type Database, isTransient, openDatabase } from './database.ts';
import { openEmbedded } from './embedded.ts';
import type { EmbeddedControls } from './engine.ts';
import { makeTestDirectory } from './testing.ts';

setDefaultTimeout(60_000); // a restart takes seconds on a busy machine

const Count = Type.Object({ count: Type.Number() });

function controlsOf(database: Database): EmbeddedControls {
  const { embedded } = database.engine;
  if (!embedded) throw new Error('not an embedded database');
  return embedded;
}

/** A log that keeps what was warned of. */
function recordWarnings() {
  const warnings: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (message, fields) => void warnings.push(`${message}: ${fields?.reason}`),
  };
  return { log, warnings };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('this should have failed');
    },
    (error) => error,
  );

describe('the embedded Postgres', () => {
  const directory = join(makeTestDirectory(), 'postgres');
  const { log, warnings } = recordWarnings();
  let database: Database;

  beforeAll(async () => {
    database = openDatabase(openEmbedded(directory, log));
    await database.run('create table notes (id int primary key, text text)');
  });
  afterAll(() => database.close());

  const count = async () =>
    (await database.one(Count, 'select count(*) as count from notes')).count;

  test('flushes to disk at every commit, and not for a read', async () => {
    const embedded = controlsOf(database);
    const before = embedded.flushes();
    for (let id = 0; id < 20; id++) await database.run('insert into notes values ($1)', [id]);
    expect(embedded.flushes() - before).toBeGreaterThanOrEqual(20);
    const afterWrites = embedded.flushes();
    await count();
    expect(embedded.flushes()).toBe(afterWrites);
  });

  test('a commit has reached the file when it is acknowledged', async () => {
    const secret = `needle-${crypto.randomUUID()}`;
    await database.run('insert into notes values (100, $1)', [secret]);
    const segments = readdirSync(join(directory, 'pg_wal')).filter((name) => name.length === 24);
    const found = segments.some((name) =>
      readFileSync(join(directory, 'pg_wal', name)).includes(secret),
    );
    expect(found).toBe(true);
  });

  test('is refused to a second process, with a sentence', async () => {
    const script = `
      import { openEmbedded } from ${JSON.stringify(join(import.meta.dir, 'embedded.ts'))};
      import { silentLog } from ${JSON.stringify(join(import.meta.dir, '../base/log.ts'))};
      try { openEmbedded(${JSON.stringify(directory)}, silentLog); console.log('opened'); }
      catch (error) { console.log(error.code, error.message); }
      process.exit();`;
    const child = Bun.spawn([process.execPath, '-e', script], { stderr: 'inherit' });
    expect(await new Response(child.stdout).text()).toBe(
      `conflict ${directory} is in use by another Hearthbeat. Stop that one, or give this one another --data folder.\n`,
    );
  });

  setDefaultTimeout(60_000); // restarts take seconds on a busy machine

  test('is refused a second time in the same process', () => {
    expect(() => openEmbedded(directory, silentLog)).toThrow('in use by another Hearthbeat');
  });

  const endless: [string, string][] = [
    ['a set-returning function', 'select count(*) from generate_series(1, 1e11)'],
    [
      'a cross join',
      'select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b',
    ],
    [
      'a recursive query',
      'with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r',
    ],
    ['a plpgsql loop', 'do $$ begin loop null; end loop; end $$'],
    ['a regular expression', "select repeat('ab', 3000) ~ '^(.*)(.*)(.*)\\1\\2\\3$'"],
    ['arithmetic on huge numbers', 'select factorial(32000)'],
  ];
  test.each(endless)('%s is cancelled at its limit, and nothing else is', async (_name, sql) => {
    const started = performance.now();
    const statement = failure(database.run(sql, [], { limitMs: 100 }));
    const waiting = count(); // waits in the pool and must not be hit by the cancel
    expect((await statement).code).toBe('57014');
    expect(performance.now() - started).toBeLessThan(900); // no restart, that takes over a second
    expect(await waiting).toBe(21);
    expect(warnings).toEqual([]);
  });

  test('a cancel aborts the transaction, and the session lives on', async () => {
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.run("insert into notes values (200, 'never seen')");
        await tx.run('select count(*) from generate_series(1, 1e11)', [], { limitMs: 50 });
      }),
    );
    expect(error.code).toBe('57014');
    expect(isTransient(error)).toBe(false);
    expect(await count()).toBe(21);
    expect(warnings).toEqual([]);
  });

  test('a cancel that comes at the very end never hits the next statement', async () => {
    for (let round = 0; round < 300; round++) {
      const limitMs = 1 + (round % 3);
      await database
        .run('select count(*) from generate_series(1, 12000)', [], { limitMs })
        .catch((error) => expect(error.code).toBe('57014'));
      await database.run('select count(*) from generate_series(1, 2000)');
    }
    expect(warnings).toEqual([]);
  });

  test('a limit counts from when its statement starts, not while it waits for another', async () => {
    const slow = 'select count(*) from generate_series(1, 3000000)';
    await database.transaction(async (tx) => {
      await Promise.all([tx.run(slow), tx.run('select 1', [], { limitMs: 100 })]);
    });
  });

  test('what cannot be cancelled ends with a restart; what waits survives', async () => {
    const sleeping = failure(database.run('select pg_sleep(20)', [], { limitMs: 50 }));
    const waiting = count();
    const error = await sleeping;
    expect(isTransient(error)).toBe(true);
    expect(error.message).toContain('restarted');
    expect(await waiting).toBe(21);
    expect(warnings.splice(0)).toEqual([
      'embedded database restarted: a statement did not stop at its limit of 50 ms',
    ]);
  });

  test('a stack overflow is found out, and costs only what was in flight', async () => {
    await database.run(
      'create function dive(n bigint) returns bigint language sql as $$ select dive(n + 1) $$',
    );
    const poison = failure(database.run('select dive(1)'));
    const waiting = count();
    expect(isTransient(await poison)).toBe(true);
    expect(await waiting).toBe(21);
    expect(warnings.splice(0)).toHaveLength(1);
  });

  test('nothing of a poisoned transaction is committed', async () => {
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.run("insert into notes values (300, 'lost')");
        await tx.run('select dive(1)');
      }),
    );
    expect(isTransient(error)).toBe(true);
    expect(await count()).toBe(21);
    expect(warnings.splice(0)).toHaveLength(1);
  });

  test('a deep jsonb is an error or a restart, never an empty answer', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const error = await failure(database.run('select $1::jsonb', [deep]));
    expect(error.code === '54001' || isTransient(error)).toBe(true);
    expect(await count()).toBe(21);
    warnings.splice(0);
  });

  test('a replaced thread leaves no open file behind', async () => {
    const openFiles = () =>
      readdirSync('/proc/self/fd').filter((descriptor) => {
        try {
          return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(`${directory}/`);
        } catch {
          return false;
        }
      }).length;
    await count();
    const before = openFiles();
    expect(before).toBeGreaterThan(0);
    for (let round = 0; round < 3; round++) {
      controlsOf(database).replace('a test wants it');
      await count();
    }
    expect(openFiles()).toBeLessThan(before * 2);
    expect(warnings.splice(0)).toHaveLength(3);
  });

  test('cancels also hit after the memory has moved', async () => {
    // With so many memories the engine has no address space left to reserve, and growing moves.
    const held = Array.from(
      { length: 24 },
      () => new WebAssembly.Memory({ initial: 1, maximum: 32_768 }),
    );
    controlsOf(database).replace('the next one shall have a movable memory');
    await count();
    const before = controlsOf(database).memoryBytes();
    await database.run("select length(repeat('x', 100000000))");
    expect(controlsOf(database).memoryBytes()).toBeGreaterThan(before);
    warnings.splice(0);
    const error = await failure(
      database.run('select count(*) from generate_series(1, 1e11)', [], { limitMs: 50 }),
    );
    expect(error.code).toBe('57014');
    expect(warnings).toEqual([]);
    expect(held).toHaveLength(24);
  });

  test('a prepared statement still works on the session after a restart', async () => {
    const named = () =>
      database.one(Count, 'select count(*) as count from notes where id < $1', [10], {
        name: 'count-notes',
      });
    expect(await named()).toEqual({ count: 10 });
    expect(await named()).toEqual({ count: 10 });
    controlsOf(database).replace('a test wants it');
    expect(await named()).toEqual({ count: 10 });
    warnings.splice(0);
  });

  test('answers of any size arrive whole', async () => {
    const Text = Type.Object({ text: Type.String() });
    const big = 'é'.repeat(3_000_000);
    const { text } = await database.one(Text, 'select $1::text as text', [big]);
    expect(text === big).toBe(true);
  });
});

/** `state` in pg_control; 1 = shut down cleanly. */
const controlState = (directory: string) =>
  readFileSync(join(directory, 'global/pg_control')).readInt32LE(16);

describe('opening and closing', () => {
  test('closing waits for what runs, refuses what comes later and shuts down cleanly', async () => {
    const directory = join(makeTestDirectory(), 'postgres');
    const database = openDatabase(openEmbedded(directory, silentLog));
    await database.run('create table t (n int)');
    const running = [1, 2, 3].map((n) => database.run('insert into t values ($1)', [n]));
    const closing = database.close();
    expect((await failure(database.run('select 1'))).code).toBe('unavailable');
    expect(await Promise.all(running)).toEqual([1, 1, 1]);
    await closing;
    expect(controlState(directory)).toBe(1);

    const again = openDatabase(openEmbedded(directory, silentLog));
    expect(await again.one(Count, 'select count(*) as count from t')).toEqual({ count: 3 });
    await again.close();
  });

  test('an interrupted first start is done again from the beginning', async () => {
    const directory = join(makeTestDirectory(), 'postgres');
    await Bun.write(join(`${directory}.new`, 'PG_VERSION'), '18\n');
    await Bun.write(join(`${directory}.new`, 'global/pg_control'), 'half of it');
    const database = openDatabase(openEmbedded(directory, silentLog));
    const Name = Type.Object({ datname: Type.String() });
    expect(await database.list(Name, 'select datname from pg_database')).toEqual([
      { datname: 'postgres' },
    ]);
    await database.close();
    expect(readdirSync(join(directory, '..')).sort()).toEqual(['postgres', 'postgres.lock']);
  });

  test('only its owner can read the data', async () => {
    const parent = join(makeTestDirectory(), 'data');
    const database = openDatabase(openEmbedded(join(parent, 'postgres'), silentLog));
    await database.run('select 1');
    for (const path of [parent, join(parent, 'postgres')]) {
      expect(statSync(path).mode & 0o077).toBe(0);
    }
    await database.close();
  });

  test('a database that was never used closes too', async () => {
    const database = openDatabase(openEmbedded(join(makeTestDirectory(), 'postgres'), silentLog));
    await database.close();
  });

  test('a directory of another Postgres version is refused with a sentence', async () => {
    const parent = makeTestDirectory();
    const directory = join(parent, 'postgres');
    await Bun.write(join(directory, 'PG_VERSION'), '17\n');
    expect(() => openEmbedded(directory, silentLog)).toThrow('holds a Postgres 17 database');
    await Bun.write(join(directory, 'PG_VERSION'), '17\n'); // and the lock was given back
    expect(() => openEmbedded(directory, silentLog)).toThrow('holds a Postgres 17 database');
  });

  test('a place that cannot be written is refused with a sentence', () => {
    const file = join(makeTestDirectory(), 'file');
    writeFileSync(file, '');
    expect(() => openEmbedded(join(file, 'postgres'), silentLog)).toThrow('cannot be written');
  });

  test('a damaged directory is unavailable, with a sentence, every time', async () => {
    const directory = join(makeTestDirectory(), 'postgres');
    await Bun.write(join(directory, 'PG_VERSION'), '18\n');
    const database = openDatabase(openEmbedded(directory, silentLog));
    for (let round = 0; round < 2; round++) {
      const error = await failure(database.run('select 1'));
      expect(error.code).toBe('unavailable');
      expect(error.message).toContain('does not start');
    }
    await database.close();
  });
});
