/**
 * Reading single fields of heartbeats that strangers' programs wrote. Clients disagree on types
 * (numbers as strings, null for absent), so a strict schema would refuse honest heartbeats: here
 * each field is coerced by itself, and only what cannot be understood becomes a `Problem`.
 */

/** Why one heartbeat is refused: a sentence, and the field that it is about. */
export interface Problem {
  error: string;
  field: string;
}

/** Lengths (UTF-16 units) of the columns in migrations/0002. */
export const COLUMN_LENGTH = {
  project: 256,
  language: 64,
  branch: 128,
  commit: 64,
  editor: 64,
  os: 64,
  machine: 128,
  category: 64,
};
/** Longest path, URL or root (UTF-16 units); the columns are unbounded, rows should not be. */
export const PATH_LENGTH = 4_096;

/** 2000-01-01T00:00:00Z in seconds; no editor measured time before. */
export const EARLIEST_TIME_SECONDS = 946_684_800;
/** How far a client's clock may be ahead. */
export const FUTURE_TOLERANCE_SECONDS = 86_400;
/** Longest time that one heartbeat may claim. */
export const LONGEST_CLAIM_SECONDS = 86_400;

/** From these values on a number is milliseconds, microseconds, nanoseconds: all mean 1973. */
const EPOCH_UNITS = [
  { from: 1e17, perSecond: 1e9 },
  { from: 1e14, perSecond: 1e6 },
  { from: 1e11, perSecond: 1e3 },
];
const MICROSECONDS = 1e6;

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/g;

/**
 * A name (project, editor, …) as it was sent, or '': trimmed, valid Unicode and without control
 * characters, one of which separates names inside the database's dimension hash.
 */
export function toName(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return value.replace(CONTROL_CHARACTERS, '').trim().toWellFormed();
}

/** A path or URL as it was sent, or '': only NUL, which no column can hold, is removed. */
export function toPath(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.replaceAll('\0', '').trim().toWellFormed();
}

/** The first of several spellings of a field that says something. */
export function firstName(...values: unknown[]): string {
  for (const value of values) {
    const name = toName(value);
    if (name !== '') return name;
  }
  return '';
}

/** `text` within `length` UTF-16 units, never ending in half a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length);
  const last = head.charCodeAt(length - 1);
  return (last >= 0xd800 && last <= 0xdbff ? head.slice(0, -1) : head).trimEnd();
}

/** As `cut`; empty is null. */
export function cutOrNull(text: string, length: number): string | null {
  return cut(text, length) || null;
}

/** `true`, `1`, `"true"`, `"1"`; everything else is false. */
export function toFlag(value: unknown): boolean {
  return (
    value === true || value === 1 || (typeof value === 'string' && /^(true|1)$/i.test(value.trim()))
  );
}

/** A finite number, also when it was sent as a string; else null. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** An ISO 8601 instant as Unix seconds with microseconds; without an offset it is UTC. Else null. */
export function parseInstant(text: string): number | null {
  for (const candidate of [text, `${text}Z`, `${text}T00:00:00Z`]) {
    try {
      return Number(Temporal.Instant.from(candidate).epochNanoseconds / 1_000n) / MICROSECONDS;
    } catch {
      // the next reading
    }
  }
  return null;
}

/**
 * When something happened: Unix seconds with microseconds. Accepts numbers, numeric strings, ISO
 * strings, and epochs in milliseconds, microseconds or nanoseconds. Absent (null, '') is null.
 */
export function parseTime(value: unknown, nowSeconds: number): number | Problem | null {
  const text = typeof value === 'string' ? toName(value) : value;
  if (text === undefined || text === null || text === '') return null;
  const number = toNumber(text) ?? (typeof text === 'string' ? parseInstant(text) : null);
  if (number === null) {
    return { field: 'time', error: 'time must be Unix seconds or an ISO 8601 instant.' };
  }
  const unit = EPOCH_UNITS.find(({ from }) => number >= from);
  const seconds = Math.round((number / (unit?.perSecond ?? 1)) * MICROSECONDS) / MICROSECONDS;
  if (seconds < EARLIEST_TIME_SECONDS) {
    return { field: 'time', error: 'time is before the year 2000. Send Unix seconds.' };
  }
  if (seconds > nowSeconds + FUTURE_TOLERANCE_SECONDS) {
    return {
      field: 'time',
      error: 'time is more than a day in the future. Check the clock of that machine.',
    };
  }
  return seconds;
}

/** Whole seconds that a client claims; absent (null, '') is null: it claims nothing. */
export function parseClaim(value: unknown, field: string): number | Problem | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && toName(value) === '') return null;
  const seconds = toNumber(value);
  if (seconds === null) return { field, error: `${field} must be a number of seconds.` };
  if (seconds < 0) return { field, error: `${field} must not be negative.` };
  if (seconds > LONGEST_CLAIM_SECONDS) {
    return { field, error: `${field} must be at most ${LONGEST_CLAIM_SECONDS} seconds (a day).` };
  }
  return Math.floor(seconds);
}

export function isProblem(value: unknown): value is Problem {
  return isFields(value) && typeof value.error === 'string';
}
