import { DAY_MS } from '../base/time.ts';

export interface Streaks {
  /** Days of the run that ends today or yesterday: a day that has just begun breaks nothing. */
  current: number;
  longest: number;
}

/**
 * Streaks up to `today` (`YYYY-MM-DD`) from the local days with coding time, as days since 1970 in
 * any order, each once.
 */
export function toStreaks(activeDays: readonly number[], today: string): Streaks {
  const now = Date.parse(today) / DAY_MS;
  const days = activeDays.filter((day) => day <= now).sort((a, b) => a - b);
  let run = 0;
  let longest = 0;
  days.forEach((day, index) => {
    run = day - 1 === days[index - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  const isAlive = (days.at(-1) ?? Number.NEGATIVE_INFINITY) >= now - 1;
  return { current: isAlive ? run : 0, longest };
}
