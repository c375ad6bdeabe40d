/** Rollups keep one row per tuple for each quarter of an hour (migrations/0002). */
export const BUCKET_SECONDS = 900;

/** `start` inclusive to `end` exclusive, both whole epoch seconds. */
export interface Span {
  start: number;
  end: number;
}

/**
 * A span as the rollups can answer it: the whole buckets inside it, and the pieces of cut buckets
 * at its ends, which only raw rows can answer.
 */
export interface SplitSpan {
  /** Number of the first whole bucket. */
  lowBucket: number;
  /** Number after the last whole bucket; equal to `lowBucket` when there is none. */
  highBucket: number;
  /** At most two, each shorter than a bucket unless the span lies across one boundary. */
  edges: Span[];
}

/** Splits a span at bucket boundaries. The parts cover it exactly, without overlap. */
export function splitSpan({ start, end }: Span): SplitSpan {
  const lowBucket = Math.ceil(start / BUCKET_SECONDS);
  const highBucket = Math.floor(end / BUCKET_SECONDS);
  if (lowBucket >= highBucket) {
    return { lowBucket, highBucket: lowBucket, edges: end > start ? [{ start, end }] : [] };
  }
  const edges = [
    { start, end: lowBucket * BUCKET_SECONDS },
    { start: highBucket * BUCKET_SECONDS, end },
  ];
  return { lowBucket, highBucket, edges: edges.filter((edge) => edge.end > edge.start) };
}
