import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Type } from '@sinclair/typebox';
import { AppError } from '../base/errors.ts';
import {
  type Database,
  isTransient,
  openDatabase,
  rethrowConflict,
  SELF_WAIT_LIMIT_MS,
} from './database.ts';
import { checkServerVersion, openServer } from './engine.ts';
import { openEmptyDatabase, testServerUrl } from './testing.ts';

setDefaultTimeout(60_000); // a restart takes seconds on a busy machine

const Row = Type.Object({ id: Type.Number(), text: Type.String() });
const Pid = Type.Object({ pid: Type.Number() });

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('this should have failed');
    },
    (error) => error,
  );

describe('a database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmptyDatabase();
    await database.run('create table notes (id int primary key, text text not null)');
  });
  afterAll(() => database.close());

  const texts = async () =>
    (await database.list(Row, 'select id, text from notes order by id')).map(({ text }) => text);

  test('lists, finds and counts what it changes', async () => {
    expect(await database.run('insert into notes values (1, $1), (2, $2)', ['a', 'b'])).toBe(2);
    expect(await texts()).toEqual(['a', 'b']);
    expect(await database.find(Row, 'select * from notes where id = $1', [2])).toEqual({
      id: 2,
      text: 'b',
    });
    expect(await database.find(Row, 'select * from notes where id = 9')).toBeNull();
    await expect(database.one(Row, 'select * from notes where id = 9')).rejects.toThrow(
      'returned none',
    );
    expect(await database.run('delete from notes')).toBe(2);
  });

  test('refuses a row that is not of the schema', async () => {
    await expect(database.one(Row, "select '1' as id, 'x' as text")).rejects.toThrow(
      'unexpected row: /id',
    );
  });

  test('reads numbers as numbers, dates as written and instants in UTC', async () => {
    const Values = Type.Object({
      big: Type.Number(),
      exact: Type.Number(),
      day: Type.String(),
      at: Type.Unsafe<Date>(Type.Any()),
      zone: Type.String(),
    });
    expect(
      await database.one(
        Values,
        "select 9007199254740991::bigint as big, 1.5::numeric as exact, date '2026-02-28' as day, timestamptz '2026-02-28 12:00Z' as at, current_setting('timezone') as zone",
      ),
    ).toEqual({
      big: Number.MAX_SAFE_INTEGER,
      exact: 1.5,
      day: '2026-02-28',
      at: new Date('2026-02-28T12:00:00Z'),
      zone: 'UTC',
    });
  });

  test('commits what a transaction did, and returns its result', async () => {
    const result = await database.transaction(async (tx) => {
      await tx.run("insert into notes values (10, 'kept')");
      return tx.one(Row, 'select * from notes where id = 10');
    });
    expect(result.text).toBe('kept');
    expect(await texts()).toEqual(['kept']);
    await database.run('delete from notes');
  });

  test('rolls back when the work throws', async () => {
    const reason = new Error('changed my mind');
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.run("insert into notes values (11, 'gone')");
        throw reason;
      }),
    );
    expect(error).toBe(reason);
    expect(await texts()).toEqual([]);
  });

  test('reports a commit that did not happen, because an error was swallowed', async () => {
    const swallowing = database.transaction(async (tx) => {
      await tx.run("insert into notes values (12, 'not kept')");
      await tx.run('select 1 / 0').catch(() => {});
    });
    expect((await failure(swallowing)).message).toContain('was rolled back');
    expect(await texts()).toEqual([]);
  });

  test('reports a commit that fails', async () => {
    await database.run(
      'create table parents (id int primary key); create table children (parent int references parents deferrable initially deferred)',
    );
    const late = database.transaction((tx) => tx.run('insert into children values (1)'));
    expect((await failure(late)).code).toBe('23503');
    expect(await database.run('select 1 from children')).toBe(0);
  });

  test('runs the statements of a transaction one after the other', async () => {
    const ids = await database.transaction(async (tx) => {
      const inserts = [20, 21, 22].map((id) =>
        tx.one(Row, "insert into notes values ($1, 'x') returning *", [id]),
      );
      return (await Promise.all(inserts)).map(({ id }) => id);
    });
    expect(ids).toEqual([20, 21, 22]);
    await database.run('delete from notes');
  });

  test('waits for a statement that the work forgot to await', async () => {
    await database.transaction(async (tx) => {
      void tx.run("insert into notes values (30, 'late')");
    });
    expect(await texts()).toEqual(['late']);
    await database.run('delete from notes');
  });

  test('refuses a transaction that is used after its end', async () => {
    const leaked = await database.transaction(async (tx) => ({ tx }));
    await expect(leaked.tx.run('select 1')).rejects.toThrow('has ended');
  });

  test('fails a transaction that waits for itself, and goes on', async () => {
    const busy = database.engine.kind === 'embedded' ? [] : holdAllButOne();
    const nested = database.transaction(async (tx) => {
      await tx.run("insert into notes values (40, 'x')");
      await database.run('select 1');
    });
    expect((await failure(nested)).message).toContain('inside a transaction');
    await Promise.all(busy);
    expect(await texts()).toEqual([]);
  });

  /** Leaves one connection of a server's pool, as the embedded database has. */
  function holdAllButOne() {
    const { max = 1 } = database.engine.pool.options;
    return Array.from({ length: max - 1 }, () =>
      database.run(`select pg_sleep(${(1.5 * SELF_WAIT_LIMIT_MS) / 1_000})`),
    );
  }

  test('may be used by what a transaction starts and does not wait for', async () => {
    const started: { during?: Promise<number>; later?: Promise<number> } = {};
    await database.transaction(async (tx) => {
      started.during = database.run('select 1');
      started.later = Bun.sleep(50).then(() => database.run('select 1'));
      await tx.run('select 1');
    });
    expect(await Promise.all([started.during, started.later])).toEqual([1, 1]);
  });

  test('cancels a statement at its limit, alone or in a transaction', async () => {
    const endless = 'select count(*) from generate_series(1, 1e11)';
    expect((await failure(database.run(endless, [], { limitMs: 100 }))).code).toBe('57014');
    const inside = database.transaction(async (tx) => {
      await tx.run('select 1', [], { limitMs: 100 });
      await tx.run('select count(*) from generate_series(1, 200000)');
      await tx.run(endless, [], { limitMs: 100 });
    });
    expect((await failure(inside)).code).toBe('57014');
    expect(await database.run('select count(*) from generate_series(1, 300000)')).toBe(1);
  });

  test('keeps a longer limit to its own statement', async () => {
    await database.run('select 1', [], { limitMs: 60_000 });
    if (database.engine.kind === 'embedded') return;
    const Timeout = Type.Object({ statement_timeout: Type.String() });
    const timeouts = await Promise.all(
      Array.from({ length: 10 }, () => database.one(Timeout, 'show statement_timeout')),
    );
    expect(new Set(timeouts.map(({ statement_timeout }) => statement_timeout))).toEqual(
      new Set(['30s']),
    );
  });

  test('prepares a named statement once and runs it with other parameters', async () => {
    for (const id of [1, 2, 3]) {
      const row = await database.one(Row, "select $1::int as id, 'x' as text", [id], {
        name: 'database-test',
      });
      expect(row.id).toBe(id);
    }
    expect((await failure(database.run('select 1 / 0', [], { name: 'division' }))).code).toBe(
      '22012',
    );
  });

  test('a violated unique constraint becomes a conflict, anything else stays', async () => {
    await database.run("insert into notes values (50, 'first')");
    const again = database
      .run("insert into notes values (50, 'second')")
      .catch((error) => rethrowConflict(error, 'This note exists'));
    expect(await failure(again)).toMatchObject({ code: 'conflict', message: 'This note exists' });
    const other = database
      .run('select nothing')
      .catch((error) => rethrowConflict(error, 'This note exists'));
    expect((await failure(other)).code).toBe('42703');
  });
});

