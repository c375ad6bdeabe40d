/** One statement at a time for each user, a few at a time for all. */
import { MAX_WAITING, MAX_WAITING_PER_USER } from './limits.ts';
import { refuse } from './problem.ts';

export interface Turns {
  /** Runs `work` when it is its turn. Throws `PluginSqlError` when too many wait. */
  take<T>(userId: string, work: () => Promise<T>): Promise<T>;
}

interface Line {
  last: Promise<unknown>;
  length: number;
}

export function openTurns(concurrent: number): Turns {
  const lines = new Map<string, Line>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let inLine = 0;

  async function withSlot<T>(work: () => Promise<T>): Promise<T> {
    if (running >= concurrent) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift(); // it takes over this slot
      if (next) next();
      else running -= 1;
    }
  }

  return {
    async take(userId, work) {
      const line = lines.get(userId) ?? { last: Promise.resolve(), length: 0 };
      if (line.length >= MAX_WAITING_PER_USER || inLine >= MAX_WAITING) {
        refuse('Too many queries wait for the database. Await each before the next.');
      }
      lines.set(userId, line);
      line.length += 1;
      inLine += 1;
      const result = line.last.then(() => withSlot(work));
      line.last = result.catch(() => {}); // its caller has the error
      try {
        return await result;
      } finally {
        line.length -= 1;
        inLine -= 1;
        if (line.length === 0) lines.delete(userId);
      }
    },
  };
}
