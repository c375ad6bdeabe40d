import { dayOfWeek } from '../ui/week.ts';
import { addDays } from '../ui/zone.ts';
import type { Part, StackedDay } from '../wire.ts';

/** Bars thinner than these can be neither seen nor hit. */
const MOST_DAYS = 100;
const MOST_WEEKS = 110;

export type PeriodUnit = 'day' | 'week' | 'month';

/** One bar: a day, or as many days as one bar must hold. */
export interface Period {
  /** First and last day, YYYY-MM-DD. */
  start: string;
  end: string;
  seconds: number;
  /** By the names of the days' parts. */
  parts: Part[];
}

/**
 * Days as they are, or summed by week or month, so that a long range stays legible. Weeks begin on
 * `weekStart`, 1 Monday to 7 Sunday.
 */
export function groupDays(
  days: readonly StackedDay[],
  weekStart: number,
): { unit: PeriodUnit; periods: Period[] } {
  const unit = unitFor(days.length);
  const periods: Period[] = [];
  const startOf = (date: string) =>
    unit === 'month' ? date.slice(0, 7) : addDays(date, -dayOfWeek(date, weekStart));
  for (const { date, seconds, parts } of days) {
    const last = periods.at(-1);
    if (last && unit !== 'day' && startOf(last.start) === startOf(date)) {
      last.end = date;
      last.seconds += seconds;
      last.parts = addParts(last.parts, parts);
    } else {
      periods.push({ start: date, end: date, seconds, parts: [...parts] });
    }
  }
  return { unit, periods };
}

function addParts(first: readonly Part[], second: readonly Part[]): Part[] {
  const sums = new Map(first.map(({ name, seconds }) => [name, seconds]));
  for (const { name, seconds } of second) sums.set(name, (sums.get(name) ?? 0) + seconds);
  return [...sums].map(([name, seconds]) => ({ name, seconds }));
}

function unitFor(dayCount: number): PeriodUnit {
  if (dayCount <= MOST_DAYS) return 'day';
  return dayCount <= MOST_WEEKS * 7 ? 'week' : 'month';
}
