import { formatDuration } from '../ui/format.ts';

/** `+38m`, `−1h 2m`, `±0m`: seconds now against seconds before. */
export function describeChange(now: number, before: number): string {
  const amount = formatDuration(Math.abs(now - before));
  if (now === before) return `±${amount}`;
  return now > before ? `+${amount}` : `−${amount}`;
}
