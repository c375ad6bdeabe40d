import type { Heartbeat } from './heartbeat.ts';
import type { Verdict } from './ingest.ts';

/**
 * New heartbeats of one request that are told to what reacts to them: the newest ones. An import may
 * bring years.
 */
export const TOLD_PER_REQUEST = 1_000;

export interface Newest {
  /** Takes of these what was new; one verdict for each, in order. */
  add(heartbeats: readonly Heartbeat[], verdicts: readonly Verdict[]): void;
  /** The newest of all that were new, and how many others there were. */
  end(): { heartbeats: Heartbeat[]; omitted: number };
}

/** Picks the newest of what comes, in the memory of twice as many. */
export function openNewest(): Newest {
  let newest: Heartbeat[] = [];
  let count = 0;
  function trim(): void {
    newest.sort((a, b) => b.time - a.time);
    newest = newest.slice(0, TOLD_PER_REQUEST);
  }
  return {
    add(heartbeats, verdicts) {
      for (const [position, heartbeat] of heartbeats.entries()) {
        const verdict = verdicts[position];
        if (!verdict || !('isNew' in verdict) || !verdict.isNew) continue;
        count += 1;
        newest.push(heartbeat);
        if (newest.length >= 2 * TOLD_PER_REQUEST) trim();
      }
    },
    end() {
      if (newest.length > TOLD_PER_REQUEST) trim();
      return { heartbeats: newest, omitted: count - newest.length };
    },
  };
}
