import { expect, test } from 'bun:test';
import { parseApi, readApi } from './api.macro.ts';

const table = readApi();
const find = (path: string) => table.find((entry) => entry.path === path);

test('everything that the documentation names is in the table', () => {
  const documented = [
    ...['ctx.user_id', 'ctx.db.query', 'ctx.config.base_url'],
    ...['get', 'set', 'del', 'incr'].map((name) => `ctx.redis.${name}`),
    ...['project', 'language', 'file', 'editor', 'branch', 'os', 'machine', 'duration', 'time'].map(
      (name) => `heartbeat.${name}`,
    ),
    ...['log', 'warn', 'error', 'container', 'token', 'isDark', 'ctx', 'heartbeat'],
  ];
  expect(table.map(({ path }) => path)).toEqual(expect.arrayContaining(documented));
});

test('an entry has its signature and its words', () => {
  expect(find('ctx.db.query')).toMatchObject({
    signature: 'query(sql: string, params?: readonly Json[]): Promise<Row[]>',
    isFunction: true,
    doc: expect.stringContaining('daily_stats_cache, plugin_store'),
  });
  expect(find('heartbeat.time')).toMatchObject({ isFunction: false, doc: 'Unix seconds.' });
});

test('types that scripts do not name are left out', () => {
  expect(parseApi('type Json = null;\ninterface Other {\n  readonly secret: string;\n}\n')).toEqual(
    [],
  );
});