describe('what is worth trying again', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });

  test.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '40001', '40P01', '57P01', '57P02', '57P03'])(
    '%s',
    (code) => {
      expect(isTransient(withCode(code))).toBe(true);
      expect(isTransient(new AppError('unavailable', 'x', { cause: withCode(code) }))).toBe(true);
    },
  );
  test('a connection that ended', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('Connection terminated'))).toBe(true);
  });
  test.each(['57014', '23505', '42601', '22P02', '53100'])('not %s', (code) => {
    expect(isTransient(withCode(code))).toBe(false);
  });
  test('not a mistake of ours', () => {
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
    expect(isTransient(undefined)).toBe(false);
  });
});

describe('the address of a server', () => {
  test('that nobody answers at is unavailable, with what to check and without the password', async () => {
    const database = openDatabase(openServer('postgres://ada:hunter22@127.0.0.1:9/hearth'));
    const error = await failure(database.run('select 1'));
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe('unavailable');
    expect(error.message).toStartWith('Postgres at ada@127.0.0.1:9/hearth cannot be used: ');
    expect(error.message).toContain('Check DATABASE_URL');
    expect(Bun.inspect(error)).not.toContain('hunter22');
    expect(isTransient(error)).toBe(true);
    await database.close();
  });

  test('that accepts and then says nothing is given up', async () => {
    using silent = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } });
    const url = `postgres://ada:hunter22@127.0.0.1:${silent.port}/hearth`;
    const database = openDatabase(openServer(url, { connectTimeoutMs: 200 }));
    expect(await failure(database.run('select 1'))).toMatchObject({ code: 'unavailable' });
    await database.close();
  });

  test('that is none is refused without quoting it', () => {
    const open = () => openServer('postgres://ada:hunter22@db:port/hearth');
    expect(open).toThrow('DATABASE_URL is not the address of a database');
    expect(open).not.toThrow('hunter22');
  });

  test('of a server that is too old is refused', () => {
    expect(() => checkServerVersion(140_011)).toThrow('Postgres 14, and Hearthbeat needs 15');
    expect(() => checkServerVersion(150_000)).not.toThrow();
  });
});

