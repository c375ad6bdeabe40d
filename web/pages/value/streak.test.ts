import { expect, test } from 'bun:test';
import { addDays } from '../../ui/zone.ts';
import { streakOf } from './streak.ts';

const TODAY = '2026-11-21';
/** The last day is today. */
const days = (pattern: string) =>
  [...pattern].map((mark, index) => ({
    date: addDays(TODAY, index + 1 - pattern.length),
    seconds: mark === 'x' ? 60 : 0,
  }));

test.each([
  ['xx.xxx', 3, 3],
  ['xxxx.xx.', 2, 4],
  ['xxxx..', 0, 4],
  ['......', 0, 0],
  ['', 0, 0],
])('%p: %d now, %d at most', (pattern, current, longest) =>
  expect(streakOf(days(pattern), TODAY)).toEqual({ current, longest }),
);
