import { formatClock, localHour, offsetAt } from '../../ui/zone.ts';

/** What a timeline shows, between two instants in Unix seconds. Pure. */
export interface TimeWindow {
  start: number;
  end: number;
}

/** Closer than this, a day's seconds have no more to tell. */
export const SHORTEST_WINDOW_SECONDS = 60;
/** More labels than this would touch each other. */
const MOST_TICKS = 9;
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * SECONDS_PER_MINUTE);
const HOUR_STEPS = [1, 2, 3, 6];
const MS = 1_000;

export interface Tick {
  /** 0 to 1 of the window. */
  at: number;
  label: string;
}

/** A window inside of `day`, not shorter than the shortest; moved rather than cut where it can. */
export function fitWindow({ start, end }: TimeWindow, day: TimeWindow): TimeWindow {
  const length = Math.min(Math.max(end - start, SHORTEST_WINDOW_SECONDS), day.end - day.start);
  const middle = (start + end) / 2;
  const first = Math.min(Math.max(Math.round(middle - length / 2), day.start), day.end - length);
  return { start: first, end: first + length };
}

/** The window `factor` times as long, around the same middle. */
export function zoomWindow(shown: TimeWindow, factor: number, day: TimeWindow): TimeWindow {
  const more = ((shown.end - shown.start) * (factor - 1)) / 2;
  return fitWindow({ start: shown.start - more, end: shown.end + more }, day);
}

/** The window moved by a part of its length; negative is earlier. */
export function panWindow(shown: TimeWindow, part: number, day: TimeWindow): TimeWindow {
  const by = (shown.end - shown.start) * part;
  return fitWindow({ start: shown.start + by, end: shown.end + by }, day);
}

/** A span with some air around it. */
export function windowAround({ start, end }: TimeWindow, day: TimeWindow): TimeWindow {
  const air = Math.max(SECONDS_PER_MINUTE, (end - start) * 0.06);
  return fitWindow({ start: start - air, end: end + air }, day);
}

/** Full hours or minutes of the day's clocks inside the window. `date` is the day's, in `zone`. */
export function ticksOf(shown: TimeWindow, date: string, zone: string): Tick[] {
  const length = shown.end - shown.start;
  const minutes = MINUTE_STEPS.find((step) => length / step <= MOST_TICKS);
  const instants = minutes
    ? everyStep(shown, minutes, offsetAt(shown.start * MS, zone) / MS)
    : everyHours(
        date,
        zone,
        HOUR_STEPS.find((step) => length / SECONDS_PER_HOUR / step <= MOST_TICKS) ?? 6,
      );
  return instants
    .filter((instant) => instant >= shown.start && instant <= shown.end)
    .map((instant) => ({
      at: (instant - shown.start) / length,
      label: formatClock(instant * MS, zone),
    }));
}

function everyStep({ start, end }: TimeWindow, step: number, offset: number): number[] {
  const first = Math.ceil((start + offset) / step) * step - offset;
  return Array.from(
    { length: Math.max(0, Math.floor((end - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

function everyHours(date: string, zone: string, step: number): number[] {
  return Array.from({ length: 24 / step }, (_, index) => localHour(date, index * step, zone) / MS);
}
