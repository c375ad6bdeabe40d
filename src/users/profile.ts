import { AppError } from '../base/errors.ts';
import { isTimeZone } from '../base/time.ts';
import type { Queryable } from '../db/database.ts';
import { knowsTimezone, type ProfileChanges } from './account-store.ts';

export const TIMEOUT_SECONDS = { min: 60, max: 3_600 };
/** Characters, by field. */
export const TEXT_LIMITS = { display_name: 128, bio: 2_000, website: 500, country: 64 };
const MAX_TIMEZONE_CHARACTERS = 64;
const DAYS_PER_WEEK = 7;
const USERNAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38})$/;

type Editable = Omit<ProfileChanges, 'timezone_is_chosen'>;
/** As a client sends it: what is missing or null stays as it is, '' clears a text. */
export type ProfileInput = { [K in keyof Editable]?: Editable[K] | null | undefined };

function invalid(field: string, sentence: string): AppError {
  return new AppError('invalid', sentence, { fields: { [field]: sentence } });
}

/** Throws `invalid` unless this can be a username. */
export function parseUsername(username: string): string {
  if (USERNAME.test(username)) return username;
  throw invalid(
    'username',
    'A username has 1 to 39 letters, digits, dots, dashes or underscores, and begins with a letter or digit.',
  );
}

/**
 * The zone as both we and Postgres spell it. Offsets such as `+02:00` are refused: they know no
 * summer time, and Postgres reads their sign the other way round. Throws `invalid`.
 */
export async function parseTimezone(db: Queryable, zone: string): Promise<string> {
  const isName = zone.length <= MAX_TIMEZONE_CHARACTERS && /^[A-Za-z]/.test(zone);
  if (isName && isTimeZone(zone)) {
    const name = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    if (await knowsTimezone(db, name)) return name;
  }
  throw invalid('timezone', 'Choose a time zone such as Europe/Berlin.');
}

function parseText(field: keyof typeof TEXT_LIMITS, given: string): string | null {
  const text = given.replaceAll('\0', '').trim();
  const limit = TEXT_LIMITS[field];
  if (text.length > limit)
    throw invalid(field, `${field} cannot be longer than ${limit} characters`);
  if (field === 'website' && text !== '' && !/^https?:\/\//.test(text)) {
    throw invalid(field, 'website must start with http:// or https://');
  }
  return text === '' ? null : text;
}

function parseTimeout(seconds: number): number {
  const { min, max } = TIMEOUT_SECONDS;
  if (Number.isInteger(seconds) && seconds >= min && seconds <= max) return seconds;
  throw invalid('timeout_seconds', `timeout_seconds must be a whole number from ${min} to ${max}`);
}

/** As ISO 8601 counts: 1 Monday to 7 Sunday. */
function parseWeekStart(day: number): number {
  if (Number.isInteger(day) && day >= 1 && day <= DAYS_PER_WEEK) return day;
  throw invalid('week_start', 'week_start must be a whole number from 1 (Monday) to 7 (Sunday)');
}

const isText = (field: string): field is keyof typeof TEXT_LIMITS => field in TEXT_LIMITS;

/** What to save. Throws `invalid` with the field and what to change. */
export async function parseProfileChanges(
  db: Queryable,
  {
    timezone,
    timeout_seconds,
    week_start,
    display_name,
    bio,
    website,
    country,
    ...flags
  }: ProfileInput,
): Promise<ProfileChanges> {
  const changes: ProfileChanges = {};
  for (const [field, text] of Object.entries({ display_name, bio, website, country })) {
    if (isText(field) && typeof text === 'string') changes[field] = parseText(field, text);
  }
  for (const flag of FLAGS) {
    const value = flags[flag];
    if (typeof value === 'boolean') changes[flag] = value;
  }
  if (typeof timeout_seconds === 'number') changes.timeout_seconds = parseTimeout(timeout_seconds);
  if (typeof week_start === 'number') changes.week_start = parseWeekStart(week_start);
  if (typeof timezone === 'string') {
    changes.timezone = await parseTimezone(db, timezone);
    changes.timezone_is_chosen = true;
  }
  return changes;
}

const FLAGS = [
  'is_public',
  'profile_show_languages',
  'profile_show_projects',
  'profile_show_activity',
  'profile_show_plugins',
  'profile_show_streak',
  'available_for_hire',
  'show_in_leaderboard',
  'review_plugin_updates',
] as const;
