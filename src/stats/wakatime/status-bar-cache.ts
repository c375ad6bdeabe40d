import type { Bus } from '../../base/bus.ts';
import { type Clock, MINUTE_MS } from '../../base/time.ts';

/** Users whose answer is kept; the one asked for least recently goes first. */
export const CACHED_USERS = 10_000;
/** Longest age of an answer: a change may come without an event, from plugin SQL for example. */
export const CACHED_MS = MINUTE_MS;

export interface PerUserCache<T> {
  /**
   * The kept answer of `userId` for `key` (day and zone), or the one that `compute` makes. Callers
   * that come while it is made share it.
   */
  get(userId: string, key: string, compute: () => Promise<T>): Promise<T>;
  close(): void;
}

interface Kept<T> {
  key: string;
  madeAtMs: number;
  answer: Promise<T>;
}

/** Answers that hold until the user's timeline changes. */
export function openPerUserCache<T>({ bus, clock }: { bus: Bus; clock: Clock }): PerUserCache<T> {
  const kept = new Map<string, Kept<T>>();
  const forget = ({ userId }: { userId: string }) => void kept.delete(userId);
  const ends = [bus.subscribe('timeline', forget), bus.subscribe('recompute', forget)];

  function keep(userId: string, entry: Kept<T>): void {
    kept.delete(userId);
    kept.set(userId, entry);
    const [oldest] = kept.keys();
    if (kept.size > CACHED_USERS && oldest !== undefined) kept.delete(oldest);
  }

  return {
    get(userId, key, compute) {
      const known = kept.get(userId);
      if (known && known.key === key && clock() - known.madeAtMs < CACHED_MS) {
        keep(userId, known);
        return known.answer;
      }
      const entry = { key, madeAtMs: clock(), answer: compute() };
      keep(userId, entry);
      entry.answer.catch(() => {
        if (kept.get(userId) === entry) kept.delete(userId);
      });
      return entry.answer;
    },
    close() {
      for (const end of ends) end();
      kept.clear();
    },
  };
}
