import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { toStreaks } from './streaks.ts';

const TODAY = '2026-03-11';
const today = Date.parse(TODAY) / 86_400_000;
const streaks = (...ago: number[]) =>
  toStreaks(
    ago.map((days) => today - days),
    TODAY,
  );

test('nothing is no streak', () => {
  expect(streaks()).toEqual({ current: 0, longest: 0 });
});

test('today alone is a streak of one', () => {
  expect(streaks(0)).toEqual({ current: 1, longest: 1 });
});

test('a run that ended yesterday is still alive', () => {
  expect(streaks(3, 2, 1)).toEqual({ current: 3, longest: 3 });
});

test('a run that ended the day before yesterday is over', () => {
  expect(streaks(4, 3, 2)).toEqual({ current: 0, longest: 3 });
});

test('the current streak is the newest run, not the oldest (spec/codetrackr 8.2)', () => {
  expect(streaks(14, 13, 12, 11, 10, 1, 0)).toEqual({ current: 2, longest: 5 });
});

test('days ahead of today do not count', () => {
  expect(streaks(0, -1)).toEqual({ current: 1, longest: 1 });
});

test('the current streak is what walking back from today, or yesterday, finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(40)), (ago) => {
      const active = new Set(ago);
      let day = active.has(0) ? 0 : 1;
      let walked = 0;
      for (; active.has(day); day++) walked++;
      const { current, longest } = streaks(...ago);
      expect(current).toBe(walked);
      expect(longest).toBeGreaterThanOrEqual(current);
    }),
  );
});
