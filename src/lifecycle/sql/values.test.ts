/** Parameters out and results back, through the real database. */
import { expect, test } from 'bun:test';
import { MAX_JSON_DEPTH, MAX_PARAMETERS_LENGTH } from './limits.ts';
import { openPluginWorld } from './testing.ts';

test('results are plain JSON of the obvious kind', async () => {
  const { query } = await openPluginWorld();
  const [row] = await query(`SELECT 1::int2 AS small, 2 AS int, 9007199254740991 AS big,
    1.50::numeric AS exact, 0.25::float8 AS float, 'NaN'::float8 AS nan, true AS yes, null AS nothing,
    'text' AS text, '2026-01-31'::date AS date, '12:30'::time AS time, interval '1 day' AS span,
    '2026-01-31 12:00:00+02'::timestamptz AS moment,
    '2026-01-31 12:00:00.123456Z'::timestamptz AS exact_moment,
    '2026-01-31 12:00:00'::timestamp AS local, 'infinity'::timestamptz AS never,
    '{"a": [1, {"b": null}]}'::jsonb AS jsonb, '[1, 2]'::json AS json,
    '01890a5d-ac96-774b-bcce-b302099a8057'::uuid AS uuid,
    ARRAY[1, null, 3] AS ints, ARRAY['a,b', '"', null] AS texts,
    ARRAY[ARRAY[1.5], ARRAY[2.5]] AS nested, ARRAY['2026-01-31 00:00Z'::timestamptz] AS moments,
    ARRAY['{"a":1}'::jsonb] AS objects`);
  expect(row).toEqual({
    small: 1,
    int: 2,
    big: 9_007_199_254_740_991,
    exact: 1.5,
    float: 0.25,
    nan: null,
    yes: true,
    nothing: null,
    text: 'text',
    date: '2026-01-31',
    time: '12:30:00',
    span: '1 day',
    moment: '2026-01-31T10:00:00.000Z',
    exact_moment: '2026-01-31T12:00:00.123456Z',
    local: '2026-01-31T12:00:00.000',
    never: 'infinity',
    jsonb: { a: [1, { b: null }] },
    json: [1, 2],
    uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
    ints: [1, null, 3],
    texts: ['a,b', '"', null],
    nested: [[1.5], [2.5]],
    moments: ['2026-01-31T00:00:00.000Z'],
    objects: [{ a: 1 }],
  });
});

test('of two columns with one name the last counts, and __proto__ is only a name', async () => {
  const { query } = await openPluginWorld();
  const [row] = await query(`SELECT 1 AS a, 2 AS a, '{"x":1}'::jsonb AS "__proto__"`);
  expect(Object.keys(row ?? {})).toEqual(['a', '__proto__']);
  expect(row?.a).toBe(2);
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
});

test('a moment that was read finds its row again', async () => {
  const { query } = await openPluginWorld();
  const [newest] = await query('SELECT max(recorded_at) AS at FROM heartbeats');
  const same = 'SELECT count(*) AS n FROM heartbeats WHERE recorded_at = $1';
  expect(await query(same, [newest?.at])).toEqual([{ n: 1 }]);
});

test('a parameter is what the statement makes of it', async () => {
  const { query, ann } = await openPluginWorld();
  const [row] = await query(
    'SELECT $1 AS text, $2::int + 1 AS int, $3::bool AS yes, $4::jsonb AS object, $5::jsonb AS list, $6::text AS nothing, $7::float8 AS float',
    ['It\'s "x" \\ $1', 41, true, { a: [1] }, [1, 'b'], null, 1e21],
  );
  expect(row).toEqual({
    text: 'It\'s "x" \\ $1',
    int: 42,
    yes: true,
    object: { a: [1] },
    list: [1, 'b'],
    nothing: null,
    float: 1e21,
  });
  expect(await query('SELECT count(*) AS n FROM heartbeats WHERE project = $1', [ann.id])).toEqual([
    { n: 0 },
  ]);
});

test('an array stands for an array where SQL wants one', async () => {
  const { query, ann } = await openPluginWorld();
  const count = 'SELECT count(*) AS n FROM heartbeats WHERE project = ANY($1)';
  expect(await query(count, [[ann.marker, 'a"b\\c', null]])).toEqual([{ n: 5 }]);
  expect(await query('SELECT $1::text[] AS list', [['a,b', 'c"d', 'NULL', '']])).toEqual([
    { list: ['a,b', 'c"d', 'NULL', ''] },
  ]);
  expect(await query('SELECT $1::int[] AS list', [[[1], [2]]])).toEqual([{ list: [[1], [2]] }]);
});

test('parameters that make no sense are refused with a sentence', async () => {
  const { refusal, sql, ann } = await openPluginWorld();
  expect(await refusal('SELECT $1', [])).toContain('up to $1, and 0 were passed');
  expect(await refusal('SELECT 1', [1])).toContain('1 were passed');
  expect(await refusal('SELECT $1', ['a\0b'])).toContain('no text');
  expect(await refusal('SELECT $1', ['\ud800'])).toContain('no text');
  expect(await refusal('SELECT $1', ['x'.repeat(MAX_PARAMETERS_LENGTH + 1)])).toContain('together');
  const deep = '['.repeat(MAX_JSON_DEPTH + 1) + ']'.repeat(MAX_JSON_DEPTH + 1);
  expect(await refusal('SELECT $1::jsonb', [deep])).toContain('JSON');
  expect(await refusal("SELECT 'a' ~ $1", ['('.repeat(60)])).toContain('pattern');
  const wrong = sql.query(ann.id, 'SELECT 1', 'x').catch((error: Error) => error.message);
  expect(await wrong).toContain('as an array');
  expect(await sql.query(ann.id, 'SELECT 1 AS a', undefined)).toEqual([{ a: 1 }]);
});
