/**
 * `bun bench/attacks.ts [text…]`: every hostile script of src/sandbox/attacks, or those whose class
 * or name holds one of the texts. Prints what went wrong, and a table by class.
 */
import type { Attack } from '../src/sandbox/attacks/attack.ts';
import { corpus } from '../src/sandbox/attacks/corpus.ts';
import { inspections } from '../src/sandbox/attacks/inspections.ts';
import { lookAtAll, runSuite } from '../src/sandbox/attacks/suite.ts';
import { type Trial, toText } from '../src/sandbox/attacks/trial.ts';
import { median } from './numbers.ts';
import { type Line, megabytes, milliseconds, toTable } from './table.ts';

const wanted = process.argv.slice(2);
const isWanted = ({ what }: Attack): boolean =>
  wanted.length === 0 || wanted.some((text) => what.includes(text));

function tell({ attack, outcome, tookMs, problems }: Trial): void {
  if (wanted.length > 0)
    console.error(`${attack.what}: ${toText(outcome)} (${milliseconds(tookMs)})`);
  for (const problem of problems) console.error(`!! ${attack.what}: ${problem}`);
}

const { trials, ...seen } = await runSuite(corpus.filter(isWanted), tell);

const lies = wanted.length === 0 ? await lookAtAll(inspections) : [];
for (const problem of lies) console.error(`!! a look at ${problem}`);

const endsOf = (all: readonly Trial[]): string => {
  const ends = Map.groupBy(all, ({ outcome }) => (outcome.ok ? 'ok' : outcome.error.kind));
  return [...ends].map(([end, some]) => `${some.length} ${end}`).join(', ');
};

const lines = [...Map.groupBy(trials, ({ attack }) => attack.class)].map(([name, all]): Line => {
  const failed = all.filter(({ problems }) => problems.length > 0).length;
  return {
    section: name,
    what: `${all.length} scripts: ${endsOf(all)}`,
    value: milliseconds(median(all.map(({ tookMs }) => tookMs))),
    baseline: `${milliseconds(Math.max(...all.map(({ tookMs }) => tookMs)))} at most`,
    target: `${failed} problems`,
    isMet: failed === 0,
  };
});
console.log(toTable(lines));
console.log(
  [
    `parent ${megabytes(seen.before.parentBytes)} before, ${megabytes(seen.after.parentBytes)} after, ${megabytes(seen.peakParentBytes)} at most`,
    `largest child ${megabytes(seen.before.childBytes)} before, ${megabytes(seen.after.childBytes)} after`,
    `${seen.answers} plain requests, the slowest took ${milliseconds(seen.slowestAnswerMs)}`,
    `${seen.leftOver.length} processes left over`,
  ].join('\n'),
);
const isClean = lies.length === 0 && trials.every(({ problems }) => problems.length === 0);
process.exit(isClean ? 0 : 1);
