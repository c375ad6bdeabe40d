/** What the list of clients says. Pure. */
import { formatCount, formatDuration } from '../../ui/format.ts';

export interface Client {
  editor: string;
  plugin: string;
  machine: string;
  os: string;
  last_seen: string;
  heartbeats: number;
  clock_skew_seconds: number | null;
}

export interface Rejected {
  time: string;
  reason: string;
  field: string;
  client: string;
  count: number;
}

/** A clock this far ahead puts heartbeats at times that have not come. */
const AHEAD_SECONDS = 5;
/** WakaTime's plugins gather heartbeats for two minutes; later than this is worth a word. */
const LATE_SECONDS = 180;

/** What is wrong with a client's clock in words, or null when nothing is. */
export function describeSkew(seconds: number | null): string | null {
  if (seconds === null) return null;
  if (seconds < -AHEAD_SECONDS) return `clock ${formatDuration(-seconds)} ahead`;
  if (seconds > LATE_SECONDS) return `clock ${formatDuration(seconds)} behind, or it sends late`;
  return null;
}

/** `laptop · Linux · vscode-wakatime/25.0.3`, as far as it is known. */
export function describeClient({ machine, os, plugin }: Client): string {
  return [machine, os, plugin].filter(Boolean).join(' · ');
}

export function describeRejected({ client, count }: Rejected): string {
  return [client || 'an unnamed client', formatCount(count, 'time')].join(' · ');
}
