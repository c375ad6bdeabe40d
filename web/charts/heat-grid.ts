/** How warm a cell is: 0 for nothing, 1 to 4 for quarters of the warmest. */
export type Heat = 0 | 1 | 2 | 3 | 4;

export function heatOf(seconds: number, warmest: number): Heat {
  if (seconds <= 0 || warmest <= 0) return 0;
  const share = seconds / warmest;
  if (share > 0.75) return 4;
  if (share > 0.5) return 3;
  return share > 0.25 ? 2 : 1;
}
