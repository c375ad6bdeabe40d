import type { Span } from '../spans.ts';
import type { ActivityRow } from './store.ts';
import { isWorkType, WORK_TYPES, type WorkType } from './work-type.ts';

/** One stretch of work without a pause longer than the user's timeout. */
export interface Session extends Span {
  /** Seconds that counted; a pause just under the timeout counts, time between claims does not. */
  seconds: number;
  /** Where it began. */
  project: string;
  topLanguage: string | null;
  dominantWorkType: WorkType;
  workBreakdown: Record<WorkType, number>;
}

/** The spans from each session's start to the next one's; `starts` newest first. */
export function toSessionSpans(starts: readonly number[], end: number): Span[] {
  return starts.map((start, index) => ({ start, end: starts[index - 1] ?? end }));
}

/** Sessions from what happened in each of their spans, in the order of `spans`. */
export function toSessions(spans: readonly Span[], rows: readonly ActivityRow[]): Session[] {
  const bySpan = Map.groupBy(rows, ({ span }) => span);
  return spans.flatMap(({ start }, index) => {
    const parts = bySpan.get(index + 1);
    return parts ? [toSession(start, parts)] : [];
  });
}

function toSession(start: number, parts: readonly ActivityRow[]): Session {
  const workBreakdown: Record<WorkType, number> = {
    writing: 0,
    debugging: 0,
    reading: 0,
    config: 0,
  };
  const languages = new Map<string, number>();
  for (const { type, language, seconds } of parts) {
    if (isWorkType(type)) workBreakdown[type] += seconds;
    if (language) languages.set(language, (languages.get(language) ?? 0) + seconds);
  }
  const [topLanguage = null] = [...languages].sort((a, b) => b[1] - a[1])[0] ?? [];
  const first = parts.reduce((a, b) => (b.first < a.first ? b : a));
  return {
    start,
    end: Math.max(...parts.map(({ last }) => last)),
    seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
    project: first.project,
    topLanguage,
    dominantWorkType: dominant(workBreakdown, parts),
    workBreakdown,
  };
}

/** The type with the most seconds; the type of a session's rows when no second counted. */
function dominant(
  breakdown: Readonly<Record<WorkType, number>>,
  parts: readonly ActivityRow[],
): WorkType {
  const most = WORK_TYPES.reduce((a, b) => (breakdown[b] > breakdown[a] ? b : a));
  const [part] = parts;
  return breakdown[most] === 0 && part && isWorkType(part.type) ? part.type : most;
}
