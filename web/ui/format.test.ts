import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  formatCount,
  formatDate,
  formatDuration,
  formatExactDuration,
  formatPercentage,
  formatRelative,
} from './format.ts';

describe('durations', () => {
  test.each([
    [0, '0m'],
    [52, '52s'],
    [60, '1m'],
    [2_280, '38m'],
    [3_600, '1h 0m'],
    [15_120, '4h 12m'],
    [15_179, '4h 12m'],
    [360_000, '100h 0m'],
  ])('%d seconds read %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  test.each([
    [0, '0s'],
    [52, '52s'],
    [2_280, '38m 0s'],
    [15_125, '4h 12m 5s'],
  ])('%d seconds read %s to the second', (seconds, text) => {
    expect(formatExactDuration(seconds)).toBe(text);
  });

  test('the exact form loses no second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        const units: Record<string, number> = { h: 3_600, m: 60, s: 1 };
        const sum = formatExactDuration(seconds)
          .split(' ')
          .reduce(
            (total, part) => total + Number.parseInt(part, 10) * (units[part.slice(-1)] ?? 0),
            0,
          );
        expect(sum).toBe(seconds);
      }),
    );
  });
});

test('a share that is not quite nothing does not read as nothing', () => {
  expect(formatPercentage(0)).toBe('0 %');
  expect(formatPercentage(0.2)).toBe('<1 %');
  expect(formatPercentage(63.6)).toBe('64 %');
});

test('a calendar day is the same day wherever it is read', () => {
  expect(
    formatDate('2026-03-09', { weekday: 'short', day: 'numeric', month: 'short' }, 'en-GB'),
  ).toBe('Mon 9 Mar');
});

test('relative times use the largest whole unit', () => {
  const now = Date.UTC(2026, 2, 9, 12);
  const ago = (seconds: number) => formatRelative(now - seconds * 1_000, now, 'en');
  expect(ago(20)).toBe('now');
  expect(ago(119)).toBe('1 minute ago');
  expect(ago(7_300)).toBe('2 hours ago');
  expect(ago(90_000)).toBe('yesterday');
});

test('one is singular', () => {
  expect([0, 1, 2].map((count) => formatCount(count, 'day'))).toEqual([
    '0 days',
    '1 day',
    '2 days',
  ]);
});
