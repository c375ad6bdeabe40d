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

/** Days as they are, or summed by week (from Monday) or month, so that a long range stays legible. */
export function groupDays(days: readonly StackedDay[]): { unit: PeriodUnit; periods: Period[] } {
  const unit = unitFor(days.length);
  const periods: Period[] = [];
  for (const { date, seconds, parts } of days) {
    const last = periods.at(-1);
    if (last && unit !== 'day' && groupStart(last.start, unit) === groupStart(date, unit)) {
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

function groupStart(date: string, unit: PeriodUnit): string {
  if (unit === 'month') return date.slice(0, 7);
  const daysSinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -daysSinceMonday);
}
