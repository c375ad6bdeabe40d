import { beforeAll, expect, test } from 'bun:test';
import { openLocalBus } from '../base/bus.ts';
import { SECOND_MS } from '../base/time.ts';
import { newApiKey, parseApiKey } from './api-key.ts';
import { KNOWN_KEY_MS, MAX_REMEMBERED_KEYS, openKeyCache, UNKNOWN_KEY_MS } from './key-cache.ts';
import type { CredentialRow } from './key-store.ts';
import { KEY_USE_PRECISION_MS } from './key-uses.ts';
import { MAX_KEYS_PER_USER } from './keys.ts';
import { addPerson, openTestUsers, rejectionOf, type TestUsers } from './testing.ts';

let here: TestUsers;
beforeAll(async () => {
  here = await openTestUsers();
});

const parsed = (key: string) => parseApiKey(key) ?? newApiKey();

test('the number of keys has an end, also for requests at once', async () => {
  const { id } = await addPerson(here);
  const results = await Promise.allSettled(
    Array.from({ length: MAX_KEYS_PER_USER + 2 }, () => here.users.keys.add(id)),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(
    MAX_KEYS_PER_USER - 1,
  );
  expect(await here.users.keys.list(id)).toHaveLength(MAX_KEYS_PER_USER);
  expect(String(await rejectionOf(here.users.keys.add(id)))).toContain(
    `Maximum ${MAX_KEYS_PER_USER} API keys allowed`,
  );
});

test('keys that a person already has are taken over, each by one person', async () => {
  const [anna, ben] = [await addPerson(here), await addPerson(here)];
  const own = `ct_${crypto.randomUUID().replaceAll('-', '').repeat(2)}`;
  expect(await here.users.keys.findUser(parsed(own))).toBeNull(); // now remembered as unknown
  await here.users.keys.add(anna.id, { key: own });
  expect((await here.users.keys.findUser(parsed(own)))?.id).toBe(anna.id);
  expect(String(await rejectionOf(here.users.keys.add(ben.id, { key: own })))).toContain(
    'already in use',
  );
  expect(String(await rejectionOf(here.users.keys.add(ben.id, { key: 'nonsense' })))).toContain(
    'A key is a UUID',
  );
});

test('last use is written at most once a minute, and when closing', async () => {
  const there = await openTestUsers();
  const { id, key } = await addPerson(there);
  const lastUsed = async () =>
    (await there.users.keys.list(id))[0]?.last_used_at?.getTime() ?? null;
  const first = there.time.now;
  await there.users.keys.findUser(parsed(key));
  expect(await lastUsed()).toBeNull(); // no request waited for it
  await there.users.close();
  expect(await lastUsed()).toBe(first);

  there.time.now = first + KEY_USE_PRECISION_MS - 1;
  await there.users.keys.findUser(parsed(key));
  await there.users.close();
  expect(await lastUsed()).toBe(first);

  there.time.now = first + KEY_USE_PRECISION_MS;
  await there.users.keys.findUser(parsed(key));
  await there.users.close();
  expect(await lastUsed()).toBe(first + KEY_USE_PRECISION_MS);
});

function openCache() {
  const bus = openLocalBus();
  const time = { now: 1_000_000 };
  const loads: string[] = [];
  const owners = new Map<string, string>();
  const cache = openKeyCache(
    async (hash) => {
      loads.push(hash);
      const id = owners.get(hash);
      await Bun.sleep(1);
      return id === undefined ? null : ownerOf(id);
    },
    { bus, clock: () => time.now },
  );
  return { bus, time, loads, owners, cache };
}

const ownerOf = (id: string): CredentialRow => ({
  credential_id: `key of ${id}`,
  scope: 'full',
  id,
  username: id,
  is_admin: false,
  timezone: 'UTC',
  timezone_is_chosen: false,
  timeout_seconds: 900,
  is_disabled: false,
});

test('many requests at once ask the database once', async () => {
  const { cache, loads, owners } = openCache();
  owners.set('a', 'anna');
  const found = await Promise.all(Array.from({ length: 20 }, () => cache.find('a')));
  expect(found.every((owner) => owner?.id === 'anna')).toBe(true);
  expect(loads).toEqual(['a']);
});

test('a known key is remembered for a minute, an unknown one for seconds', async () => {
  const { cache, loads, owners, time } = openCache();
  owners.set('a', 'anna');
  await cache.find('a');
  await cache.find('x');
  time.now += UNKNOWN_KEY_MS - 1;
  await cache.find('a');
  await cache.find('x');
  expect(loads).toEqual(['a', 'x']);
  time.now += 1;
  await cache.find('a');
  await cache.find('x');
  expect(loads).toEqual(['a', 'x', 'x']);
  time.now += KNOWN_KEY_MS - UNKNOWN_KEY_MS - SECOND_MS;
  await cache.find('a');
  expect(loads).toHaveLength(3);
  time.now += SECOND_MS;
  await cache.find('a');
  expect(loads).toEqual(['a', 'x', 'x', 'a']);
});

test('news about one user leave the keys of others remembered', async () => {
  const { bus, cache, loads, owners } = openCache();
  owners.set('a', 'anna').set('b', 'ben');
  await cache.find('a');
  await cache.find('b');
  owners.delete('a');
  bus.publish('credentials', { userId: 'anna' });
  expect(await cache.find('a')).toBeNull();
  await cache.find('b');
  expect(loads).toEqual(['a', 'b', 'a']);
});

test('a lookup that began before a key was removed is not remembered', async () => {
  const { bus, cache, owners } = openCache();
  owners.set('a', 'anna');
  const early = cache.find('a');
  owners.delete('a');
  bus.publish('credentials', { userId: 'anna' });
  expect(await cache.find('a')).toBeNull();
  expect((await early)?.id).toBe('anna');
  expect(await cache.find('a')).toBeNull();
});

test('a lookup that failed is tried again', async () => {
  let fails = true;
  const cache = openKeyCache(
    async () => {
      if (fails) throw new Error('database is away');
      return ownerOf('anna');
    },
    { bus: openLocalBus(), clock: () => 0 },
  );
  expect(String(await rejectionOf(cache.find('a')))).toContain('database is away');
  await Bun.sleep(0);
  fails = false;
  expect((await cache.find('a'))?.id).toBe('anna');
});

test('a flood of guesses pushes out the oldest guesses only', async () => {
  const loads: string[] = [];
  const cache = openKeyCache(
    async (hash) => {
      loads.push(hash);
      return hash === 'a' ? ownerOf('anna') : null;
    },
    { bus: openLocalBus(), clock: () => 0 },
  );
  await cache.find('a');
  for (let guess = 0; guess <= MAX_REMEMBERED_KEYS; guess++) await cache.find(`guess ${guess}`);
  loads.length = 0;
  await cache.find('a');
  await cache.find('guess 1');
  await cache.find('guess 0');
  expect(loads).toEqual(['guess 0']);
});
