import { formatExactDuration } from '../../ui/format.ts';
import type { DayAnswer, DayGap } from '../../wire.ts';
import { exactClockRange } from './clock.ts';
import type { Piece } from './pieces.ts';
import type { TimeWindow } from './window.ts';

/** What the first lane is made of: time that counts, and pauses that do not. */
export type Mark = { kind: 'piece'; piece: Piece } | { kind: 'gap'; gap: DayGap };

const SECONDS_PER_MINUTE = 60;

export function stretchOf(mark: Mark): TimeWindow {
  return mark.kind === 'piece' ? mark.piece : mark.gap;
}

/** Different for any two marks of a day. */
export function keyOf(mark: Mark): string {
  return `${mark.kind} ${stretchOf(mark).start}`;
}

/** All marks of a day, in order. */
export function toMarks(pieces: readonly Piece[], gaps: readonly DayGap[]): Mark[] {
  return [
    ...pieces.map((piece): Mark => ({ kind: 'piece', piece })),
    ...gaps.map((gap): Mark => ({ kind: 'gap', gap })),
  ].sort((a, b) => stretchOf(a).start - stretchOf(b).start);
}

/** A pause, and why it does not count. `timeout` in seconds. */
export function sayGap({ seconds, rule }: DayGap, timeout: number): string {
  const pause = `pause of ${formatExactDuration(seconds)}`;
  return rule === 'claim'
    ? `${pause}, after what the editor claimed`
    : `${pause}, longer than your ${Math.round(timeout / SECONDS_PER_MINUTE)} minute timeout`;
}

/** `09:14:03–09:20:00: 5m 57s, hearthbeat, TypeScript`, for who cannot see the mark. */
export function describeMark(mark: Mark, { timezone, timeout_seconds }: DayAnswer): string {
  const range = exactClockRange(stretchOf(mark), timezone);
  if (mark.kind === 'gap') return `${range}: ${sayGap(mark.gap, timeout_seconds)}`;
  const { name, also, seconds } = mark.piece;
  return `${range}: ${formatExactDuration(seconds)}, ${[name || 'Unknown', ...also].join(', ')}`;
}
