import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';

/** Writes that no request waits for, and that closing does. */
export interface BackgroundWrites {
  run(what: string, write: () => Promise<unknown>): void;
  /** Resolves when all that was begun has ended. */
  drain(): Promise<void>;
}

export function openBackgroundWrites(log: Log): BackgroundWrites {
  const running = new Set<Promise<void>>();
  return {
    run(what, write) {
      const done = write().then(
        () => {},
        (error) => log.warn(`could not ${what}`, { error: messageOf(error) }),
      );
      running.add(done);
      void done.then(() => running.delete(done));
    },
    async drain() {
      await Promise.all(running);
    },
  };
}
