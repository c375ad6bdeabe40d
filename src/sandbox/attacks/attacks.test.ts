import { beforeAll, expect, test } from 'bun:test';
import { corpus } from './corpus.ts';
import { inspections } from './inspections.ts';
import { lookAtAll, runSuite, type SuiteResult, sample } from './suite.ts';

/** `bun bench/attacks.ts` runs all of them; here are some of each class, others every day. */
const PER_CLASS = 2;
const DAY_MS = 86_400_000;
const MIB = 1024 ** 2;
/** Generous: what a leak of a few runs' memory would soon exceed. */
const PARENT_GROWTH_BYTES = 96 * MIB;
/**
 * A child grows from 50 MB as it keeps images of plugins (48 MB) and until it collects the engines
 * that it has replaced; how far it has come depends on when it was started.
 */
const CHILD_BYTES = 256 * MIB;
/** A machine that does much else; an event loop that waited for a guest would be far beyond. */
const SLOWEST_ANSWER_MS = 1_500;
const PEAK_PARENT_BYTES = 512 * MIB;
const SUITE_MS = 300_000;

const seed = Math.floor(Date.now() / DAY_MS);
let result: SuiteResult;

beforeAll(async () => {
  result = await runSuite(sample(corpus, PER_CLASS, seed));
}, SUITE_MS);

test('the corpus is large, and every attack has a name of its own', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(200);
  expect(new Set(corpus.map(({ what }) => what)).size).toBe(corpus.length);
});

test('a sample has some of every class, and another seed gives others', () => {
  const classesOf = (attacks: readonly { class: string }[]) => new Set(attacks.map((a) => a.class));
  const one = sample(corpus, 1, 1);
  expect(classesOf(one)).toEqual(classesOf(corpus));
  expect(sample(corpus, 1, 1)).toEqual(one);
  expect(sample(corpus, 1, 2)).not.toEqual(one);
});

test(`every attack ends in time and as it must, and harms no other run (seed ${seed})`, () => {
  const problems = result.trials.flatMap(({ attack, problems }) =>
    problems.map((problem) => `${attack.what}: ${problem}`),
  );
  expect(problems).toEqual([]);
});

test('requests are answered meanwhile', () => {
  expect(result.answers).toBeGreaterThan(result.trials.length);
  expect(result.slowestAnswerMs).toBeLessThan(SLOWEST_ANSWER_MS);
});

test('this process never holds much of what guests send and are sent', () => {
  expect(result.peakParentBytes - result.before.parentBytes).toBeLessThan(PEAK_PARENT_BYTES);
});

test('memory of this process comes back to where it was, and that of its children stays small', () => {
  const { before, after } = result;
  expect(after.parentBytes - before.parentBytes).toBeLessThan(PARENT_GROWTH_BYTES);
  expect(after.childBytes).toBeLessThan(CHILD_BYTES);
});

test('no process is left when the sandbox has been closed', () => {
  expect(result.leftOver).toEqual([]);
});

test(
  'a look at a script that lies finds names or nothing',
  async () => {
    const all = Object.entries(inspections);
    const quick = all.filter(([, lie]) => !lie.isEndless);
    const endless = all.filter(([, lie]) => lie.isEndless);
    const chosen = [...quick, endless[seed % endless.length] ?? []];
    expect(await lookAtAll(Object.fromEntries(chosen))).toEqual([]);
  },
  SUITE_MS,
);
