import { AppError } from '../base/errors.ts';
import { addDays, isTimeZone, localDate, SECOND_MS, startOfLocalDate } from '../base/time.ts';

/** One local day with its bounds. */
export interface Day {
  /** `YYYY-MM-DD` */
  date: string;
  /** Epoch seconds, the end not included. */
  start: number;
  end: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** An `invalid` error about one parameter. */
export function invalidField(field: string, sentence: string, cause?: unknown): AppError {
  return new AppError('invalid', `Bad ${field}: ${sentence}`, {
    fields: { [field]: sentence },
    cause,
  });
}

/** A day of the calendar, a time that falls on one, or the words of older clients for a day. */
export function parseDate(
  field: string,
  text: string,
  { zone, nowMs }: { zone: string; nowMs: number },
): string {
  const today = localDate(nowMs, zone);
  if (text === 'today') return today;
  if (text === 'yesterday') return addDays(today, -1);
  try {
    if (DATE.test(text)) return Temporal.PlainDate.from(text).toString();
    return localDate(Temporal.Instant.from(text).epochMilliseconds, zone);
  } catch (cause) {
    throw invalidField(field, 'Use a day such as 2026-01-31.', cause);
  }
}

/** The zone that a request names, or the user's own. Throws `invalid` for an unknown one. */
export function parseZone(timezone: string | undefined, own: string): string {
  if (!timezone) return own;
  if (!isTimeZone(timezone)) {
    throw invalidField('timezone', 'Use an IANA name such as Europe/Berlin.');
  }
  return timezone;
}

export function toDay(date: string, zone: string): Day {
  return {
    date,
    start: startOfLocalDate(date, zone),
    end: startOfLocalDate(addDays(date, 1), zone),
  };
}

/** The one day that a request is about; it must say so. Throws `invalid`. */
export function parseDay(
  query: { date?: string | undefined; timezone?: string | undefined },
  own: { zone: string; nowMs: number },
): Day & { zone: string } {
  const zone = parseZone(query.timezone, own.zone);
  if (!query.date) throw invalidField('date', 'Give the day as YYYY-MM-DD.');
  const date = parseDate('date', query.date, { zone, nowMs: own.nowMs });
  return { ...toDay(date, zone), zone };
}

/** `2023-01-29T05:00:00Z` */
export function toIsoSeconds(epochSeconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * SECOND_MS).toString();
}

/** `{start, end, timezone}` of a day as WakaTime frames answers; `end` is its last second. */
export function toDayFrame({ start, end, zone }: Day & { zone: string }) {
  return { start: toIsoSeconds(start), end: toIsoSeconds(end - 1), timezone: zone };
}
