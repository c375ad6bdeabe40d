import { addDays, localDate } from '../../base/time.ts';
import {
  type Day,
  invalidField,
  parseDate,
  toDay,
  toIsoSeconds,
} from '../../heartbeats/wakatime-day.ts';
import { countDays, type Here, listDates } from '../range.ts';

/** Longest range that one summaries answer covers, in local days. */
export const SUMMARY_DAYS = 366;

export interface DayQuery {
  start?: string | undefined;
  end?: string | undefined;
  range?: string | undefined;
  timezone?: string | undefined;
}

export type Dates = [first: string, last: string];

/** The Monday on or before `date`. */
const startOfWeek = (date: string): string =>
  addDays(date, 1 - Temporal.PlainDate.from(date).dayOfWeek);

const startOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** WakaTime's range names, lower case with underscores; weeks begin on Monday. */
export const NAMED: Readonly<Record<string, (today: string) => Dates>> = {
  today: (today) => [today, today],
  yesterday: (today) => [addDays(today, -1), addDays(today, -1)],
  last_7_days: (today) => [addDays(today, -6), today],
  last_7_days_from_yesterday: (today) => [addDays(today, -7), addDays(today, -1)],
  last_14_days: (today) => [addDays(today, -13), today],
  last_30_days: (today) => [addDays(today, -29), today],
  this_week: (today) => [startOfWeek(today), today],
  last_week: (today) => [addDays(startOfWeek(today), -7), addDays(startOfWeek(today), -1)],
  this_month: (today) => [startOfMonth(today), today],
  last_month(today) {
    const last = addDays(startOfMonth(today), -1);
    return [startOfMonth(last), last];
  },
  last_6_months: (today) => [addDays(today, -181), today],
  last_year: (today) => [addDays(today, -364), today],
};

/** `Last 7 Days` and `last_7_days` are one. */
export const toRangeName = (text: string): string => text.trim().toLowerCase().replaceAll(' ', '_');

export function findNamed(name: string): ((today: string) => Dates) | undefined {
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

function parseDates(query: DayQuery, here: Here): Dates {
  if (query.start && query.end) {
    return [parseDate('start', query.start, here), parseDate('end', query.end, here)];
  }
  if (!query.range) {
    const missing = query.start ? 'end' : 'start';
    throw invalidField(missing, 'Give start and end as days (YYYY-MM-DD), or a range.');
  }
  const named = findNamed(toRangeName(query.range));
  if (!named) throw invalidField('range', `Use one of ${Object.keys(NAMED).join(', ')}.`);
  return named(localDate(here.nowMs, here.zone));
}

/**
 * The days of `start`..`end` (both included) or of a named `range` (spec/wakatime 1.8). Throws
 * `invalid` for missing, malformed or reversed days and for more than SUMMARY_DAYS of them.
 */
export function parseDays(query: DayQuery, here: Here): Day[] {
  const [first, last] = parseDates(query, here);
  const count = countDays(first, last);
  if (count < 1) throw invalidField('end', 'It lies before start: swap them.');
  if (count > SUMMARY_DAYS)
    throw invalidField('start', `Ask for at most ${SUMMARY_DAYS} days at once.`);
  return listDates(first, last).map((date) => toDay(date, here.zone));
}

/** `{date, start, end, text, timezone}` of a day; `end` is its last second. */
export function toDayRangeObject(day: Day, zone: string, text: string) {
  return {
    date: day.date,
    start: toIsoSeconds(day.start),
    end: toIsoSeconds(day.end - 1),
    text,
    timezone: zone,
  };
}
