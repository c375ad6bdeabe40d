import { addDays } from '../base/time.ts';

/** A run of consecutive local days with coding time. */
export interface Run {
  /** The run's last day, `YYYY-MM-DD`. */
  last: string;
  days: number;
}

export interface Streaks {
  current: number;
  longest: number;
}

/**
 * Streaks from the runs up to `today`. The current one counts while its last day is today or
 * yesterday: a day that has just begun does not break it.
 */
export function toStreaks(runs: readonly Run[], today: string): Streaks {
  const alive = runs.find(({ last }) => last >= addDays(today, -1));
  return {
    current: alive?.days ?? 0,
    longest: Math.max(0, ...runs.map(({ days }) => days)),
  };
}
