import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import { type Database, type Queryable, rethrowConflict } from '../db/database.ts';
import {
  countOtherAccounts,
  deleteAccount,
  findAccount,
  findAccountByName,
  findAccountForUpdate,
  insertAccount,
  listAccounts,
  lockAccounts,
  type Profile,
  saveFirstTimezone,
  savePasswordHash,
  saveProfile,
} from './account-store.ts';
import { deleteWaysIn, saveIsAdmin, saveIsDisabled } from './admin-store.ts';
import { deletePasswordReset } from './password-reset-store.ts';
import { type Passwords, parsePassword } from './passwords.ts';
import { type ProfileInput, parseProfileChanges, parseTimezone, parseUsername } from './profile.ts';
import type { Sessions } from './sessions.ts';

export const USERNAME_TAKEN = 'This username is taken. Choose another one.';

export interface NewAccountInput {
  username: string;
  password: string;
  isAdmin?: boolean;
}

/** People and their settings. Needs no HTTP: the command line uses it too. */
export interface Accounts {
  /** Throws `invalid`, or `conflict` when the name is taken. */
  add(account: NewAccountInput): Promise<Profile>;
  /** Oldest first. */
  list(): Promise<Profile[]>;
  /** Throws `not_found`. */
  get(userId: string): Promise<Profile>;
  /** In any case of letters. Throws `not_found`. */
  getByName(username: string): Promise<Profile>;
  /** Ends all of the user's sessions but the one to keep. Throws `invalid`. */
  setPassword(
    userId: string,
    password: string,
    options?: { keepSessionId?: string | null; field?: string },
  ): Promise<void>;
  /** Throws `invalid` with the field, or `not_found`. */
  update(userId: string, changes: ProfileInput): Promise<Profile>;
  /** Throws `not_found`, and `conflict` when no administrator would be left. */
  setAdmin(userId: string, isAdmin: boolean): Promise<void>;
  /**
   * Disabling ends all sessions and links at once and has keys refused until the account is
   * enabled; data stays. Throws `not_found`, and `conflict` when no administrator would be left.
   */
  setDisabled(userId: string, isDisabled: boolean): Promise<void>;
  /** With everything that belongs to it. Throws `conflict` for the last of several's admin. */
  remove(userId: string): Promise<void>;
  /**
   * Sets the zone that an editor told, unless one was chosen before: by the person, or by an
   * earlier editor. Unknown zones are ignored. Whether it was set.
   */
  suggestTimezone(userId: string, zone: string): Promise<boolean>;
}

interface AccountsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  passwords: Passwords;
  sessions: Sessions;
  /** Timeout or timezone changed: the timeline must be counted anew. Only wakes that work. */
  onTimelineSettingsChanged: (userId: string) => void | Promise<void>;
}

/** Throws `conflict` when this user is the only administrator who may come in. */
async function requireOtherAdmin(tx: Queryable, userId: string): Promise<void> {
  if ((await countOtherAccounts(tx, userId)).admins > 0) return;
  throw new AppError('conflict', 'One administrator must be left. Make another one first.');
}

export function openAccounts(dependencies: AccountsDependencies): Accounts {
  const { database, bus, clock, passwords, sessions, onTimelineSettingsChanged } = dependencies;
  const now = () => new Date(clock());

  async function get(userId: string): Promise<Profile> {
    const account = await findAccount(database, userId);
    if (account) return account;
    throw new AppError('not_found', 'User not found');
  }

  return {
    async add({ username, password, isAdmin = false }) {
      parseUsername(username);
      const passwordHash = await passwords.hash(parsePassword(password));
      return database
        .transaction(async (tx) => {
          await lockAccounts(tx);
          return insertAccount(tx, { username, passwordHash, isAdmin, timezone: null }, now());
        })
        .catch((error) => rethrowConflict(error, USERNAME_TAKEN));
    },

    list: () => listAccounts(database),

    get,

    async getByName(username) {
      const account = await findAccountByName(database, username);
      if (account) return account;
      throw new AppError('not_found', `There is no user named ${username}`);
    },

    async setPassword(userId, password, { keepSessionId = null, field } = {}) {
      const hash = await passwords.hash(parsePassword(password, field));
      await savePasswordHash(database, userId, hash, now());
      await deletePasswordReset(database, userId);
      await sessions.removeOthers(userId, keepSessionId);
    },

    async update(userId, input) {
      const changes = await parseProfileChanges(database, input);
      const [before, after] = await database.transaction(async (tx) => {
        const before = await findAccountForUpdate(tx, userId);
        if (!before) throw new AppError('not_found', 'User not found');
        return [before, await saveProfile(tx, userId, changes, now())];
      });
      bus.publish('credentials', { userId }); // what is remembered with a key has changed
      const countsOtherwise =
        before.timezone !== after.timezone || before.timeout_seconds !== after.timeout_seconds;
      if (countsOtherwise) await onTimelineSettingsChanged(userId);
      return after;
    },

    async setAdmin(userId, isAdmin) {
      await database.transaction(async (tx) => {
        await lockAccounts(tx);
        if (!isAdmin) await requireOtherAdmin(tx, userId);
        if (await saveIsAdmin(tx, userId, isAdmin, now())) return;
        throw new AppError('not_found', 'User not found');
      });
      bus.publish('credentials', { userId });
    },

    async setDisabled(userId, isDisabled) {
      await database.transaction(async (tx) => {
        await lockAccounts(tx);
        if (isDisabled) await requireOtherAdmin(tx, userId);
        if (!(await saveIsDisabled(tx, userId, isDisabled, now()))) {
          throw new AppError('not_found', 'User not found');
        }
        if (isDisabled) await deleteWaysIn(tx, userId);
      });
      bus.publish('credentials', { userId });
    },

    async remove(userId) {
      await database.transaction(async (tx) => {
        await lockAccounts(tx);
        const others = await countOtherAccounts(tx, userId);
        if (others.accounts > 0 && others.admins === 0) {
          throw new AppError(
            'conflict',
            'You are the only administrator. Make another one first: hearthbeat user add NAME --admin',
          );
        }
        await deleteAccount(tx, userId);
      });
      bus.publish('credentials', { userId });
      bus.publish('plugins', { userId: null }); // an author's plugins went along
    },

    async suggestTimezone(userId, zone) {
      const before = await findAccount(database, userId);
      if (!before || before.timezone_is_chosen) return false;
      const timezone = await parseTimezone(database, zone).catch((error) => {
        if (error instanceof AppError) return null; // an editor's odd zone is nobody's mistake
        throw error;
      });
      if (timezone === null || !(await saveFirstTimezone(database, userId, timezone))) return false;
      bus.publish('credentials', { userId });
      if (timezone !== before.timezone) await onTimelineSettingsChanged(userId);
      return true;
    },
  };
}
