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
import { refusedByGate } from './testing-gate-attacks.ts';
import { writeChange, writeSelect } from './testing-grammar.ts';

/** Sampled: each statement is a transaction. */
const RUNS = 250;
/** Choices on the tape that a statement is made from. */
const CHOICES = 60;
const SECONDS = 1_000;

let world: PluginWorld;
let ann: Person;
let before: string;
beforeAll(async () => {
  world = await openPluginWorld();
  ({ ann } = world);
  before = await snapshotOf(world.database, world.bob);
});

/** Runs it as Ann's plugin; fails when Bob is told of or changed. Whether the database ran it. */
async function attack(text: string): Promise<boolean> {
  const { database, sql, bob } = world;
  const aimed = aim(text, bob);
  let isRefused = false;
  const answer = await sql.query(ann.id, aimed, []).then(
    (rows) => JSON.stringify(rows),
    (error: unknown) => {
      if (!(error instanceof PluginSqlError)) throw error;
      isRefused = true;
      return error.message;
    },
  );
  const isEcho = aimed.includes(bob.marker); // a literal may come back
  if (!isEcho) expect(answer.toLowerCase()).not.toContain(bob.marker);
  if (/\b(insert|update|delete)\b/i.test(text)) {
    expect(await snapshotOf(database, bob)).toBe(before);
    if (/\bfrom users\b/i.test(text)) ann = await addMarkedPerson(database);
  }
  return !isRefused;
}

/** Attacks with each; at least `share` of them must be statements that the database really runs. */
async function attackWith(texts: fc.Arbitrary<string>, share: number): Promise<void> {
  let ran = 0;
  const property = fc.asyncProperty(texts, async (text) => {
    if (await attack(text)) ran += 1;
  });
  await fc.assert(property, { numRuns: RUNS });
  expect(ran / RUNS).toBeGreaterThan(share);
}

const tape = fc.array(fc.nat(5_000), { minLength: CHOICES, maxLength: CHOICES });

test(
  'no random SELECT tells anything of the other person',
  () => attackWith(tape.map(writeSelect), 0.3),
  120 * SECONDS,
);

test(
  'no random INSERT, UPDATE or DELETE changes anything of the other person',
  () => attackWith(tape.map(writeChange), 0.3),
  120 * SECONDS,
);

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
  ' or true ',
  ' for update ',
  ' returning * ',
  '::regclass',
  'set_config(',
  'with x as (',
  'recursive ',
  ' using operator(public.<) ',
  'lateral ',
  '(t).*',
  'password_hash',
  'is_admin',
  'OTHER',
  '\u0000',
  '\ufeff',
  ' ',
];

/** The parts between which mutations cut: words, texts, operators, spaces. */
const partsOf = (text: string) => text.match(/'[^']*'|\w+|\s+|[^\w\s]/g) ?? [];

const allParts = [...boundByRows, ...Object.values(refusedByGate).flat()]
  .filter((text) => text.length < 200)
  .flatMap(partsOf);

const mutation = fc
  .tuple(
    fc.constantFrom(...boundByRows),
    fc.array(
      fc.record({
        at: fc.nat(200),
        cut: fc.nat(2),
        put: fc.oneof(fc.constantFrom(...SPLINTERS), fc.constantFrom(...allParts)),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([text, edits]) => {
    const parts: string[] = [...partsOf(text)];
    for (const { at, cut, put } of edits) parts.splice(at % (parts.length + 1), cut, put);
    return parts.join('');
  });

test(
  'no mutation of a good statement reaches the other person',
  () => attackWith(mutation, 0.02),
  120 * SECONDS,
);
