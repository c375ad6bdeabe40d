import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { AppError } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import type { Database } from './database.ts';
import { type KeyValueStore, openKeyValue, type Space } from './key-value.ts';
import { openRedisKeyValue } from './key-value-redis.ts';
import { sharedTestDatabase } from './testing.ts';

const redisUrl = process.env.HEARTHBEAT_TEST_REDIS_URL || null;
const LIMITS = { keys: 5, bytes: 200 };

async function addUser(database: Database): Promise<string> {
  const id = crypto.randomUUID();
  await database.run('insert into users (id, username) values ($1, $2)', [id, id]);
  return id;
}

/** Unlike `expect().rejects`, lets the embedded database answer meanwhile. */
async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error('expected a refusal', { cause: error });
}

const stores: [name: string, url: string | null][] = [['Postgres', null]];
if (redisUrl) stores.push(['Redis', redisUrl]);

describe.each(stores)('keys in %s', (_name, url) => {
  let database: Database;
  let store: KeyValueStore;
  beforeAll(async () => {
    database = await sharedTestDatabase();
    store = await openKeyValue({ database, redisUrl: url, log: silentLog });
  });
  afterAll(() => store.close());

  async function newSpace(space: Partial<Space> = {}) {
    const group = `plugin:p-${crypto.randomUUID()}`;
    const full = { group, ownerId: await addUser(database), limits: LIMITS, ...space };
    return { ...store.in(full), space: full };
  }

  test('a key is null until it is set, then its text, then null again', async () => {
    const keys = await newSpace();
    expect(await keys.get('streak')).toBeNull();
    await keys.set('streak', '0');
    expect(await keys.get('streak')).toBe('0');
    await keys.set('streak', '');
    expect(await keys.get('streak')).toBe('');
    await keys.del('streak');
    await keys.del('streak');
    expect(await keys.get('streak')).toBeNull();
  });

  test('any text comes back as it was', async () => {
    const keys = await newSpace({ limits: { keys: 1_000, bytes: 1_000_000 } });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((key) => !key.includes('\0')),
        fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
        async (key, value) => {
          await keys.set(key, value);
          expect(await keys.get(key)).toBe(value);
        },
      ),
      { numRuns: 30 },
    );
    await keys.set('nul', 'a\0b');
    expect(await keys.get('nul')).toBe('a\0b');
  });

  test('counts from nothing, from a text that is a number, and below zero', async () => {
    const keys = await newSpace();
    expect(await keys.incr('n')).toBe(1);
    expect(await keys.incr('n')).toBe(2);
    expect(await keys.get('n')).toBe('2');
    await keys.set('n', '0');
    expect(await keys.incr('n')).toBe(1);
    await keys.set('n', '-1');
    expect(await keys.incr('n')).toBe(0);
  });

  test.each(['', 'abc', '1.5', ' 1', '01', '+1', '1e3', '9223372036854775808', '-0', '1\0'])(
    'does not count %j',
    async (value) => {
      const keys = await newSpace();
      await keys.set('n', value);
      const error = await refusalOf(keys.incr('n'));
      expect([error.code, error.message]).toEqual([
        'invalid',
        'The value is not an integer, so it cannot be incremented.',
      ]);
      expect(await keys.get('n')).toBe(value);
    },
  );

  test('does not count beyond 64 bits, and loses no digit before', async () => {
    const keys = await newSpace();
    await keys.set('n', '9223372036854775806');
    expect(await keys.incr('n')).toBe(2 ** 63);
    expect(await keys.get('n')).toBe('9223372036854775807');
    expect((await refusalOf(keys.incr('n'))).message).toContain('64-bit');
    expect(await keys.get('n')).toBe('9223372036854775807');
    await keys.set('n', '-9223372036854775808');
    expect(await keys.incr('n')).toBe(-(2 ** 63));
    expect(await keys.get('n')).toBe('-9223372036854775807');
  });

  test('counts each of many at once', async () => {
    const keys = await newSpace();
    const counted = await Promise.all(Array.from({ length: 40 }, () => keys.incr('n')));
    expect(counted.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  test('holds the limit of keys, also when many come at once, and frees with each deletion', async () => {
    const keys = await newSpace();
    const tried = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => keys.set(`k${index}`, 'x')),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled').length).toBe(LIMITS.keys);
    const error = await refusalOf(keys.set('one-more', 'x'));
    expect([error.code, error.message]).toEqual([
      'too_large',
      'There are 5 keys already, the most there may be. Delete some first.',
    ]);
    expect((await refusalOf(keys.incr('count'))).code).toBe('too_large');
    expect(await keys.get('count')).toBeNull();
    const taken = tried.findIndex(({ status }) => status === 'fulfilled');
    await keys.set(`k${taken}`, 'another'); // no new key
    await keys.del(`k${taken}`);
    expect(await keys.incr('count')).toBe(1);
  });

  test('holds the limit of bytes, measured in UTF-8 with the keys', async () => {
    const keys = await newSpace();
    await keys.set('a', 'é'.repeat(99)); // 1 + 198
    expect((await refusalOf(keys.set('b', 'x'))).message).toContain('200 bytes');
    expect((await refusalOf(keys.set('a', 'x'.repeat(200)))).code).toBe('too_large');
    expect((await refusalOf(keys.incr('c'))).code).toBe('too_large');
    expect(await keys.get('c')).toBeNull();
    await keys.set('a', '9'.repeat(3));
    expect(await keys.incr('a')).toBe(1_000); // grows by a byte
    await keys.set('b', 'x'.repeat(194)); // 5 + 195
    expect((await refusalOf(keys.incr('d'))).code).toBe('too_large');
    await keys.del('b');
    await keys.set('b', 'x'.repeat(194));
  });

  test('nobody sees the keys of another user or another group', async () => {
    const mine = await newSpace();
    await mine.set('k', 'mine');
    const others = [
      store.in({ ...mine.space, ownerId: await addUser(database) }),
      store.in({ ...mine.space, group: `${mine.space.group}-b` }),
    ];
    for (const other of others) {
      expect(await other.get('k')).toBeNull();
      await other.set('k', 'theirs');
      await other.del('k');
    }
    expect(await mine.get('k')).toBe('mine');
  });

  test('a space is removed with all its keys, and may be filled again', async () => {
    const keys = await newSpace();
    for (let index = 0; index < LIMITS.keys; index++) await keys.set(`k${index}`, 'x');
    const other = store.in({ ...keys.space, ownerId: await addUser(database) });
    await other.set('k0', 'stays');
    await store.remove(keys.space);
    expect(await keys.get('k0')).toBeNull();
    expect(await other.get('k0')).toBe('stays');
    for (let index = 0; index < LIMITS.keys; index++) await keys.set(`k${index}`, 'y');
    await store.removeGroup(keys.space.group);
    expect([await keys.get('k0'), await other.get('k0')]).toEqual([null, null]);
  });

  test('what one instance removed and another filled again is found again', async () => {
    const keys = await newSpace();
    const elsewhere = await openKeyValue({ database, redisUrl: url, log: silentLog });
    await keys.set('k', 'first');
    await elsewhere.remove(keys.space);
    await keys.set('k', 'second');
    await elsewhere.removeGroup(keys.space.group);
    expect(await keys.get('k')).toBeNull();
    await keys.set('k', 'third');
    await elsewhere.removeGroup(keys.space.group);
    expect(await keys.get('k')).toBeNull();
    await elsewhere.close();
  });

  test('nothing is kept for an account that is gone', async () => {
    const keys = await newSpace({ ownerId: crypto.randomUUID() });
    expect((await refusalOf(keys.set('k', 'v'))).message).toBe('This account was deleted.');
    expect((await refusalOf(keys.incr('k'))).code).toBe('not_found');
    expect(await keys.get('k')).toBeNull();
  });

  test('keys go with the account', async () => {
    const keys = await newSpace();
    await keys.set('k', 'v');
    await database.run('delete from users where id = $1', [keys.space.ownerId]);
    if (url) {
      const redis = openRedisKeyValue({ database, redisUrl: url, log: silentLog });
      await redis.sweep();
      await redis.close();
    }
    expect(await keys.get('k')).toBeNull();
  });
});

test.if(redisUrl !== null)('in Redis, keys are spelled as documented', async () => {
  const database = await sharedTestDatabase();
  const store = await openKeyValue({ database, redisUrl, log: silentLog });
  const redis = new Redis(redisUrl ?? '');
  const ownerId = await addUser(database);
  await store.in({ group: 'plugin:my-plugin', ownerId, limits: LIMITS }).incr('count:hearth');
  expect(await redis.get(`plugin:my-plugin:${ownerId}:count:hearth`)).toBe('1');
  await store.close();
  redis.disconnect();
});

test('without a Redis to reach, the sentence says so', async () => {
  const database = await sharedTestDatabase();
  const store = openRedisKeyValue({
    database,
    redisUrl: 'redis://127.0.0.1:1',
    log: silentLog,
    commandTimeoutMs: 50,
  });
  const keys = store.in({ group: 'plugin:p', ownerId: await addUser(database), limits: LIMITS });
  const error = await refusalOf(keys.get('k'));
  expect([error.code, error.message]).toEqual([
    'unavailable',
    'Redis cannot be reached. Try again in a moment.',
  ]);
  await store.close();
});
