import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { addDays } from '../ui/zone.ts';
import type { StackedDay } from '../wire.ts';
import { groupDays } from './periods.ts';

const days = (count: number, start = '2026-01-01'): StackedDay[] =>
  Array.from({ length: count }, (_, index) => ({
    date: addDays(start, index),
    seconds: index + 1,
    parts: [{ name: index % 2 ? 'odd' : 'even', seconds: index + 1 }],
  }));

test('a quarter shows every day, a year weeks, ten years months', () => {
  expect(groupDays(days(90), 1).unit).toBe('day');
  expect(groupDays(days(365), 1).unit).toBe('week');
  expect(groupDays(days(3_650), 1).unit).toBe('month');
});

test('weeks begin on Monday; the first and last may be shorter', () => {
  const { periods } = groupDays(days(365), 1);
  expect(periods[0]).toMatchObject({ start: '2026-01-01', end: '2026-01-04' });
  expect(periods[1]).toMatchObject({ start: '2026-01-05', end: '2026-01-11' });
});

test('a week that begins on Sunday is cut there', () => {
  const { periods } = groupDays(days(365), 7);
  expect(periods[0]).toMatchObject({ start: '2026-01-01', end: '2026-01-03' });
  expect(periods[1]).toMatchObject({ start: '2026-01-04', end: '2026-01-10' });
});

test('grouping loses no second and leaves no gap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), (count) => {
      const input = days(count);
      const { periods } = groupDays(input, 1);
      const sum = (list: { seconds: number }[]) => list.reduce((all, one) => all + one.seconds, 0);
      expect(sum(periods)).toBe(sum(input));
      expect(sum(periods.flatMap((period) => period.parts))).toBe(sum(input));
      for (const [index, period] of periods.entries()) {
        const next = periods[index + 1];
        if (next) expect(next.start).toBe(addDays(period.end, 1));
      }
    }),
    { numRuns: 30 },
  );
});
