/** Random SQL from a grammar, and mutations of good statements, beside another person's data. */
import { beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { PluginSqlError } from './problem.ts';
import {
  addMarkedPerson,
  openPluginWorld,
  type Person,
  type PluginWorld,
  snapshotOf,
} from './testing.ts';
import { aim, boundByRows } from './testing-attacks.ts';

/** Sampled: each statement is a transaction. */
const RUNS = 150;
const TABLES = [
  'heartbeats',
  'projects',
  'daily_stats_cache',
  'plugin_store',
  'installed_plugins',
  'plugin_settings',
  'plugin_reviews',
  'users',
  'api_keys',
  'user_follows',
];
const COLUMNS = [
  'user_id',
  'id',
  'project',
  'name',
  'settings',
  'plugin',
  'plugin_id',
  'body',
  'bio',
  'email',
  'script',
  'author_id',
  'username',
  'recorded_at',
  'duration_seconds',
  'following_id',
];

let world: PluginWorld;
let ann: Person;
let before: string;
beforeAll(async () => {
  world = await openPluginWorld();
  ({ ann } = world);
  before = await snapshotOf(world.database, world.bob);
});

/** Runs it as Ann's plugin; fails when Bob is told of or changed. */
async function attack(text: string): Promise<void> {
  const { database, sql, bob } = world;
  const answer = await sql.query(ann.id, aim(text, bob), []).then(
    (rows) => JSON.stringify(rows),
    (error: unknown) => {
      if (error instanceof PluginSqlError) return error.message;
      throw error;
    },
  );
  const wrote = aim(text, bob).includes(bob.marker); // a literal may come back
  if (!wrote) expect(answer).not.toContain(bob.marker);
  if (/\b(insert|update|delete)\b/i.test(text)) {
    expect(await snapshotOf(database, bob)).toBe(before);
    if (/\busers\b/i.test(text)) ann = await addMarkedPerson(database);
  }
}

const column = fc.constantFrom(...COLUMNS);
const table = fc.constantFrom(...TABLES);

const { condition, select } = fc.letrec<{
  scalar: string;
  condition: string;
  source: string;
  select: string;
}>((tie) => ({
  scalar: fc.oneof(
    { depthSize: 'small' },
    column,
    fc.constantFrom("'OTHER'", '1', 'null', "'x'", 'now()', 't', 't.*', 'count(*)', 'true'),
    tie('scalar').map((inner) => `(${inner})::text`),
    fc.tuple(tie('scalar'), tie('scalar')).map(([a, b]) => `(${a} || ${b})`),
    tie('scalar').map((inner) => `max(${inner}::text)`),
    tie('scalar').map((inner) => `to_jsonb(${inner})`),
    tie('condition').map((when) => `case when ${when} then 1 / 0 else 1 end`),
    tie('select').map((inner) => `(${inner} limit 1)`),
  ),
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('true', "user_id = 'OTHER'", "user_id <> 'OTHER'", 'user_id = user_id'),
    fc.tuple(tie('scalar'), tie('scalar')).map(([a, b]) => `${a} = ${b}`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} or ${b})`),
    tie('condition').map((inner) => `not ${inner}`),
    tie('select').map((inner) => `exists (${inner})`),
    fc.tuple(column, tie('select')).map(([a, inner]) => `${a} in (${inner})`),
  ),
  source: fc.oneof(
    { depthSize: 'small' },
    table.map((name) => `${name} t`),
    fc.tuple(table, table).map(([a, b]) => `${a} t, ${b} o`),
    fc.tuple(table, table).map(([a, b]) => `${a} t full join ${b} o using (user_id)`),
    fc.tuple(table, tie('select')).map(([a, inner]) => `${a} t, lateral (${inner}) o`),
    tie('select').map((inner) => `(${inner}) t`),
  ),
  select: fc
    .tuple(
      fc.array(tie('scalar'), { minLength: 1, maxLength: 3 }),
      tie('source'),
      tie('condition'),
      fc.constantFrom('', ' order by 1', ' union all select body from plugin_reviews'),
    )
    .map(
      ([list, from, where, end]) => `select ${list.join(', ')} from ${from} where ${where}${end}`,
    ),
}));

const change = fc.oneof(
  fc
    .tuple(table, column, select, condition)
    .map(([t, c, value, where]) => `update ${t} t set ${c} = (${value} limit 1) where ${where}`),
  fc
    .tuple(table, condition, fc.constantFrom('', ' returning *'))
    .map(([t, where, end]) => `delete from ${t} t where ${where}${end}`),
  fc
    .tuple(
      table,
      fc.uniqueArray(column, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(
        '',
        ' on conflict do nothing',
        ' on conflict (user_id, plugin_id) do update set body = 1',
      ),
      fc.constantFrom("'OTHER'", "'PLUGIN'", "'HIDDEN'", "'{}'", "'x'"),
    )
    .map(
      ([t, names, conflict, value]) =>
        `insert into ${t} (${names.join(', ')}) values (${names.map(() => value).join(', ')})${conflict} returning *`,
    ),
);

const limits = { numRuns: RUNS, endOnFailure: true };

test('no random SELECT tells anything of the other person', async () => {
  await fc.assert(fc.asyncProperty(select, attack), limits);
}, 120_000);

test('no random INSERT, UPDATE or DELETE changes anything of the other person', async () => {
  await fc.assert(fc.asyncProperty(change, attack), limits);
}, 120_000);

/** Pieces that make a good statement a bad one. */
const SPLINTERS = [
  'public.',
  'pg_catalog.',
  'plugin_guard.',
  '; ',
  '--',
  '/*',
  '*/',
  "'",
  '"',
  '$$',
  'U&"',
  "E'\\",
  ' union select * from users',
  ' or true',
  ' for update',
  ' returning *',
  '::regclass',
  'set_config(',
  'with x as (',
  'recursive ',
  ' using operator(public.<)',
  'lateral ',
  '(t).*',
  'password_hash',
  'is_admin',
  'OTHER',
  '\u0000',
  '\ufeff',
];

const mutation = fc
  .tuple(
    fc.constantFrom(...boundByRows),
    fc.array(
      fc.record({
        at: fc.nat(200),
        cut: fc.nat(12),
        put: fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ maxLength: 3 })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((current, { at, cut, put }) => {
      const place = at % (current.length + 1);
      return current.slice(0, place) + put + current.slice(place + cut);
    }, text),
  );

test('no mutation of a good statement reaches the other person', async () => {
  await fc.assert(fc.asyncProperty(mutation, attack), limits);
}, 120_000);
