import type { Static } from '@sinclair/typebox';
import { type Clock, localDate, MINUTE_MS, SECOND_MS } from '../../base/time.ts';
import type { Asker } from '../ask.ts';
import type { Colours } from '../overview/colours.ts';
import { parseDayRange, type Range } from '../range.ts';
import {
  type Placed,
  ruleOf,
  secondsOf,
  toDaySessions,
  toGaps,
  toPlaced,
  toSegments,
} from './chain.ts';
import type * as shapes from './shapes.ts';
import type { DayStore } from './store.ts';

/** Heartbeats that a day is drawn from at most; an editor sends some hundreds in a day of work. */
export const DAY_HEARTBEATS = 20_000;
/** Heartbeats that one explanation lists at most. */
export const EXPLAINED_HEARTBEATS = 5_000;
/** The timeouts that an explanation tries. */
export const WHAT_IF_SECONDS = [2, 5, 10, 15, 20, 30, 60].map(
  (minutes) => (minutes * MINUTE_MS) / SECOND_MS,
);

export interface Days {
  /** One local day as it was: segments, gaps, sessions. No date: today. */
  getDay(user: Asker, date?: string): Promise<Static<typeof shapes.DayAnswer>>;
  /** Heartbeat by heartbeat, what counts and by which rule; and under other timeouts. */
  explain(user: Asker, date?: string): Promise<Static<typeof shapes.Explanation>>;
}

interface Found {
  day: Range;
  placed: Placed[];
  total: number;
  whatIf: { timeout_seconds: number; total_seconds: number }[];
  listedUntil: number | null;
}

interface Deps {
  store: DayStore;
  colours: Colours;
  clock: Clock;
  /** Overrides the bounds of one answer. */
  limits?: { drawn: number; explained: number };
}

/** The projects of a day, the most used first. */
function projectsOf(segments: readonly { project: string; start: number; end: number }[]) {
  const seconds = new Map<string, number>();
  for (const { project, start, end } of segments) {
    seconds.set(project, (seconds.get(project) ?? 0) + end - start);
  }
  return [...seconds].sort(([, a], [, b]) => b - a).map(([project]) => project);
}

export function openDays({
  store,
  colours,
  clock,
  limits = { drawn: DAY_HEARTBEATS, explained: EXPLAINED_HEARTBEATS },
}: Deps): Days {
  async function find(user: Asker, date: string | undefined, limit: number): Promise<Found> {
    const here = { zone: user.timezone, nowMs: clock() };
    const day = parseDayRange('date', date || localDate(here.nowMs, here.zone), here);
    const [rows, totals] = await Promise.all([
      store.listChain(user.id, day, limit),
      store.listTotals(user.id, day, WHAT_IF_SECONDS),
    ]);
    const placed = toPlaced(rows, day);
    const last = rows.at(-1);
    const isCut = last !== undefined && last.gap !== null && last.at + last.gap < day.end;
    const listed = placed.reduce((sum, piece) => sum + secondsOf(piece), 0);
    return {
      day,
      placed,
      // Of the same reading as the list, if that is whole: heartbeats arrive between two readings.
      total: isCut ? (totals.find(({ timeout }) => timeout === 0)?.seconds ?? 0) : listed,
      whatIf: totals
        .filter(({ timeout }) => timeout !== 0)
        .map(({ timeout, seconds }) => ({ timeout_seconds: timeout, total_seconds: seconds })),
      listedUntil: isCut ? last.at + last.duration : null,
    };
  }

  return {
    async getDay(user, date) {
      const { day, placed, total, listedUntil } = await find(user, date, limits.drawn);
      const segments = toSegments(placed);
      return {
        date: day.firstDate,
        timezone: user.timezone,
        timeout_seconds: user.timeoutSeconds,
        total_seconds: total,
        segments: segments.map(({ start, end, ...segment }) => ({
          start,
          end,
          seconds: end - start,
          ...segment,
        })),
        gaps: toGaps(placed).map(({ start, end, rule }) => ({
          start,
          end,
          seconds: end - start,
          rule,
        })),
        sessions: toDaySessions(placed, user.timeoutSeconds),
        project_colours: await colours.getColours(user.id, projectsOf(segments)),
        listed_until: listedUntil,
      };
    },

    async explain(user, date) {
      const { day, placed, total, whatIf, listedUntil } = await find(user, date, limits.explained);
      return {
        date: day.firstDate,
        timeout_seconds: user.timeoutSeconds,
        total_seconds: total,
        items: placed.map((piece) => ({
          time: piece.row.time,
          file: piece.row.file,
          project: piece.row.project,
          gap_seconds: piece.row.gap,
          claimed_seconds: piece.row.claimed,
          counted_seconds: secondsOf(piece),
          rule: ruleOf(piece),
        })),
        what_if: whatIf,
        listed_until: listedUntil,
      };
    },
  };
}
