import { type Static, Type } from '@sinclair/typebox';
import pg from 'pg';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';

/** Any number but the migrations' one: accounts come and go one at a time over all instances. */
const ACCOUNTS_LOCK = 7301;
/** A large history takes its time to delete. */
const REMOVAL_LIMIT_MS = 10 * 60_000;
const INVALID_PARAMETER_VALUE = '22023';

/** What a person may know of their own account. Its keys are the columns that are read. */
export const Profile = Type.Object({
  id: Type.String(),
  username: Type.String(),
  display_name: nullable(Type.String()),
  email: nullable(Type.String()),
  avatar_url: nullable(Type.String()),
  plan: Type.String(),
  is_public: Type.Boolean(),
  is_admin: Type.Boolean(),
  bio: nullable(Type.String()),
  website: nullable(Type.String()),
  profile_show_languages: Type.Boolean(),
  profile_show_projects: Type.Boolean(),
  profile_show_activity: Type.Boolean(),
  profile_show_plugins: Type.Boolean(),
  profile_show_streak: Type.Boolean(),
  available_for_hire: Type.Boolean(),
  show_in_leaderboard: Type.Boolean(),
  country: nullable(Type.String()),
  timezone: Type.String(),
  timezone_is_chosen: Type.Boolean(),
  timeout_seconds: Type.Integer(),
  /** 1 Monday to 7 Sunday. */
  week_start: Type.Integer(),
  /** Goes on with accepted plugin scripts until newer ones are accepted. */
  review_plugin_updates: Type.Boolean(),
  created_at: Type.Date(),
});
export type Profile = Static<typeof Profile>;

/** The columns that their owner may change. */
export const editableColumns = [
  'display_name',
  'bio',
  'website',
  'is_public',
  'profile_show_languages',
  'profile_show_projects',
  'profile_show_activity',
  'profile_show_plugins',
  'profile_show_streak',
  'available_for_hire',
  'show_in_leaderboard',
  'country',
  'timezone',
  'timezone_is_chosen',
  'timeout_seconds',
  'week_start',
  'review_plugin_updates',
] as const;
export type ProfileChanges = Partial<Pick<Profile, (typeof editableColumns)[number]>>;

const profileColumns = Object.keys(Profile.properties).join(', ');

/** Until the transaction ends, no other account is added or removed. */
export async function lockAccounts(tx: Queryable): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [ACCOUNTS_LOCK]);
}

export async function hasAccounts(db: Queryable): Promise<boolean> {
  const Row = Type.Object({ found: Type.Boolean() });
  return (await db.one(Row, 'select exists (select from users) as found')).found;
}

export interface NewAccount {
  username: string;
  passwordHash: string;
  isAdmin: boolean;
  /** Null: not chosen yet, the first editor may tell. */
  timezone: string | null;
}

/** Violates a unique index when the name is taken in any case. */
export function insertAccount(db: Queryable, account: NewAccount, at: Date): Promise<Profile> {
  return db.one(
    Profile,
    `insert into users
       (username, display_name, password_hash, is_admin, timezone, timezone_is_chosen, created_at, updated_at)
     values ($1, $1, $2, $3, coalesce($4, 'UTC'), $4 is not null, $5, $5)
     returning ${profileColumns}`,
    [account.username, account.passwordHash, account.isAdmin, account.timezone, at],
  );
}

export function listAccounts(db: Queryable): Promise<Profile[]> {
  return db.list(Profile, `select ${profileColumns} from users order by created_at, id`);
}

export function findAccount(db: Queryable, userId: string): Promise<Profile | null> {
  return db.find(Profile, `select ${profileColumns} from users where id = $1`, [userId]);
}

/** As `findAccount`; nobody else changes the row until the transaction ends. */
export function findAccountForUpdate(tx: Queryable, userId: string): Promise<Profile | null> {
  return tx.find(Profile, `select ${profileColumns} from users where id = $1 for no key update`, [
    userId,
  ]);
}

export function findAccountByName(db: Queryable, username: string): Promise<Profile | null> {
  return db.find(Profile, `select ${profileColumns} from users where lower(username) = lower($1)`, [
    username,
  ]);
}

/** Only the columns of `editableColumns`; a caller's other keys never reach SQL. */
export function saveProfile(
  db: Queryable,
  userId: string,
  changes: ProfileChanges,
  at: Date,
): Promise<Profile> {
  const columns = editableColumns.filter((column) => changes[column] !== undefined);
  const assignments = columns.map((column, index) => `, ${column} = $${index + 3}`).join('');
  return db.one(
    Profile,
    `update users set updated_at = $2${assignments} where id = $1 returning ${profileColumns}`,
    [userId, at, ...columns.map((column) => changes[column])],
  );
}

/** Sets the zone unless one was chosen before. Whether it did. */
export async function saveFirstTimezone(
  db: Queryable,
  userId: string,
  timezone: string,
): Promise<boolean> {
  const changed = await db.run(
    `update users set timezone = $2, timezone_is_chosen = true
     where id = $1 and not timezone_is_chosen`,
    [userId, timezone],
  );
  return changed > 0;
}

/** Whether Postgres can count this zone's days: its list may be older than ours. */
export async function knowsTimezone(db: Queryable, timezone: string): Promise<boolean> {
  try {
    await db.run('select now() at time zone $1', [timezone]);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INVALID_PARAMETER_VALUE) return false;
    throw error;
  }
}

const SignInTarget = Type.Object({
  id: Type.String(),
  password_hash: nullable(Type.String()),
  is_disabled: Type.Boolean(),
  knows_address: Type.Boolean(),
});
export type SignInTarget = Static<typeof SignInTarget>;

/** What a sign-in is checked against; `knows_address`: a session of theirs is open from there. */
export function findSignInTarget(
  db: Queryable,
  username: string,
  address: string,
  at: Date,
): Promise<SignInTarget | null> {
  return db.find(
    SignInTarget,
    `select id, password_hash, disabled_at is not null as is_disabled, exists (
       select from sessions s where s.user_id = u.id and s.address = $2 and s.expires_at > $3
     ) as knows_address
     from users u where lower(username) = lower($1)`,
    [username, address, at],
  );
}

export async function savePasswordHash(
  db: Queryable,
  userId: string,
  hash: string,
  at: Date,
): Promise<void> {
  await db.run('update users set password_hash = $2, updated_at = $3 where id = $1', [
    userId,
    hash,
    at,
  ]);
}

/** Administrators count only while they may come in. */
export function countOtherAccounts(
  db: Queryable,
  userId: string,
): Promise<{ accounts: number; admins: number }> {
  return db.one(
    Type.Object({ accounts: Type.Integer(), admins: Type.Integer() }),
    `select count(*) as accounts, count(*) filter (where is_admin and disabled_at is null) as admins
     from users where id <> $1`,
    [userId],
  );
}

/** Everything that belongs to the account goes with it. */
export async function deleteAccount(db: Queryable, userId: string): Promise<void> {
  await db.run('delete from users where id = $1', [userId], { limitMs: REMOVAL_LIMIT_MS });
}
