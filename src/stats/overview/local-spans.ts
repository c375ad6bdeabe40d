import { SECOND_MS } from '../../base/time.ts';
import { BUCKET_SECONDS, type Span, splitSpan } from '../spans.ts';

/** Buckets that are one after the other in one offset from UTC. */
export interface BucketRun {
  /** Number of the first bucket. */
  low: number;
  /** Number after the last one. */
  high: number;
  /** What makes a bucket's number that of a local quarter hour. */
  shift: number;
}

/** A piece of one bucket, which only raw rows can answer. */
export interface CutBucket extends Span {
  shift: number;
}

const NANOSECONDS = 1_000_000_000;

/** A span cut where the zone's clock changes, each piece with its offset from UTC in seconds. */
export function toOffsetSpans({ start, end }: Span, zone: string): (Span & { offset: number })[] {
  const spans: (Span & { offset: number })[] = [];
  for (let at = start; at < end; ) {
    const here = Temporal.Instant.fromEpochMilliseconds(at * SECOND_MS).toZonedDateTimeISO(zone);
    const change = here.getTimeZoneTransition('next')?.epochMilliseconds;
    const until = Math.min(end, change === undefined ? end : change / SECOND_MS);
    spans.push({ start: at, end: until, offset: here.offsetNanoseconds / NANOSECONDS });
    at = until;
  }
  return spans;
}

function atBoundary({ start, end }: Span): Span[] {
  const boundary = (Math.floor(start / BUCKET_SECONDS) + 1) * BUCKET_SECONDS;
  if (boundary >= end) return [{ start, end }];
  return [
    { start, end: boundary },
    { start: boundary, end },
  ];
}

/**
 * A span as runs of whole buckets and pieces of cut ones, all with their local time. They cover it
 * exactly, without overlap. Local hours and days are sums of buckets, because every zone in use is
 * a whole number of quarter hours from UTC.
 */
export function toLocalPieces(span: Span, zone: string): { runs: BucketRun[]; cuts: CutBucket[] } {
  const pieces = toOffsetSpans(span, zone).map((piece) => ({
    ...splitSpan(piece),
    shift: Math.floor(piece.offset / BUCKET_SECONDS),
  }));
  return {
    runs: pieces
      .filter(({ lowBucket, highBucket }) => lowBucket < highBucket)
      .map(({ lowBucket, highBucket, shift }) => ({ low: lowBucket, high: highBucket, shift })),
    cuts: pieces.flatMap(({ edges, shift }) =>
      edges.flatMap(atBoundary).map((cut) => ({ ...cut, shift })),
    ),
  };
}
