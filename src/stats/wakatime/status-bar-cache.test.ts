import { expect, test } from 'bun:test';
import { openLocalBus } from '../../base/bus.ts';
import { CACHED_MS, CACHED_USERS, openPerUserCache } from './status-bar-cache.ts';

function openCounting() {
  const bus = openLocalBus();
  const time = { now: 1_000_000 };
  const cache = openPerUserCache<number>({ bus, clock: () => time.now });
  let made = 0;
  const get = (user = 'a', key = 'day') => cache.get(user, key, async () => ++made);
  return { bus, time, cache, get };
}

test('an answer is kept, for its user and day', async () => {
  const { get } = openCounting();
  expect([await get(), await get(), await get('a', 'next day'), await get('b')]).toEqual([
    1, 1, 2, 3,
  ]);
});

test('a change of the timeline ends it, for that user only', async () => {
  const { bus, get } = openCounting();
  await get('a');
  await get('b');
  bus.publish('timeline', { userId: 'a' });
  expect([await get('a'), await get('b')]).toEqual([3, 2]);
  bus.publish('recompute', { userId: 'b', done: 1, total: 1 });
  expect(await get('b')).toBe(4);
});

test('a change while the answer is made is not lost', async () => {
  const { bus, cache, get } = openCounting();
  const slow = Promise.withResolvers<number>();
  const first = cache.get('a', 'day', () => slow.promise);
  bus.publish('timeline', { userId: 'a' });
  slow.resolve(-1);
  expect([await first, await get('a')]).toEqual([-1, 1]);
});

test('callers share an answer that is being made', async () => {
  const { get } = openCounting();
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
});

test('a failure is not kept', async () => {
  const { cache, get } = openCounting();
  const failing = cache.get('a', 'day', () => Promise.reject(new Error('database gone')));
  await expect(failing).rejects.toThrow('database gone');
  expect(await get('a')).toBe(1);
});

test('an answer does not outlive CACHED_MS', async () => {
  const { time, get } = openCounting();
  await get();
  time.now += CACHED_MS - 1;
  expect(await get()).toBe(1);
  time.now += 1;
  expect(await get()).toBe(2);
});

test('the user who asked least recently goes when there are too many', async () => {
  const { get } = openCounting();
  await get('first');
  await get('second');
  await get('first');
  for (let n = 0; n < CACHED_USERS - 1; n++) await get(`user ${n}`);
  expect(await get('first')).toBe(1);
  expect(await get('second')).toBe(CACHED_USERS + 2);
});

test('closed, it no longer listens', async () => {
  const { bus, cache, get } = openCounting();
  cache.close();
  await get();
  bus.publish('timeline', { userId: 'a' });
  expect(await get()).toBe(1);
});
