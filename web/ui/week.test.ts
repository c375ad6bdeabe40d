import { expect, test } from 'bun:test';
import { dayOfWeek, formatHours, weekdayName, weekdaysFrom } from './week.ts';

test('a week begins where the person says', () => {
  expect(weekdaysFrom(1)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(weekdaysFrom(7)).toEqual([7, 1, 2, 3, 4, 5, 6]);
});

test('a day knows its place in the week', () => {
  expect(dayOfWeek('2026-03-09', 1)).toBe(0); // a Monday
  expect(dayOfWeek('2026-03-09', 7)).toBe(1);
  expect(dayOfWeek('2026-03-08', 7)).toBe(0);
  expect(dayOfWeek('2026-03-06', 6)).toBe(6);
});

test('weekdays and hours have names', () => {
  expect(weekdayName(7, 'long', 'en-GB')).toBe('Sunday');
  expect(formatHours(9)).toBe('09–10');
  expect(formatHours(23)).toBe('23–24');
});
