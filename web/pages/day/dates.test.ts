import { describe, expect, test } from 'bun:test';
import { addDays } from '../../ui/zone.ts';
import { isCalendarDay, lastActiveBefore, usualOf } from './dates.ts';

test.each([
  ['2026-02-28', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['26-01-01', false],
  ['today', false],
])('%s is a day of the calendar: %p', (text, is) => expect(isCalendarDay(text)).toBe(is));

describe('the usual weekday', () => {
  const days = (seconds: (index: number) => number) =>
    Array.from({ length: 120 }, (_, index) => ({
      date: addDays('2026-11-21', index - 120),
      seconds: seconds(index),
    }));

  test('is the average of the eight before', () => {
    const saturdays = days((index) => ((120 - index) % 7 === 0 ? 120 - index : 9_999));
    expect(usualOf('2026-11-21', saturdays)).toEqual({ seconds: 32, weeks: 8 });
  });

  test('begins with the first day that has any time, and counts free days after it', () => {
    const sinceTwoWeeks = days((index) => (index === 106 ? 600 : 0));
    expect(usualOf('2026-11-21', sinceTwoWeeks)).toEqual({ seconds: 300, weeks: 2 });
  });

  test('is not known before there was any', () => {
    expect(
      usualOf(
        '2026-11-21',
        days(() => 0),
      ),
    ).toBeNull();
    expect(
      usualOf(
        '2026-11-21',
        days((index) => (index === 119 ? 60 : 0)),
      ),
    ).toBeNull();
  });

  test('the last active day is the nearest one before', () => {
    const two = days((index) => (index === 100 || index === 110 ? 60 : 0));
    expect(lastActiveBefore('2026-11-21', two)?.date).toBe('2026-11-11');
    expect(lastActiveBefore('2026-11-11', two)?.date).toBe('2026-11-01');
    expect(lastActiveBefore('2026-11-01', two)).toBeNull();
  });
});
