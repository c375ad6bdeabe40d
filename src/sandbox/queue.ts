/**
 * Who is next: of all plugins that wait, the one that has used the least time. A plugin that is new
 * or was slow goes on the slow lane, which never takes the last child.
 */

/**
 * Over this many milliseconds of its own work a run, on average, a plugin is slow. What it waited
 * for its host is not its fault: a busy database would make all plugins slow.
 */
export const SLOW_MS = 50;
/** An idle plugin saves up at most this much of its share, in milliseconds. */
const CREDIT_MS = 1_000;
const AVERAGE_WEIGHT = 0.2;
/** A strike is forgotten after four quick runs. */
const FORGIVEN = 0.25;
const MAX_STRIKES = 10;
/** Plugins whose past is remembered. */
export const REMEMBERED_KEYS = 10_000;

export const MAX_QUEUED = 10_000;
export const MAX_QUEUED_PER_KEY = 200;

export interface Queued {
  readonly key: string;
  readonly mayOverlap: boolean;
}

/** What a run took of a child, in milliseconds. */
export interface Used {
  ms: number;
  /** Of those, the ones in which it waited for its host. */
  waitMs: number;
}

interface Past {
  usedMs: number;
  averageMs: number;
  strikes: number;
  isProven: boolean;
}

export interface FairQueue<Item extends Queued> {
  /** Refuses, with a sentence, when there are too many already. */
  add(item: Item): string | null;
  /** Before all others of its key, past any cap: it has waited already. */
  putBack(item: Item): void;
  /** The next item that may run now, if any; it counts as running until `finish`. */
  take(): Item | null;
  /** `isStrike`: it had to be stopped. */
  finish(item: Item, used: Used, isStrike: boolean): void;
  /** Takes everything that waits. */
  clear(): Item[];
  size(): number;
}

export function openFairQueue<Item extends Queued>(children: number): FairQueue<Item> {
  const slowChildren = Math.max(1, children - 1);
  const waiting = new Map<string, Item[]>();
  const running = new Map<string, number>();
  const slow = new Set<Item>();
  const pasts = new Map<string, Past>();
  let size = 0;
  let now = 0;

  function pastOf(key: string): Past {
    const past = pasts.get(key) ?? { usedMs: now, averageMs: 0, strikes: 0, isProven: false };
    pasts.delete(key);
    pasts.set(key, past);
    for (const oldest of pasts.keys()) {
      if (pasts.size <= REMEMBERED_KEYS) break;
      pasts.delete(oldest);
    }
    return past;
  }

  const isSlow = ({ isProven, strikes, averageMs }: Past) =>
    !isProven || strikes >= 1 || averageMs > SLOW_MS;

  function mayRun(item: Item, past: Past): boolean {
    if (!item.mayOverlap && running.has(item.key)) return false;
    return slow.size < slowChildren || !isSlow(past);
  }

  function enqueue(item: Item, isFirst: boolean): void {
    const past = pastOf(item.key);
    if (!running.has(item.key) && !waiting.has(item.key)) {
      past.usedMs = Math.max(past.usedMs, now - CREDIT_MS);
    }
    const items = waiting.get(item.key) ?? [];
    if (isFirst) items.unshift(item);
    else items.push(item);
    waiting.set(item.key, items);
    size += 1;
  }

  return {
    add(item) {
      if (size >= MAX_QUEUED) return 'Too many plugin runs are waiting. Try again later.';
      if ((waiting.get(item.key)?.length ?? 0) >= MAX_QUEUED_PER_KEY) {
        return `More than ${MAX_QUEUED_PER_KEY} runs of this plugin are waiting. Try again later.`;
      }
      enqueue(item, false);
      return null;
    },
    putBack: (item) => enqueue(item, true),
    take() {
      let best: { key: string; items: Item[]; past: Past } | null = null;
      for (const [key, items] of waiting) {
        const [first] = items;
        const past = pasts.get(key) ?? pastOf(key);
        if (first === undefined || !mayRun(first, past)) continue;
        if (best === null || past.usedMs < best.past.usedMs) best = { key, items, past };
      }
      const item = best?.items.shift();
      if (best === null || item === undefined) return null;
      if (best.items.length === 0) waiting.delete(best.key);
      size -= 1;
      now = Math.max(now, best.past.usedMs);
      running.set(best.key, (running.get(best.key) ?? 0) + 1);
      if (isSlow(best.past)) slow.add(item);
      return item;
    },
    finish(item, { ms, waitMs }, isStrike) {
      const left = (running.get(item.key) ?? 1) - 1;
      if (left === 0) running.delete(item.key);
      else running.set(item.key, left);
      slow.delete(item);
      const past = pastOf(item.key);
      const ownMs = Math.max(0, ms - waitMs);
      past.usedMs += ms;
      past.averageMs += (ownMs - past.averageMs) * AVERAGE_WEIGHT;
      if (isStrike) past.strikes = Math.min(past.strikes + 1, MAX_STRIKES);
      else {
        past.isProven = true;
        if (ownMs <= SLOW_MS) past.strikes = Math.max(0, past.strikes - FORGIVEN);
      }
    },
    clear() {
      const items = [...waiting.values()].flat();
      waiting.clear();
      size = 0;
      return items;
    },
    size: () => size,
  };
}
