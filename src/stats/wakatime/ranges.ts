import { addDays, localDate } from '../../base/time.ts';
import { invalidField } from '../../heartbeats/wakatime-day.ts';
import { EARLIEST_SECONDS, type Here, type RangeQuery } from '../range.ts';
import { findNamed, NAMED, toRangeName } from './days.ts';

/** A range of WakaTime's `stats`, as our own statistics ask for it. */
export interface StatsRange {
  /** As WakaTime spells it: `last_7_days`, `2026-03`. */
  name: string;
  /** As people read it: `last 7 days`, `March 2026`. */
  text: string;
  query: RangeQuery;
}

const DEFAULT = 'last_7_days';

/** What Wakapi and older clients call the same ranges. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['', DEFAULT],
  ['week', 'this_week'],
  ['month', 'this_month'],
  ['7_days', 'last_7_days'],
  ['14_days', 'last_14_days'],
  ['30_days', 'last_30_days'],
  ['6_months', 'last_6_months'],
  ['12_months', 'last_year'],
  ['last_12_months', 'last_year'],
  ['all', 'all_time'],
  ['any', 'all_time'],
]);

const MONTH_TEXT = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  month: 'long',
  year: 'numeric',
});

/** First and last day of `2026` or `2026-03`; null for anything else. */
function findCalendar(name: string): { first: string; last: string; text: string } | null {
  const [, year, month] = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(name) ?? [];
  if (year === undefined) return null;
  const first = `${year}-${month ?? '01'}-01`;
  const next = Temporal.PlainDate.from(first).add(month ? { months: 1 } : { years: 1 });
  return {
    first,
    last: addDays(next.toString(), -1),
    text: month ? MONTH_TEXT.format(Date.parse(first)) : year,
  };
}

function toCalendarRange(name: string, here: Here): StatsRange | null {
  const calendar = findCalendar(name);
  if (!calendar) return null;
  const today = localDate(here.nowMs, here.zone);
  const earliest = localDate(EARLIEST_SECONDS * 1_000, 'UTC');
  if (calendar.first < earliest || calendar.first > today) {
    throw invalidField('range', `Use a year or month from ${earliest.slice(0, 4)} to now.`);
  }
  const [end = today] = [calendar.last, today].sort();
  return { name, text: calendar.text, query: { start: calendar.first, end } };
}

/**
 * The ranges of `stats/{range}` (spec/wakatime 1.8): WakaTime's names, `YYYY`, `YYYY-MM`, Wakapi's
 * short names; none means the last 7 days. Days of the user's zone, today the last of them. Throws
 * `invalid`.
 */
export function parseStatsRange(text: string | undefined, here: Here): StatsRange {
  const given = toRangeName(text ?? '');
  const name = ALIASES.get(given) ?? given;
  if (name === 'all_time') return { name, text: 'all time', query: { range: 'all' } };
  const named = findNamed(name);
  if (named) {
    const [start, end] = named(localDate(here.nowMs, here.zone));
    return { name, text: name.replaceAll('_', ' '), query: { start, end } };
  }
  const calendar = toCalendarRange(name, here);
  if (calendar) return calendar;
  const names = Object.keys(NAMED).join(', ');
  throw invalidField('range', `Use one of ${names}, all_time, a year or a month (2026-03).`);
}
