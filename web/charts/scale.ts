/** Steps a person can divide by in the head. */
const STEPS_SECONDS = [
  60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 28_800, 43_200,
];
const LARGEST_STEP_SECONDS = 86_400;
const MOST_STEPS = 4;

export interface Scale {
  /** The value at the top of the chart, in seconds; never 0. */
  top: number;
  /** Grid lines, from 0 to `top`. */
  ticks: number[];
}

/** A time axis from 0 to the first even step at or above `largest`. */
export function durationScale(largest: number): Scale {
  const step =
    STEPS_SECONDS.find((candidate) => candidate * MOST_STEPS >= largest) ??
    LARGEST_STEP_SECONDS * Math.ceil(largest / (LARGEST_STEP_SECONDS * MOST_STEPS));
  const count = Math.max(1, Math.ceil(largest / step));
  return {
    top: step * count,
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}

/** `4h`, `30m`: ticks are whole steps, so one unit always says it. */
export function formatTick(seconds: number): string {
  if (seconds === 0) return '0';
  return seconds % 3_600 === 0 ? `${seconds / 3_600}h` : `${Math.round(seconds / 60)}m`;
}
