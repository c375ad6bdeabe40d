/** What the server tells of a plugin's runs (src/lifecycle/routes.ts), and words for it. Pure. */
import { formatDuration } from '../../ui/format.ts';

export interface RunsReport {
  disabled_reason: string | null;
  paused_until: string | null;
  runs: {
    id: number;
    hook: string;
    started_at: string;
    /** Of one run, where `count` alike stand for several. */
    duration_ms: number;
    outcome: string;
    error: { kind: string; name: string; message: string; line?: number; column?: number } | null;
    logs: { level: string; text: string }[];
    dropped: number;
    count: number;
  }[];
  days: {
    day: string;
    hook: string;
    runs: number;
    failures: number;
    duration_ms: number;
    skipped: number;
  }[];
}

const OUTCOMES: Readonly<Record<string, string>> = {
  ok: 'done',
  syntax: 'does not parse',
  error: 'failed',
  no_handler: 'has no such function',
  timeout: 'took too long',
  memory: 'needed too much memory',
  limit: 'went over a limit',
  busy: 'had to wait too long',
  crashed: 'crashed',
};
const MS_PER_SECOND = 1_000;

/** `850 ms`, `1.2 s`, `4m`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < MS_PER_SECOND) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / MS_PER_SECOND;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

/** `done in 12 ms`, `60 times, done in 3 ms each`. */
export function describeRun(run: RunsReport['runs'][number]): string {
  const word = OUTCOMES[run.outcome] ?? run.outcome;
  const took = `${word}${run.outcome === 'ok' ? ' in' : ', after'} ${formatMilliseconds(run.duration_ms)}`;
  return run.count > 1 ? `${run.count} times, ${took} each` : took;
}

export function sumDays(days: RunsReport['days']) {
  const sum = { runs: 0, failures: 0, milliseconds: 0, skipped: 0 };
  for (const day of days) {
    sum.runs += day.runs;
    sum.failures += day.failures;
    sum.milliseconds += day.duration_ms;
    sum.skipped += day.skipped;
  }
  return { ...sum, days: new Set(days.map(({ day }) => day)).size };
}
