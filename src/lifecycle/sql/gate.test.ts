import { expect, test } from 'bun:test';
import { rejectionOf } from '../../users/testing.ts';
import { openGate } from './gate.ts';
import {
  MAX_PATTERN_PARTS,
  MAX_REMEMBERED_STATEMENTS,
  MAX_SERIES_ROWS,
  MAX_SQL_LENGTH,
  MAX_TEXT_NESTING,
  PARSES_PER_INSTANCE,
} from './limits.ts';
import { openParser, type Parser } from './parser.ts';
import { jsonDepth } from './text-limits.ts';

const parser = openParser();
const gate = openGate(parser);
const refusal = async (sql: string) => String(await rejectionOf(gate.check(sql)));

/** What real plugins write. */
const GOOD = [
  'SELECT 1',
  'select * from heartbeats where user_id = $1 order by recorded_at desc nulls last limit 10 offset 5;',
  ' \n-- a comment\n SELECT 1 /* another ; one */ ; -- and a last\n',
  "SELECT date_trunc('day', recorded_at AT TIME ZONE 'Europe/Berlin') AS day, SUM(duration_seconds) FROM heartbeats GROUP BY 1 HAVING SUM(duration_seconds) > 0 ORDER BY day",
  'SELECT EXTRACT(EPOCH FROM MAX(recorded_at)) FROM heartbeats',
  "SELECT COUNT(*) FILTER (WHERE language = 'Rust') AS rust, COUNT(DISTINCT project) FROM heartbeats",
  'SELECT p.name, s.total_seconds FROM projects p JOIN daily_stats_cache s USING (user_id)',
  'WITH days AS (SELECT recorded_at::date AS day FROM heartbeats), n(x) AS (VALUES (1), (2)) SELECT day, x FROM days CROSS JOIN n',
  'SELECT q.count FROM (SELECT count(*) FROM heartbeats) q',
  "SELECT settings ->> 'a', settings -> 'b' ->> 'c', settings @> '{\"a\": 1}', settings ? 'a', settings #>> '{a,b}' FROM plugin_settings",
  "UPDATE plugin_settings SET settings = jsonb_set(settings, '{a}', to_jsonb($1::int)), updated_at = now() RETURNING settings",
  "INSERT INTO plugin_settings (user_id, plugin, settings) VALUES ($1, 'x', $2::jsonb) ON CONFLICT (plugin, user_id) DO UPDATE SET settings = plugin_settings.settings || EXCLUDED.settings",
  'DELETE FROM heartbeats WHERE id IN (SELECT id FROM heartbeats ORDER BY recorded_at LIMIT 100)',
  'SELECT * FROM heartbeats WHERE project = ANY($1) AND language <> ALL($2::text[])',
  "SELECT * FROM heartbeats WHERE file LIKE '%.ts' OR file ~* '\\.tsx?$' OR file SIMILAR TO '%x' OR file ILIKE $1 || '%'",
  "SELECT substring(file FROM '[^/]+$'), substring(file, 2), substring(file FOR 3), substring(file FROM position('/' IN file) + 1) FROM heartbeats",
  "SELECT CASE WHEN is_write THEN 'w' ELSE 'r' END, COALESCE(branch, ''), GREATEST(1, 2), NULLIF(file, '') FROM heartbeats",
  'SELECT row_number() OVER (PARTITION BY project ORDER BY recorded_at), lag(recorded_at) OVER w FROM heartbeats WINDOW w AS (ORDER BY recorded_at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
  'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_seconds) FROM heartbeats',
  "SELECT d::date FROM generate_series(now() - interval '7 days', now(), interval '1 day') AS d",
  'SELECT i, (SELECT count(*) FROM heartbeats) FROM generate_series(0, 6) WITH ORDINALITY AS g(i, n)',
  'SELECT project, language, grouping(project) FROM heartbeats GROUP BY GROUPING SETS ((project), (language), ())',
  'SELECT ARRAY(SELECT DISTINCT language FROM heartbeats), (ARRAY[1, 2])[1], 2 ^ 10, -1',
  'SELECT CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIMESTAMP, now()::timestamptz',
  'UPDATE users SET (bio, website) = ($1, $2) WHERE id = $3',
  'DELETE FROM users WHERE id = $1',
  'SELECT json_agg(h ORDER BY h.recorded_at) FROM heartbeats h',
  "SELECT 'Grüße; \u{1f980} -- no comment', $$dollar ; quotes$$, E'tab\\t', U&'\\0041' AS \"quoted name\"",
  'SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT 3 INTERSECT SELECT 4',
];

test('what plugins write passes', async () => {
  for (const sql of GOOD) {
    const result = await gate.check(sql).catch((error: Error) => `${error.message}: ${sql}`);
    expect(result).toBeObject();
  }
});

test('what stands around the statement is cut off, in bytes and not in characters', async () => {
  expect((await gate.check(" SELECT 'ä\u{1f980}' ; -- bye")).sql.trim()).toBe(
    "SELECT 'ä\u{1f980}'",
  );
  expect((await gate.check('/* ö */ SELECT 1;;;')).sql).toEndWith('SELECT 1');
});

