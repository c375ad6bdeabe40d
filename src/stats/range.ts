import { AppError } from '../base/errors.ts';
import { addDays, DAY_MS, localDate, SECOND_MS, startOfLocalDate } from '../base/time.ts';
import type { Span } from './spans.ts';

/** What a caller may ask for (spec/codetrackr 1.2). All optional; unknown `range` means 7d. */
export interface RangeQuery {
  range?: string | undefined;
  start?: string | undefined;
  end?: string | undefined;
}

/** Where and when the question is asked. */
export interface Here {
  /** IANA zone in which days begin. */
  zone: string;
  nowMs: number;
}

/** A span with the local days that it touches. */
export interface Range extends Span {
  /** Local day of the first second, `YYYY-MM-DD`. */
  firstDate: string;
  /** Local day of the last second. */
  lastDate: string;
  /** Local days from `firstDate` up to `lastDate` or today, whichever is earlier; at least 1. */
  days: number;
}

/**
 * A parsed question. `all` reaches back to the first day with data, which only the database knows;
 * its `end` is null when no end was given.
 */
export type RangeRequest = { kind: 'span'; range: Range } | { kind: 'all'; end: number | null };

const NAMED_DAYS: ReadonlyMap<string, number> = new Map([
  ['today', 1],
  ['7d', 7],
  ['30d', 30],
  ['90d', 90],
]);
const DEFAULT_DAYS = 7;

/** Earlier heartbeats are refused on arrival; also bounds the zero days that are filled in. */
export const EARLIEST_SECONDS = Date.UTC(2000, 0, 1) / SECOND_MS;
/** Heartbeats from further ahead than a day are refused, and one lasts a day at most. */
export const LATEST_AHEAD_SECONDS = (3 * DAY_MS) / SECOND_MS;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** An offset whose `+` was decoded to a space because the client did not encode it. */
const SPACED_OFFSET = / (\d{2}:\d{2})$/;

/** The range of `start`..`end` with its local days. */
export function toRange({ start, end }: Span, { zone, nowMs }: Here): Range {
  const firstDate = localDate(start * SECOND_MS, zone);
  const lastDate = localDate(Math.max(start, end - 1) * SECOND_MS, zone);
  const countable = Math.min(
    countDays(firstDate, lastDate),
    countDays(firstDate, localDate(nowMs, zone)),
  );
  return { start, end, firstDate, lastDate, days: Math.max(1, countable) };
}

/** The whole local days `first` to `last`, both included. */
export function toDayRange(first: string, last: string, here: Here): Range {
  const start = startOfLocalDate(first, here.zone);
  return toRange({ start, end: startOfLocalDate(addDays(last, 1), here.zone) }, here);
}

/** Number of days from `first` to `last`, both included; 0 or less when reversed. */
export function countDays(first: string, last: string): number {
  return Temporal.PlainDate.from(first).until(last, { largestUnit: 'days' }).days + 1;
}

/** Every day from `first` to `last`, both included, in order. */
export function listDates(first: string, last: string): string[] {
  return Array.from({ length: Math.max(0, countDays(first, last)) }, (_, index) =>
    addDays(first, index),
  );
}

/**
 * Whole local days cut out of a range: the longest run of days that lie inside it, or null when it
 * contains none.
 */
export function wholeDays(range: Range, zone: string): { first: string; last: string } | null {
  const cutAtStart = startOfLocalDate(range.firstDate, zone) < range.start;
  const cutAtEnd = startOfLocalDate(addDays(range.lastDate, 1), zone) > range.end;
  const first = cutAtStart ? addDays(range.firstDate, 1) : range.firstDate;
  const last = cutAtEnd ? addDays(range.lastDate, -1) : range.lastDate;
  return first <= last ? { first, last } : null;
}

/**
 * Understands `range` (`today`, `7d` default and fallback, `30d`, `90d`, `all`) and `start`/`end`
 * (RFC 3339, fractions floored to the second, or `YYYY-MM-DD` as a local day, its end included).
 * Named ranges are whole local days, today the last of them. `start` alone runs to the end of
 * today; `end` alone moves the named range back. Throws `invalid` with `fields`.
 */
export function parseRange(query: RangeQuery, here: Here): RangeRequest {
  const today = localDate(here.nowMs, here.zone);
  const start = query.start ? parseInstant('start', query.start, here) : null;
  const end = query.end ? parseInstant('end', query.end, here) : null;
  if (start !== null && end !== null && start > end) {
    throw invalidRange({ end: 'End before start: swap them.' });
  }
  if (start !== null) {
    const endOfToday = startOfLocalDate(addDays(today, 1), here.zone);
    const span = { start, end: end ?? Math.max(start, endOfToday) };
    return { kind: 'span', range: toRange(span, here) };
  }
  if (query.range === 'all') return { kind: 'all', end };
  const lastDate = end === null ? today : localDate((end - 1) * SECOND_MS, here.zone);
  const days = NAMED_DAYS.get(query.range ?? '') ?? DEFAULT_DAYS;
  const whole = toDayRange(addDays(lastDate, 1 - days), lastDate, here);
  return { kind: 'span', range: end === null ? whole : toRange({ start: whole.start, end }, here) };
}

/** The whole local day (`YYYY-MM-DD`) that a field names. Throws `invalid` with `fields`. */
export function parseDayRange(field: string, date: string, here: Here): Range {
  if (!DATE.test(date)) throw invalidRange({ [field]: 'Use a day such as 2026-01-31.' });
  try {
    return toDayRange(date, date, here);
  } catch (cause) {
    throw invalidRange({ [field]: `${date} is not a day of the calendar.` }, cause);
  }
}

function parseInstant(field: 'start' | 'end', text: string, here: Here): number {
  const seconds = DATE.test(text)
    ? parseDay(field, text, here.zone)
    : parseDateTime(field, text.replace(SPACED_OFFSET, '+$1'));
  const latest = Math.floor(here.nowMs / SECOND_MS) + LATEST_AHEAD_SECONDS;
  return Math.min(Math.max(seconds, EARLIEST_SECONDS), latest);
}

function parseDay(field: 'start' | 'end', date: string, zone: string): number {
  try {
    return startOfLocalDate(field === 'end' ? addDays(date, 1) : date, zone);
  } catch (cause) {
    throw invalidRange({ [field]: `${date} is not a day of the calendar.` }, cause);
  }
}

function parseDateTime(field: string, text: string): number {
  try {
    return Math.floor(Temporal.Instant.from(text).epochMilliseconds / SECOND_MS);
  } catch (cause) {
    const sentence = 'Use a time such as 2026-01-31T09:00:00Z, or a day such as 2026-01-31.';
    throw invalidRange({ [field]: sentence }, cause);
  }
}

function invalidRange(fields: Record<string, string>, cause?: unknown): AppError {
  const [[field, sentence] = ['', '']] = Object.entries(fields);
  return new AppError('invalid', `Bad ${field}: ${sentence}`, { fields, cause });
}
