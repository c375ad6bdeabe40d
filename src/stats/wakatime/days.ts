import { AppError } from '../../base/errors.ts';
import { addDays, isTimeZone, localDate, SECOND_MS, startOfLocalDate } from '../../base/time.ts';
import { countDays, type Here, listDates } from '../range.ts';
import type { Span } from '../spans.ts';

/** Longest range that one summaries answer covers, in local days. */
export const SUMMARY_DAYS = 366;

/** One local day with its bounds. */
export interface Day extends Span {
  /** `YYYY-MM-DD` */
  date: string;
}

export interface DayQuery {
  start?: string | undefined;
  end?: string | undefined;
  range?: string | undefined;
  timezone?: string | undefined;
}

type Dates = [first: string, last: string];

/** The Monday on or before `date`. */
const startOfWeek = (date: string): string =>
  addDays(date, 1 - Temporal.PlainDate.from(date).dayOfWeek);

const startOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** WakaTime's range names, lower case with underscores; weeks begin on Monday. */
const NAMED: Readonly<Record<string, (today: string) => Dates>> = {
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

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function invalid(field: string, sentence: string, cause?: unknown): AppError {
  return new AppError('invalid', `Bad ${field}: ${sentence}`, {
    fields: { [field]: sentence },
    cause,
  });
}

/** A day of the calendar, a time that falls on one, or the words of older clients for a day. */
function parseDate(field: string, text: string, { zone, nowMs }: Here): string {
  const today = localDate(nowMs, zone);
  if (text === 'today') return today;
  if (text === 'yesterday') return addDays(today, -1);
  try {
    if (DATE.test(text)) return Temporal.PlainDate.from(text).toString();
    return localDate(Temporal.Instant.from(text).epochMilliseconds, zone);
  } catch (cause) {
    throw invalid(field, 'Use a day such as 2026-01-31.', cause);
  }
}

function parseDates(query: DayQuery, here: Here): Dates {
  if (query.start && query.end) {
    return [parseDate('start', query.start, here), parseDate('end', query.end, here)];
  }
  if (!query.range) {
    const missing = query.start ? 'end' : 'start';
    throw invalid(missing, 'Give start and end as days (YYYY-MM-DD), or a range.');
  }
  const name = query.range.trim().toLowerCase().replaceAll(' ', '_');
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (!named) throw invalid('range', `Use one of ${Object.keys(NAMED).join(', ')}.`);
  return named(localDate(here.nowMs, here.zone));
}

/** The zone that a request names, or the user's own. Throws `invalid` for an unknown one. */
export function parseZone(timezone: string | undefined, own: string): string {
  if (!timezone) return own;
  if (!isTimeZone(timezone)) throw invalid('timezone', 'Use an IANA name such as Europe/Berlin.');
  return timezone;
}

export function toDay(date: string, zone: string): Day {
  return {
    date,
    start: startOfLocalDate(date, zone),
    end: startOfLocalDate(addDays(date, 1), zone),
  };
}

/**
 * The days of `start`..`end` (both included) or of a named `range` (spec/wakatime 1.8). Throws
 * `invalid` for missing, malformed or reversed days and for more than SUMMARY_DAYS of them.
 */
export function parseDays(query: DayQuery, here: Here): Day[] {
  const [first, last] = parseDates(query, here);
  const count = countDays(first, last);
  if (count < 1) throw invalid('end', 'It lies before start: swap them.');
  if (count > SUMMARY_DAYS) throw invalid('start', `Ask for at most ${SUMMARY_DAYS} days at once.`);
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

/** `2023-01-29T05:00:00Z` */
export function toIsoSeconds(epochSeconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * SECOND_MS).toString();
}
