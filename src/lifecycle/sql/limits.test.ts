/** Statements that want too much: stopped with a sentence, and the database serves others on. */
import { expect, test } from 'bun:test';
import { CANCEL_GRACE_MS } from '../../db/limit.ts';
import { testServerUrl } from '../../db/testing.ts';
import { rejectionOf } from '../../users/testing.ts';
import {
  EMBEDDED_STATEMENT_LIMIT_MS,
  MAX_CHANGED_ROWS,
  MAX_RESULT_BYTES,
  MAX_ROWS,
  MAX_WAITING_PER_USER,
  STATEMENT_LIMIT_MS,
} from './limits.ts';
import { openPluginWorld } from './testing.ts';
import { openTurns } from './turns.ts';

/** On a busy machine answers take their time. */
const SLACK_MS = 3_000;

test('an endless statement is stopped, and the database serves on', async () => {
  const { database, refusal } = await openPluginWorld(undefined, {});
  const limitMs =
    database.engine.kind === 'embedded' ? EMBEDDED_STATEMENT_LIMIT_MS : STATEMENT_LIMIT_MS;
  const started = performance.now();
  const sentence = await refusal(
    "SELECT count(*) FROM generate_series(now(), now() + interval '300000 days', interval '1 second')",
  );
  expect(sentence).toContain(`longer than ${limitMs / 1_000} s`);
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(limitMs - 100);
  expect(took).toBeLessThan(limitMs + CANCEL_GRACE_MS + SLACK_MS);
  await database.run('select 1');
});

test('a statement that the planner expects to be endless never starts', async () => {
  const { refusal } = await openPluginWorld();
  const cross = 'SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b';
  expect(await refusal(cross)).toContain('would take too long');
});

test('rows and bytes of a result are bounded', async () => {
  const { query, refusal } = await openPluginWorld();
  const series = (rows: number) => `SELECT i FROM generate_series(1, ${rows}) i`;
  expect(await query(series(MAX_ROWS))).toHaveLength(MAX_ROWS);
  expect(await refusal(series(MAX_ROWS + 1))).toContain(`${MAX_ROWS} rows`);
  const wide = 'SELECT $1::text AS text FROM generate_series(1, $2::int)';
  const text = 'x'.repeat(1_000);
  const rows = Math.floor(MAX_RESULT_BYTES / (text.length + 2)); // as a row: (xxx)
  expect(await query(wide, [text, rows])).toHaveLength(rows);
  expect(await refusal(wide, [text, rows + 1])).toContain('8 MB');
});

test('bytes are counted of what the statement returns, not of what it reads', async () => {
  const { query, refusal } = await openPluginWorld();
  await query(
    `INSERT INTO plugin_settings (plugin, settings)
     SELECT 'big-' || i, to_jsonb($1::text) FROM generate_series(1, 100) i`,
    ['x'.repeat(100_000)],
  );
  const big = 'SELECT s.settings FROM plugin_settings s, generate_series(1, 100) i';
  const few = `${big} WHERE i = 1 AND md5(s.plugin) = md5('big-' || i)`;
  expect(await query(few)).toHaveLength(1);
  expect(await refusal(`${big} WHERE i = 1`)).toContain('8 MB');
});

test('rows that a statement changes are bounded, and what went too far is undone', async () => {
  const { query, refusal, ann } = await openPluginWorld();
  const insert = (rows: number) =>
    `INSERT INTO plugin_settings (user_id, plugin) SELECT '${ann.id}', 'p' || i FROM generate_series(1, ${rows}) i`;
  const own = "SELECT count(*) AS n FROM plugin_settings WHERE plugin LIKE 'p%'";
  expect(await refusal(insert(MAX_CHANGED_ROWS + 1))).toContain(`change ${MAX_CHANGED_ROWS} rows`);
  expect(await query(own)).toEqual([{ n: 0 }]);
  expect(await refusal(`${insert(MAX_CHANGED_ROWS + 1)} RETURNING 1`)).toContain('rows');
  expect(await query(own)).toEqual([{ n: 0 }]);
});

// On a server this would fill the machine of whoever runs the tests.
test.if(testServerUrl === undefined)('too much memory is an error, no more', async () => {
  const { query, refusal, database } = await openPluginWorld(undefined, {});
  const doubled = (depth: number): string =>
    depth === 0
      ? 'SELECT $1::text AS x OFFSET 0'
      : `SELECT x || x || x || x || x || x || x || x AS x FROM (${doubled(depth - 1)}) t${depth} OFFSET 0`;
  expect(
    await refusal(`SELECT length(x) FROM (${doubled(4)}) t`, ['x'.repeat(300_000)]),
  ).toBeString();
  await database.run('select 1');
  expect(await query('SELECT 1 AS a')).toEqual([{ a: 1 }]);
});

test('statements of one user run one after the other, those of others beside them', async () => {
  const turns = openTurns(2);
  const running = new Map<string, number>();
  let most = 0;
  const work = (user: string) =>
    turns.take(user, async () => {
      running.set(user, (running.get(user) ?? 0) + 1);
      expect(running.get(user)).toBe(1);
      most = Math.max(
        most,
        [...running.values()].reduce((sum, count) => sum + count, 0),
      );
      await Bun.sleep(1);
      running.set(user, 0);
    });
  await Promise.all(Array.from({ length: 60 }, (_, index) => work(`user-${index % 5}`)));
  expect(most).toBe(2);
});

test('a user whose statements pile up is told so, and a failure stops nobody', async () => {
  const turns = openTurns(1);
  const failing = rejectionOf(turns.take('a', () => Promise.reject(new Error('no'))));
  expect(String(await failing)).toContain('no');
  const waiting = Array.from({ length: MAX_WAITING_PER_USER }, () =>
    turns.take('a', () => Bun.sleep(1)),
  );
  expect(String(await rejectionOf(turns.take('a', async () => {})))).toContain('Too many queries');
  await Promise.all(waiting);
  expect(await turns.take('a', async () => 'again')).toBe('again');
});
