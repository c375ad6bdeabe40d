import { addDays } from '../../ui/zone.ts';
import type { Day } from '../../wire.ts';

/** Weeks that make a weekday's usual time. */
const USUAL_WEEKS = 8;
const WEEK_DAYS = 7;

/** Whether a text is a day of the calendar, `2026-02-28` but not `2026-02-30`. */
export function isCalendarDay(text: string): boolean {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === text;
}

/** What is usual on the weekday of a day. */
export interface Usual {
  /** The average, whole seconds. */
  seconds: number;
  /** How many such days it is made of. */
  weeks: number;
}

/**
 * The average of the same weekday in the eight weeks before, from the first day with any time on.
 * Null when there is no such day.
 */
export function usualOf(date: string, days: readonly Day[]): Usual | null {
  const first = days.find(({ seconds }) => seconds > 0)?.date;
  if (first === undefined) return null;
  const wanted = new Set(
    Array.from({ length: USUAL_WEEKS }, (_, week) => addDays(date, -WEEK_DAYS * (week + 1))),
  );
  const same = days.filter((day) => day.date >= first && wanted.has(day.date));
  if (same.length === 0) return null;
  const sum = same.reduce((total, { seconds }) => total + seconds, 0);
  return { seconds: Math.round(sum / same.length), weeks: same.length };
}

/** The nearest day before with any time, or null. */
export function lastActiveBefore(date: string, days: readonly Day[]): Day | null {
  return days.findLast((day) => day.date < date && day.seconds > 0) ?? null;
}
