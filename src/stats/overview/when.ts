import { DAY_MS, HOUR_MS, SECOND_MS } from '../../base/time.ts';
import type { Span } from '../spans.ts';
import { toOffsetSpans } from './local-spans.ts';

/** The part of the week that counts, by the clocks of the person's zone. Undefined: all of it. */
export interface When {
  /** 1 Monday to 7 Sunday. */
  weekday?: number | undefined;
  /** 0 to 23. */
  hour?: number | undefined;
}

const DAY_SECONDS = DAY_MS / SECOND_MS;
const HOUR_SECONDS = HOUR_MS / SECOND_MS;
const WEEK_DAYS = 7;

export const isAlways = ({ weekday, hour }: When): boolean =>
  weekday === undefined && hour === undefined;

/** 1 Monday to 7 Sunday of a day counted from 1970, whose first was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % WEEK_DAYS) + 1;

/** The pieces of a span that lie in these hours: as many as it has such days, at most. */
export function toSpansWithin(span: Span, zone: string, when: When): Span[] {
  if (isAlways(when)) return [span];
  return toOffsetSpans(span, zone).flatMap(({ start, end, offset }) => {
    const firstDay = Math.floor((start + offset) / DAY_SECONDS);
    const lastDay = Math.floor((end - 1 + offset) / DAY_SECONDS);
    const pieces: Span[] = [];
    for (let day = firstDay; day <= lastDay; day++) {
      if (when.weekday !== undefined && weekdayOf(day) !== when.weekday) continue;
      const midnight = day * DAY_SECONDS - offset;
      const from = midnight + (when.hour ?? 0) * HOUR_SECONDS;
      const to = when.hour === undefined ? midnight + DAY_SECONDS : from + HOUR_SECONDS;
      const piece = { start: Math.max(start, from), end: Math.min(end, to) };
      if (piece.start < piece.end) pieces.push(piece);
    }
    return pieces;
  });
}
