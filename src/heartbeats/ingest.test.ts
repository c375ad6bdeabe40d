import { beforeAll, describe, expect, test } from 'bun:test';
import pg from 'pg';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { isTransient } from '../db/database.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type IngestDependencies, openIngest, QUEUE_ROWS, ROWS_PER_FLUSH } from './ingest.ts';
import { insertHeartbeats, type UserHeartbeat } from './store.ts';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';
import { BARE } from './timeline-testing.ts';

let house: TestHeartbeats;
beforeAll(async () => {
  house = await openTestHeartbeats();
});

const heartbeat = (time: number, more: Partial<Heartbeat> = {}): Heartbeat => ({
  ...BARE,
  time,
  project: 'p',
  contentHash: 1n,
  ...more,
});
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => heartbeat(1_600_000_000 + index));

/** A queue over the real store, whose insert the test may watch, delay or make fail. */
function open(
  around: (
    rows: readonly UserHeartbeat[],
    insert: IngestDependencies['insert'],
  ) => Promise<Set<string>> = (rows, insert) => insert(rows),
  more: Partial<IngestDependencies> = {},
) {
  const flushes: number[] = [];
  const changed: string[] = [];
  const bus = openLocalBus();
  bus.subscribe('timeline', ({ userId }) => changed.push(userId));
  const ingest = openIngest({
    insert: (rows) => {
      flushes.push(rows.length);
      return around(rows, (all) => insertHeartbeats(house.database, all));
    },
    isTransient,
    bus,
    log: silentLog,
    ...more,
  });
  return { ingest, flushes, changed };
}

const databaseError = (code: string) => {
  const error = new pg.DatabaseError('made by the test', 0, 'error');
  error.code = code;
  return error;
};

describe('group commit', () => {
  test('requests that arrive together share a flush, and each user is announced once', async () => {
    const { ingest, flushes, changed } = open();
    const people = await Promise.all([house.addPerson(), house.addPerson()]);
    await Promise.all(
      people.flatMap(({ id }) =>
        [0, 1, 2].map((second) => ingest.add(id, [heartbeat(1_600_000_000 + second)])),
      ),
    );
    expect(flushes).toEqual([6]);
    expect(changed.sort()).toEqual(people.map(({ id }) => id).sort());
  });

  test('what arrives during a flush makes up the next one; nothing waits for a timer', async () => {
    const gate = Promise.withResolvers<void>();
    const { ingest, flushes } = open(async (rows, insert) => {
      await gate.promise;
      return insert(rows);
    });
    const { id } = await house.addPerson();
    const first = ingest.add(id, [heartbeat(1_600_000_000)]);
    await Bun.sleep(5);
    const rest = [1, 2, 3].map((second) => ingest.add(id, [heartbeat(1_600_000_000 + second)]));
    gate.resolve();
    await Promise.all([first, ...rest]);
    expect(flushes).toEqual([1, 3]);
  });

  test('nothing is acknowledged before it is stored', async () => {
    const { ingest } = open();
    const { id, key } = await house.addPerson();
    const [verdict] = await ingest.add(id, [heartbeat(1_600_000_000)]);
    expect(verdict).toMatchObject({ isNew: true });
    expect(await house.exported(key)).toHaveLength(1);
  });

  test('of equal heartbeats the first is new, in one flush and later', async () => {
    const { ingest, changed } = open();
    const { id } = await house.addPerson();
    const twice = [heartbeat(1_600_000_000), heartbeat(1_600_000_000)];
    expect(await ingest.add(id, twice)).toMatchObject([{ isNew: true }, { isNew: false }]);
    expect(await ingest.add(id, twice)).toMatchObject([{ isNew: false }, { isNew: false }]);
    expect(changed).toEqual([id]);
  });

  test('a large request is written in parts and a small one does not wait for all of it', async () => {
    const { ingest, flushes } = open();
    const [large, small] = [await house.addPerson(), await house.addPerson()];
    const done: string[] = [];
    await Promise.all([
      ingest.add(large.id, many(ROWS_PER_FLUSH * 2)).then(() => done.push('large')),
      ingest.add(small.id, [heartbeat(1_600_000_000)]).then(() => done.push('small')),
    ]);
    expect(done).toEqual(['small', 'large']);
    expect(Math.max(...flushes)).toBe(ROWS_PER_FLUSH);
  });
});

