import { formatDate } from './format.ts';
import { addDays } from './zone.ts';

/** Weeks as people choose them: weekdays are 1 Monday to 7 Sunday, as ISO 8601 counts. */

const DAYS_PER_WEEK = 7;
/** Any Monday. */
const MONDAY = '2026-01-05';

/** The seven weekdays from the one on which weeks begin. */
export function weekdaysFrom(weekStart: number): number[] {
  return Array.from(
    { length: DAYS_PER_WEEK },
    (_, index) => ((weekStart - 1 + index) % DAYS_PER_WEEK) + 1,
  );
}

/** How many days a calendar day lies after its week's first: 0 to 6. */
export function dayOfWeek(date: string, weekStart: number): number {
  const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % DAYS_PER_WEEK;
  return (sinceMonday - (weekStart - 1) + DAYS_PER_WEEK) % DAYS_PER_WEEK;
}

/** `Tue` or `Tuesday`, in the reader's language. */
export function weekdayName(weekday: number, length: 'short' | 'long', locale?: string): string {
  return formatDate(addDays(MONDAY, weekday - 1), { weekday: length }, locale);
}

/** `09–10`: the hour that begins at nine. */
export function formatHours(hour: number): string {
  return `${twoDigits(hour)}–${twoDigits(hour + 1)}`;
}

export function twoDigits(hour: number): string {
  return String(hour).padStart(2, '0');
}
