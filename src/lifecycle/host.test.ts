import { expect, test } from 'bun:test';
import { messageOf } from '../base/errors.ts';
import { openHost } from './host.ts';
import type { PluginKeys } from './plugin-keys.ts';

const kept = new Map<unknown, unknown>();
const keys: PluginKeys = {
  get: async (key) => String(kept.get(key) ?? '') || null,
  set: async (key, value) => void kept.set(key, value),
  del: async (key) => void kept.delete(key),
  incr: async () => 7,
};
const host = openHost({
  keys,
  query: async (sql, parameters) => [{ sql, parameters }],
});

test('each documented operation reaches what it names', async () => {
  expect(await host('db.query', ['select 1', [2]])).toEqual([{ sql: 'select 1', parameters: [2] }]);
  expect(await host('db.query', ['select 1'])).toEqual([{ sql: 'select 1', parameters: [] }]);
  expect(await host('redis.set', ['k', 'v'])).toBeNull();
  expect(await host('redis.get', ['k'])).toBe('v');
  expect(await host('redis.del', ['k'])).toBeNull();
  expect(await host('redis.get', ['k'])).toBeNull();
  expect(await host('redis.incr', ['k'])).toBe(7);
});

test.each([
  ['db.query', [{}], 'needs SQL as text'],
  ['db.exec', ['drop'], 'There is no db.exec'],
  ['constructor', [], 'There is no constructor'],
])('%s with %j is refused', async (operation, given, sentence) => {
  const told = await host(operation, given).then(() => '', messageOf);
  expect(told).toContain(sentence);
});