describe('faults', () => {
  test('a row that the database refuses is told alone; all others are stored', async () => {
    const { ingest, changed } = open();
    const { id, key } = await house.addPerson();
    const rows = many(64);
    rows[40] = heartbeat(1_600_000_040, { claimedSeconds: 10_000_000 });
    const verdicts = await ingest.add(id, rows);
    expect(verdicts.filter((verdict) => 'rejected' in verdict)).toEqual([
      { rejected: 'This heartbeat cannot be stored.' },
    ]);
    expect(verdicts[40]).toHaveProperty('rejected');
    expect(await house.exported(key)).toHaveLength(63);
    expect(changed).toEqual([id]);
  });

  test('a user who is gone harms nobody else in the flush', async () => {
    const { ingest } = open();
    const { id } = await house.addPerson();
    const [gone, here] = await Promise.all([
      ingest.add(crypto.randomUUID(), [heartbeat(1_600_000_000)]),
      ingest.add(id, [heartbeat(1_600_000_000)]),
    ]);
    expect(gone).toMatchObject([{ rejected: expect.any(String) }]);
    expect(here).toMatchObject([{ isNew: true }]);
  });

  test('a database that goes away and comes back costs nothing', async () => {
    let failures = 3;
    const { ingest, flushes } = open(async (rows, insert) => {
      failures -= 1;
      if (failures >= 0) throw databaseError('57P01');
      return insert(rows);
    });
    const { id } = await house.addPerson();
    expect(await ingest.add(id, [heartbeat(1_600_000_000)])).toMatchObject([{ isNew: true }]);
    expect(flushes).toEqual([1, 1, 1, 1]);
  });

  test('an answer that was lost after the commit is a duplicate on the second try', async () => {
    let isFirst = true;
    const { ingest } = open(async (rows, insert) => {
      const added = await insert(rows);
      if (!isFirst) return added;
      isFirst = false;
      throw databaseError('08006');
    });
    const { id, key } = await house.addPerson();
    expect(await ingest.add(id, [heartbeat(1_600_000_000)])).toMatchObject([{ isNew: false }]);
    expect(await house.exported(key)).toHaveLength(1);
  });

  test('a database that stays away is told, with when to come back', async () => {
    const { ingest } = open(
      async () => {
        throw databaseError('57P01');
      },
      { retryForMs: 40 },
    );
    const error = await ingest.add('nobody', [heartbeat(1)]).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) });
  });

  test('a bug of ours refuses no row: the client keeps its heartbeats', async () => {
    const { ingest } = open(async () => {
      throw databaseError('42P01');
    });
    await expect(ingest.add('nobody', many(3))).rejects.toThrow('made by the test');
  });

  test('a full queue says so, and what it holds is still written', async () => {
    const gate = Promise.withResolvers<void>();
    const { ingest } = open(async () => {
      await gate.promise;
      return new Set();
    });
    const waiting = ingest.add('somebody', many(QUEUE_ROWS));
    expect(await ingest.add('other', [heartbeat(1)]).catch((error) => error)).toMatchObject({
      code: 'unavailable',
    });
    gate.resolve();
    expect(await waiting).toHaveLength(QUEUE_ROWS);
    expect(await ingest.add('other', [heartbeat(1)])).toHaveLength(1);
  });

  test('closing writes what waits and refuses what comes', async () => {
    const { ingest } = open();
    const { id, key } = await house.addPerson();
    const waiting = ingest.add(id, many(10));
    await ingest.close();
    expect(await house.exported(key)).toHaveLength(10);
    expect(await waiting).toHaveLength(10);
    await expect(ingest.add(id, many(1))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