test('it says what a statement does', async () => {
  expect(
    await gate.check('SELECT 1 FROM heartbeats WHERE project = ANY($2) AND id = $1'),
  ).toMatchObject({
    kind: 'select',
    target: null,
    returnsRows: true,
    mayBeCostly: false,
  });
  expect(await gate.check('DELETE FROM heartbeats h USING projects p RETURNING 1')).toMatchObject({
    kind: 'delete',
    target: 'heartbeats',
    returnsRows: true,
    mayBeCostly: true,
    isPlainRemoval: false,
  });
  const removals = {
    'DELETE FROM users': true,
    'DELETE FROM users WHERE id = $1': true,
    'DELETE FROM users WHERE id = $1 RETURNING *': false,
    'DELETE FROM users WHERE id = (SELECT user_id FROM heartbeats)': false,
    'DELETE FROM users USING heartbeats WHERE id = $1': false,
  };
  for (const [sql, isPlainRemoval] of Object.entries(removals)) {
    expect(await gate.check(sql)).toMatchObject({ isPlainRemoval });
  }
});

test('a refusal says what to change', async () => {
  expect(await refusal('SELECT * FROM sessions')).toContain('They can use: heartbeats, projects');
  expect(await refusal('UPDATE users SET is_admin = true')).toContain('users.is_admin');
  expect(await refusal('SELECT\n  1 +')).toContain('(line 2, column 6)');
  expect(await refusal('INSERT INTO heartbeats VALUES (1)')).toContain('Name the columns');
  expect(await refusal('DROP TABLE users')).toContain('SELECT, INSERT, UPDATE and DELETE');
  expect(await refusal('SELECT * FROM heartbeats FOR UPDATE')).toContain('FOR UPDATE');
});

test('each limit is reached', async () => {
  const just = `SELECT '${'x'.repeat(MAX_SQL_LENGTH - 9)}'`;
  expect(just).toHaveLength(MAX_SQL_LENGTH);
  expect(await gate.check(just)).toBeObject();
  expect(await refusal(`${just} `)).toContain('longer than');
  const nest = (depth: number) => `SELECT ${'('.repeat(depth)}1${')'.repeat(depth)}`;
  expect(await gate.check(nest(MAX_TEXT_NESTING))).toBeObject();
  expect(await refusal(nest(MAX_TEXT_NESTING + 1))).toContain('parentheses');
  const series = (rows: number) => `SELECT 1 FROM generate_series(1, ${rows})`;
  expect(await gate.check(series(MAX_SERIES_ROWS))).toBeObject();
  expect(await refusal(series(MAX_SERIES_ROWS + 2))).toContain('generate_series');
  expect(
    await gate.check(`SELECT 1 FROM generate_series(${MAX_SERIES_ROWS * 10}, 0, -10)`),
  ).toBeObject();
  const like = (parts: number) => `SELECT 'a' LIKE '${'%a'.repeat(parts)}'`;
  expect(await gate.check(like(MAX_PATTERN_PARTS))).toBeObject();
  expect(await refusal(like(MAX_PATTERN_PARTS + 1))).toContain('pattern');
  expect(await refusal(`SELECT ${'1+'.repeat(300)}1`)).toContain('too complex');
  expect(await refusal(`SELECT ${Array(9_000).fill('1').join()}`)).toContain('too complex');
});

test('depth of JSON is that of its values, not of brackets in its strings', () => {
  expect(jsonDepth('[[{"a":[]}]]')).toBe(4);
  expect(jsonDepth('["[[[[", {"]]]": "\\"[[["}]')).toBe(2);
  expect(jsonDepth('no JSON')).toBe(0);
});

/** Counts what really is parsed. */
function countingParser(): Parser & { count: number } {
  const counting = {
    count: 0,
    parse(sql: string) {
      counting.count += 1;
      return parser.parse(sql);
    },
  };
  return counting;
}

test('a statement is parsed once, a bad one too, until newer ones have pushed it out', async () => {
  const counting = countingParser();
  const own = openGate(counting);
  await own.check('SELECT 1');
  await own.check('SELECT 1');
  await rejectionOf(own.check('SELECT pg_sleep(1)'));
  await rejectionOf(own.check('SELECT pg_sleep(1)'));
  expect(counting.count).toBe(2);
  for (let index = 0; index < MAX_REMEMBERED_STATEMENTS; index++) {
    await own.check(`SELECT ${index + 2}`);
  }
  const before = counting.count;
  await own.check('SELECT 1');
  expect(counting.count).toBe(before + 1);
});

test('the parser goes on after new memory, and after a text that overruns its stack', async () => {
  const own = openParser();
  const deep = own.parse(`SELECT ${'1+'.repeat(9_900)}1`);
  expect(
    await deep.then(
      () => 'parsed',
      (error: Error) => error.name,
    ),
  ).toMatch(/parsed|PluginSqlError/);
  for (let index = 0; index <= PARSES_PER_INSTANCE; index++) await own.parse(`SELECT ${index}`);
  expect(await own.parse('SELECT 1')).toBeObject();
});
