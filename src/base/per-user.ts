import { AppError } from './errors.ts';

const RETRY_AFTER_SECONDS = 1;

export interface PerUser {
  /** Runs `work`. Throws `too_many` when as many of this user's are under way as may be. */
  run<T>(userId: string, work: () => Promise<T>): Promise<T>;
}

/** Lets each user have so much under way at once; `what` names it in the sentence. */
export function openPerUser(limit: number, what: string): PerUser {
  const running = new Map<string, number>();
  return {
    async run(userId, work) {
      const count = running.get(userId) ?? 0;
      if (count >= limit) {
        throw new AppError('too_many', `${limit} ${what} of yours are running. Wait for one.`, {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      running.set(userId, count + 1);
      try {
        return await work();
      } finally {
        const left = (running.get(userId) ?? 1) - 1;
        if (left === 0) running.delete(userId);
        else running.set(userId, left);
      }
    },
  };
}
