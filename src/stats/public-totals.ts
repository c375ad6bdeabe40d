import { type Clock, SECOND_MS } from '../base/time.ts';
import type { StatsStore } from './store.ts';

/** Anybody may ask, so the database is asked at most once in this time. */
export const PUBLIC_TOTALS_MS = 5 * SECOND_MS;

export interface PublicTotals {
  /** Number of people who share their profile, and everybody's seconds. */
  get(): ReturnType<StatsStore['getInstanceTotals']>;
}

export function openPublicTotals({ store, clock }: { store: StatsStore; clock: Clock }) {
  let kept: { madeAtMs: number; answer: ReturnType<PublicTotals['get']> } | undefined;
  const totals: PublicTotals = {
    get() {
      if (kept && clock() - kept.madeAtMs < PUBLIC_TOTALS_MS) return kept.answer;
      const entry = { madeAtMs: clock(), answer: store.getInstanceTotals() };
      kept = entry;
      entry.answer.catch(() => {
        if (kept === entry) kept = undefined;
      });
      return entry.answer;
    },
  };
  return totals;
}
