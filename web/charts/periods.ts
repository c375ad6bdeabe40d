import { addDays } from '../ui/zone.ts';
import type { Day } from '../wire.ts';

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
}

/** Days as they are, or summed by week (from Monday) or month, so that a long range stays legible. */
export function groupDays(days: readonly Day[]): { unit: PeriodUnit; periods: Period[] } {
  const unit = unitFor(days.length);
  const periods: Period[] = [];
  for (const { date, seconds } of days) {
    const last = periods.at(-1);
    if (last && unit !== 'day' && groupStart(last.start, unit) === groupStart(date, unit)) {
      last.end = date;
      last.seconds += seconds;
    } else {
      periods.push({ start: date, end: date, seconds });
    }
  }
  return { unit, periods };
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
