import { type Log, silentLog } from './log.ts';

/**
 * What features tell each other, by topic. Payloads carry ids, never rows: a listener reads what
 * it needs, so that a lost or repeated message does no harm.
 */
export interface Topics {
  /** Rows of this user's timeline changed. */
  timeline: { userId: string };
  /** A background recompute moved on; equal numbers mean that it ended. */
  recompute: { userId: string; done: number; total: number };
  /** Plugins that this user runs changed; null: anybody's may have. */
  plugins: { userId: string | null };
  /** An API key or session of this user was removed or changed. */
  credentials: { userId: string };
}

export type Topic = keyof Topics;

export type Listener<T extends Topic> = (payload: Topics[T]) => void;

export interface Bus {
  /** Delivers to every listener of every instance, best effort, never throws. */
  publish<T extends Topic>(topic: T, payload: Topics[T]): void;
  /** Returns the function that ends the subscription. */
  subscribe<T extends Topic>(topic: T, listener: Listener<T>): () => void;
  close(): Promise<void>;
}

type Listeners = { [T in Topic]: Set<Listener<T>> };

/** A bus for one process. A listener that throws is logged and harms nobody else. */
export function openLocalBus(log: Log = silentLog): Bus {
  const listeners: Listeners = {
    timeline: new Set(),
    recompute: new Set(),
    credentials: new Set(),
    plugins: new Set(),
  };
  return {
    publish(topic, payload) {
      for (const listener of listeners[topic]) {
        try {
          listener(payload);
        } catch (error) {
          log.error('a bus listener failed', { topic, error });
        }
      }
    },
    subscribe(topic, listener) {
      // A wrapper of its own, so that the same function may subscribe twice.
      const own: typeof listener = (payload) => listener(payload);
      listeners[topic].add(own);
      return () => void listeners[topic].delete(own);
    },
    async close() {
      for (const set of Object.values(listeners)) set.clear();
    },
  };
}
