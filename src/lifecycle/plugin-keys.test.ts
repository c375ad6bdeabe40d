import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { silentLog } from '../base/log.ts';
import type { Database } from '../db/database.ts';
import { type KeyValueStore, openKeyValue } from '../db/key-value.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import {
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  openPluginKeys,
  type PluginKeySpaces,
  type PluginKeys,
} from './plugin-keys.ts';
import { MAX_DRAFT_KEYS, openDraftKeys } from './plugin-keys-draft.ts';

const redisUrl = process.env.HEARTHBEAT_TEST_REDIS_URL || null;

/** What the guest would see of a failure. */
async function messageFrom(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Error && error.name === 'Error') return error.message;
  throw new Error('expected a plain error', { cause: error });
}

const stores: [name: string, url: string | null][] = [['Postgres', null]];
if (redisUrl) stores.push(['Redis', redisUrl]);

describe.each(stores)("a plugin's keys in %s", (_name, url) => {
  let database: Database;
  let store: KeyValueStore;
  let spaces: PluginKeySpaces;
  beforeAll(async () => {
    database = await sharedTestDatabase();
    store = await openKeyValue({ database, redisUrl: url, log: silentLog });
    spaces = openPluginKeys({ keyValue: store });
  });
  afterAll(() => store.close());

  async function addUser(): Promise<string> {
    const id = crypto.randomUUID();
    await database.run('insert into users (id, username) values ($1, $2)', [id, id]);
    return id;
  }
  const newName = () => `p-${crypto.randomUUID()}`;

  async function openBoth(): Promise<PluginKeys[]> {
    const real = spaces.of(newName(), await addUser());
    return [real, openDraftKeys(spaces.of(newName(), await addUser()))];
  }

  test('the documented streak example reads back what it wrote', async () => {
    for (const keys of await openBoth()) {
      await keys.set('streak', '0');
      await keys.set('last-day', '');
      expect(await keys.get('last-day')).toBe('');
      expect(await keys.incr('streak')).toBe(1);
      expect(await keys.get('streak')).toBe('1');
    }
  });

  test('numbers and booleans become their text; other values are refused with advice', async () => {
    for (const keys of await openBoth()) {
      await keys.set('n', 41);
      expect(await keys.incr('n')).toBe(42);
      await keys.set('b', true);
      expect(await keys.get('b')).toBe('true');
      for (const [value, word] of [
        [null, 'null'],
        [undefined, 'undefined'],
        [{}, 'an object'],
        [[1], 'an array'],
      ]) {
        expect(await messageFrom(keys.set('n', value))).toContain(`must be a string, not ${word}`);
      }
      expect(await keys.get('n')).toBe('42');
    }
  });

  test('keys and values have a length', async () => {
    for (const keys of await openBoth()) {
      const longest = 'é'.repeat(MAX_KEY_BYTES / 2);
      await keys.set(longest, 'x'.repeat(MAX_VALUE_BYTES));
      expect((await keys.get(longest))?.length).toBe(MAX_VALUE_BYTES);
      expect(await messageFrom(keys.get(`${longest}x`))).toContain('1537 bytes long; 1536');
      expect(await messageFrom(keys.set('k', 'x'.repeat(MAX_VALUE_BYTES + 1)))).toContain('65537');
      expect(await messageFrom(keys.incr(''))).toContain('empty');
      expect(await messageFrom(keys.del('a\0'))).toContain('NUL');
      expect(await messageFrom(keys.get({}))).toContain('must be a string');
    }
  });

  test('what does not count is told without the store', async () => {
    for (const keys of await openBoth()) {
      for (const value of ['seven', '1.5', '9223372036854775808']) {
        await keys.set('n', value);
        expect(await messageFrom(keys.incr('n'))).toBe(
          'The value is not an integer, so it cannot be incremented.',
        );
      }
      await keys.set('n', '9223372036854775807');
      expect(await messageFrom(keys.incr('n'))).toContain('64-bit');
    }
  });

  test('the limit of a plugin and user is reached as a plain error', async () => {
    const small = openPluginKeys({ keyValue: store }, { keys: 1, bytes: 100 });
    const keys = small.of(newName(), await addUser());
    await keys.set('a', 'x');
    expect(await messageFrom(keys.set('b', 'x'))).toContain('There are 1 keys already');
    expect(await messageFrom(keys.set('a', 'x'.repeat(100)))).toContain('100 bytes together');
  });

  test('are separate for each plugin and each user, and removed as such', async () => {
    const [one, two] = [newName(), newName()];
    const [ada, bob] = [await addUser(), await addUser()];
    const all = [spaces.of(one, ada), spaces.of(one, bob), spaces.of(two, ada)];
    for (const [index, keys] of all.entries()) await keys.set('k', index);
    const values = () => Promise.all(all.map((keys) => keys.get('k')));
    expect(await values()).toEqual(['0', '1', '2']);
    await spaces.remove(one, bob);
    expect(await values()).toEqual(['0', null, '2']);
    await spaces.removeAll(one);
    expect(await values()).toEqual([null, null, '2']);
  });

  test('a trial sees the real keys and changes none of them', async () => {
    const real = spaces.of(newName(), await addUser());
    await real.set('n', '5');
    await real.set('gone', 'here');
    const draft = openDraftKeys(real);
    expect(await draft.incr('n')).toBe(6);
    await draft.set('new', 'x');
    await draft.del('gone');
    expect([await draft.get('n'), await draft.get('new'), await draft.get('gone')]).toEqual([
      '6',
      'x',
      null,
    ]);
    expect([await real.get('n'), await real.get('new'), await real.get('gone')]).toEqual([
      '5',
      null,
      'here',
    ]);
  });

  test('a trial changes a limited number of keys', async () => {
    const draft = openDraftKeys(spaces.of(newName(), await addUser()));
    for (let index = 0; index < MAX_DRAFT_KEYS; index++) await draft.set(`k${index}`, 'x');
    await draft.set('k0', 'again');
    expect(await messageFrom(draft.set('one-more', 'x'))).toContain('1000 keys');
  });
});
