import type { Span } from '../spans.ts';
import type { ChainRow } from './store.ts';

/** Which rule decided what a heartbeat counts (DESIGN section 5). */
export type Rule = 'gap' | 'gap_too_long' | 'claim' | 'claim_cut' | 'last' | 'clipped';

/** A heartbeat with the part of it that lies in the day. */
export interface Placed {
  row: ChainRow;
  /** Epoch seconds; equal when nothing of it counts. */
  start: number;
  end: number;
}

export interface Segment extends Span {
  project: string;
  language: string;
  editor: string;
  machine: string;
  os: string;
  branch: string;
  category: string;
  /** Where most of it went; '' when unknown. */
  file: string;
  /** Every file of it, in the order of the day; '' when unknown. */
  files: { file: string; seconds: number }[];
  /** Those that count at least a second. */
  heartbeats: number;
}

export interface Gap extends Span {
  /** Why it does not count: too long for the timeout, or a claim was over. */
  rule: 'gap_too_long' | 'claim';
}

export interface DaySession extends Span {
  seconds: number;
  /** Where most of it went; '' when unknown. */
  project: string;
  language: string;
}

const DIMENSIONS = [
  'project',
  'language',
  'editor',
  'machine',
  'os',
  'branch',
  'category',
] as const;

/** Cuts a chain to its day. The heartbeat before the day stays only when it reaches in. */
export function toPlaced(rows: readonly ChainRow[], day: Span): Placed[] {
  return rows
    .map((row) => ({
      row,
      start: Math.max(row.at, day.start),
      end: Math.min(row.at + row.duration, day.end),
    }))
    .filter(({ row, start, end }) => row.at >= day.start || end > start);
}

export const secondsOf = ({ start, end }: Span): number => Math.max(0, end - start);

/** Read from what the timeline stored, so that it is true even while a recompute is under way. */
export function ruleOf({ row, start, end }: Placed): Rule {
  const { claimed, duration, gap } = row;
  if (end - start < duration) return 'clipped';
  if (claimed !== null) return duration < claimed ? 'claim_cut' : 'claim';
  if (gap === null) return 'last';
  return duration === gap ? 'gap' : 'gap_too_long';
}

/** Collects seconds by name; the name with the most wins, the first of equals. */
function most(seconds: ReadonlyMap<string, number>): string {
  return [...seconds].reduce((a, b) => (b[1] > a[1] ? b : a), ['', -1] as const)[0];
}

const add = (seconds: Map<string, number>, name: string, more: number) =>
  seconds.set(name, (seconds.get(name) ?? 0) + more);

const isJoined = (before: Placed, next: Placed): boolean =>
  before.end === next.start && DIMENSIONS.every((name) => before.row[name] === next.row[name]);

/** What counts, neighbours of the same dimensions joined. The pieces never overlap. */
export function toSegments(placed: readonly Placed[]): Segment[] {
  const groups: Placed[][] = [];
  for (const piece of placed.filter((one) => secondsOf(one) > 0)) {
    const before = groups.at(-1)?.at(-1);
    if (before && isJoined(before, piece)) groups.at(-1)?.push(piece);
    else groups.push([piece]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) return [];
    const files = new Map<string, number>();
    for (const piece of group) add(files, piece.row.file, secondsOf(piece));
    const { project, language, editor, machine, os, branch, category } = first.row;
    return {
      start: first.start,
      end: last.end,
      ...{ project, language, editor, machine, os, branch, category },
      file: most(files),
      files: [...files].map(([file, seconds]) => ({ file, seconds })),
      heartbeats: group.length,
    };
  });
}

/** What does not count between the first and the last heartbeat of the day. */
export function toGaps(placed: readonly Placed[]): Gap[] {
  return placed.flatMap((piece, index): Gap[] => {
    const next = placed[index + 1];
    if (!next || piece.end >= next.start) return [];
    const rule = piece.row.claimed === null ? 'gap_too_long' : 'claim';
    return [{ start: piece.end, end: next.start, rule }];
  });
}

/** Work without a pause longer than the timeout (seconds); what a claim fills is no pause. */
export function toDaySessions(placed: readonly Placed[], timeoutSeconds: number): DaySession[] {
  const groups: Placed[][] = [];
  placed.forEach((piece, index) => {
    const before = placed[index - 1];
    const isPause =
      before && before.end < piece.start && piece.row.at - before.row.at > timeoutSeconds;
    if (!before || isPause) groups.push([piece]);
    else groups.at(-1)?.push(piece);
  });
  return groups.map(toDaySession);
}

function toDaySession(group: readonly Placed[]): DaySession {
  const projects = new Map<string, number>();
  const languages = new Map<string, number>();
  for (const piece of group) {
    add(projects, piece.row.project, secondsOf(piece));
    add(languages, piece.row.language, secondsOf(piece));
  }
  return {
    start: Math.min(...group.map(({ start }) => start)),
    end: Math.max(...group.map(({ end }) => end)),
    seconds: group.reduce((sum, piece) => sum + secondsOf(piece), 0),
    project: most(projects),
    language: most(languages),
  };
}
