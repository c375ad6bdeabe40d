import type { LatestHeartbeat } from '../../wire.ts';

/** What the person who waits for a heartbeat is told. */
export interface Arrival {
  state: 'unknown' | 'waiting' | 'received';
  /** True when there was none before: the first one ever. */
  isFirst: boolean;
  /** The heartbeat that was known when the waiting began, as text; undefined before that. */
  known: string | undefined;
}

export const UNKNOWN: Arrival = { state: 'unknown', isFirst: false, known: undefined };

/**
 * What the server's latest heartbeat means after what was known: the first answer only says where
 * the waiting starts, a different heartbeat afterwards is an arrival.
 */
export function nextArrival(before: Arrival, latest: LatestHeartbeat | null): Arrival {
  const known = JSON.stringify(latest);
  if (before.known === undefined) return { state: 'waiting', isFirst: latest === null, known };
  if (before.known === known || latest === null) return before;
  const isFirst = before.isFirst && before.state === 'waiting';
  return { state: 'received', isFirst, known };
}
