import { DIMENSIONS, type Filter } from '../../figures/question.ts';
import type { DayAnswer, DaySegment, DaySession, Dimension, Share } from '../../wire.ts';

/** A day, or the part of it that the filters keep. Everything is summed from the same segments. */
export interface FilteredDay {
  total_seconds: number;
  segments: DaySegment[];
  /** With the seconds that are left; sessions without any are gone. */
  sessions: DaySession[];
  dimensions: Record<Dimension, Share[]>;
  others: Record<Dimension, number>;
  /** Most first; '' is the unknown. */
  files: { file: string; seconds: number }[];
}

const sumOf = (pieces: readonly { seconds: number }[]): number =>
  pieces.reduce((sum, { seconds }) => sum + seconds, 0);

/** The day with those segments only that every filtered dimension lets through. */
export function filterDay(day: DayAnswer, filters: readonly Filter[]): FilteredDay {
  const segments = day.segments.filter((segment) => isKept(segment, filters));
  const total = filters.length === 0 ? day.total_seconds : sumOf(segments);
  const sums = (name: (segment: DaySegment) => string) =>
    rankSums(segments.map((segment) => [name(segment), segment.seconds]));
  const shares = (dimension: Dimension): Share[] =>
    sums((segment) => segment[dimension]).map(([name, seconds]) => ({
      name,
      seconds,
      percentage: (seconds / total) * 100,
    }));
  const listed = sumOf(segments);
  return {
    total_seconds: total,
    segments,
    sessions: filters.length === 0 ? day.sessions : keepSessions(day.sessions, segments),
    dimensions: ofEach(shares),
    others: ofEach(() => total - listed),
    files: rankSums(
      segments.flatMap(({ files }) => files.map(({ file, seconds }) => [file, seconds] as const)),
    ).map(([file, seconds]) => ({ file, seconds })),
  };
}

function isKept(segment: DaySegment, filters: readonly Filter[]): boolean {
  return DIMENSIONS.every((dimension) => {
    const names = filters.filter((filter) => filter.dimension === dimension);
    return names.length === 0 || names.some(({ name }) => name === segment[dimension]);
  });
}

function keepSessions(sessions: readonly DaySession[], segments: readonly DaySegment[]) {
  return sessions.flatMap((session): DaySession[] => {
    const inside = segments.filter(
      ({ start, end }) => start >= session.start && end <= session.end,
    );
    if (inside.length === 0) return [];
    const most = (name: 'project' | 'language') =>
      rankSums(inside.map((segment) => [segment[name], segment.seconds]))[0]?.[0] ?? '';
    return [
      { ...session, seconds: sumOf(inside), project: most('project'), language: most('language') },
    ];
  });
}

/** Sums by name, most first, then by name. */
function rankSums(pieces: readonly (readonly [name: string, seconds: number])[]) {
  const sums = new Map<string, number>();
  for (const [name, seconds] of pieces) sums.set(name, (sums.get(name) ?? 0) + seconds);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function ofEach<Value>(make: (dimension: Dimension) => Value): Record<Dimension, Value> {
  return {
    project: make('project'),
    language: make('language'),
    editor: make('editor'),
    machine: make('machine'),
    os: make('os'),
    branch: make('branch'),
    category: make('category'),
  };
}
