/**
 * What features tell each other, by topic. Payloads carry ids, never rows: a listener reads what
 * it needs, so that a lost or repeated message does no harm.
 */
export interface Topics {
  /** Rows of this user's timeline changed. */
  timeline: { userId: string };
  /** A background recompute moved on; equal numbers mean that it ended. */
  recompute: { userId: string; done: number; total: number };
  /** An API key or session of this user was removed or changed. */
  credentials: { userId: string };
}

export type Topic = keyof Topics;

export interface Bus {
  /** Delivers to every listener of every instance, best effort, never throws. */
  publish<T extends Topic>(topic: T, payload: Topics[T]): void;
  /** Returns the function that ends the subscription. */
  subscribe<T extends Topic>(topic: T, listener: (payload: Topics[T]) => void): () => void;
  close(): Promise<void>;
}

/** A bus for one process. */
export function openLocalBus(): Bus {
  const listeners = new Map<Topic, Set<(payload: never) => void>>();
  return {
    publish(topic, payload) {
      for (const listener of listeners.get(topic) ?? []) listener(payload as never);
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
    async close() {
      listeners.clear();
    },
  };
}
