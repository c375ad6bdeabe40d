import { addDays } from '../../ui/zone.ts';
import type { Day } from '../../wire.ts';

export interface Streak {
  /** Days in a row up to today, or to yesterday while today has none yet. */
  current: number;
  longest: number;
}

/** Days in a row with any time. `days` are every day in order. */
export function streakOf(days: readonly Day[], today: string): Streak {
  let run = 0;
  let longest = 0;
  let lastActive = '';
  for (const { date, seconds } of days) {
    run = seconds > 0 ? run + 1 : date === today ? run : 0;
    if (seconds > 0) lastActive = date;
    longest = Math.max(longest, run);
  }
  return { current: lastActive >= addDays(today, -1) ? run : 0, longest };
}