describe.skipIf(!testServerUrl)('a real server', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmptyDatabase();
    await database.run('create table notes (id int primary key, text text not null)');
  });
  afterAll(() => database.close());

  const kill = (pid: number) => database.run('select pg_terminate_backend($1)', [pid]);

  test('compiles no statement: that takes longer than most of ours', async () => {
    const Jit = Type.Object({ jit: Type.String() });
    expect(await database.one(Jit, 'show jit')).toEqual({ jit: 'off' });
  });

  test('a backend killed during a query: a transient error, and the pool goes on', async () => {
    const victim = database.transaction(async (tx) => {
      const { pid } = await tx.one(Pid, 'select pg_backend_pid() as pid');
      setTimeout(() => void kill(pid), 100);
      await tx.run('select pg_sleep(10)');
    });
    const error = await failure(victim);
    expect(error.code).toBe('57P01');
    expect(isTransient(error)).toBe(true);
    const after = Array.from({ length: 20 }, () => database.run('select 1'));
    expect(await Promise.all(after)).toEqual(Array(20).fill(1));
  });

  test('a backend killed idle in a transaction: nothing of it stays, and the pool goes on', async () => {
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.run("insert into notes values (1, 'gone')");
        const { pid } = await tx.one(Pid, 'select pg_backend_pid() as pid');
        await new Promise((resolve) => setTimeout(resolve, 100));
        killFromOutside(pid);
        await Bun.sleep(200);
        await tx.run("insert into notes values (2, 'gone')");
      }),
    );
    expect(isTransient(error)).toBe(true);
    expect(await database.list(Row, 'select * from notes')).toEqual([]);
    const after = Array.from({ length: 20 }, () => database.run('select 1'));
    expect(await Promise.all(after)).toEqual(Array(20).fill(1));
  });

  test('a backend killed while idle in the pool is replaced unseen', async () => {
    const { pid } = await database.one(Pid, 'select pg_backend_pid() as pid');
    killFromOutside(pid);
    await Bun.sleep(200);
    expect(await database.run('select 1')).toBe(1);
  });

  test('a server that falls silent is cut off some time after the limit', async () => {
    const url = new URL(testServerUrl ?? '');
    const proxy = openProxy(url.hostname, Number(url.port || 5432));
    url.host = `127.0.0.1:${proxy.port}`;
    const behindProxy = openDatabase(openServer(url.href));
    const error = await failure(
      behindProxy.transaction(async (tx) => {
        await tx.run('select 1', [], { limitMs: 100 });
        proxy.isSilent = true;
        await tx.run('select 1', [], { limitMs: 100 });
      }),
    );
    expect(isTransient(error)).toBe(true);
    proxy.isSilent = false;
    expect(await behindProxy.run('select 1')).toBe(1);
    await behindProxy.close();
    proxy.server.close();
  });

  /** A way to the server that can swallow everything. */
  function openProxy(host: string, port: number) {
    const server = createServer((client) => {
      const upstream = connect(port, host);
      client.on('data', (bytes) => proxy.isSilent || upstream.write(bytes));
      upstream.on('data', (bytes) => proxy.isSilent || client.write(bytes));
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        one.on('close', () => other.destroy()).on('error', () => other.destroy());
      }
    }).listen(0, '127.0.0.1');
    const proxy = { server, isSilent: false, port: (server.address() as AddressInfo).port };
    return proxy;
  }

  test('a deadlock is worth trying again', async () => {
    await database.run("insert into notes values (10, 'a'), (11, 'b')");
    const lockBoth = (first: number, second: number) =>
      database.transaction(async (tx) => {
        await tx.run('update notes set text = text where id = $1', [first]);
        await Bun.sleep(200);
        await tx.run('update notes set text = text where id = $1', [second]);
      });
    const outcomes = await Promise.allSettled([lockBoth(10, 11), lockBoth(11, 10)]);
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    expect(errors.map(({ code }) => code)).toEqual(['40P01']);
    expect(errors.every(isTransient)).toBe(true);
  });

  /** From a context of its own, as another program would. */
  function killFromOutside(pid: number): void {
    const script = `
      import pg from ${JSON.stringify(import.meta.resolve('pg'))};
      const client = new pg.Client(${JSON.stringify(testServerUrl)});
      await client.connect();
      await client.query('select pg_terminate_backend(${pid})');
      await client.end();`;
    Bun.spawnSync([process.execPath, '-e', script]);
  }
});
