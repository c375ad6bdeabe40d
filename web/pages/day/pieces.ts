import type { DaySegment, Stack } from '../../wire.ts';

/** Time without a break under one name. Unix seconds. */
export interface Piece {
  start: number;
  end: number;
  seconds: number;
  /** The project or language; '' is the unknown. */
  name: string;
  /** What else it was, the most first. */
  also: string[];
}

/** Segments by one name: neighbours of the same name are one piece, whatever else changed. */
export function toPieces(segments: readonly DaySegment[], by: Stack): Piece[] {
  const groups: DaySegment[][] = [];
  for (const segment of segments) {
    const before = groups.at(-1)?.at(-1);
    if (before?.end === segment.start && before[by] === segment[by]) groups.at(-1)?.push(segment);
    else groups.push([segment]);
  }
  const other = by === 'project' ? 'language' : 'project';
  return groups.flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) return [];
    return [
      {
        start: first.start,
        end: last.end,
        seconds: group.reduce((sum, { seconds }) => sum + seconds, 0),
        name: first[by],
        also: namesOf(group, other),
      },
    ];
  });
}

function namesOf(group: readonly DaySegment[], dimension: Stack): string[] {
  const sums = new Map<string, number>();
  for (const segment of group) {
    const name = segment[dimension];
    if (name) sums.set(name, (sums.get(name) ?? 0) + segment.seconds);
  }
  return [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}
