import { hash } from 'node:crypto';
import type { Heartbeat } from './heartbeat.ts';

const MS_PER_SECOND = 1_000;

/**
 * The id of a user's heartbeat: a UUID in the layout of version 7 whose random part is a digest of
 * user, instant and content, so that a resend has the same id.
 */
export function heartbeatId(
  userId: string,
  { time, contentHash }: Pick<Heartbeat, 'time' | 'contentHash'>,
): string {
  const milliseconds = Math.floor(time * MS_PER_SECOND)
    .toString(16)
    .padStart(12, '0');
  const digest = hash('sha256', `${userId} ${time} ${contentHash}`, 'hex');
  const variant = ((Number.parseInt(digest.slice(3, 4), 16) & 0b11) | 0b1000).toString(16);
  return [
    milliseconds.slice(0, 8),
    milliseconds.slice(8, 12),
    `7${digest.slice(0, 3)}`,
    `${variant}${digest.slice(4, 7)}`,
    digest.slice(7, 19),
  ].join('-');
}
