/** Where the parts of a day lie on a strip, as fractions of its length. Pure. */

export interface Span {
  /** 0 to 1 of the day. */
  from: number;
  length: number;
}

/** The part of `start`–`end` that lies within the day, or null. All are Unix milliseconds. */
export function spanWithin(
  day: { start: number; end: number },
  start: number,
  end: number,
): Span | null {
  const first = Math.max(day.start, start);
  const last = Math.min(day.end, end);
  if (last < first || first >= day.end) return null;
  const length = day.end - day.start;
  return { from: (first - day.start) / length, length: (last - first) / length };
}
