import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import { type Database, rethrowConflict } from '../db/database.ts';
import { type ApiKey, newApiKey, parseApiKey } from './api-key.ts';
import type { BackgroundWrites } from './background-writes.ts';
import { toCurrentUser } from './current-user.ts';
import type { CurrentUser } from './guard.ts';
import { openKeyCache } from './key-cache.ts';
import {
  countKeysForUpdate,
  deleteKey,
  findKeyOwner,
  insertKey,
  type KeyRow,
  listKeys,
  renameKey,
} from './key-store.ts';
import { openKeyUses } from './key-uses.ts';
import type { Scope } from './scopes.ts';

/** A developer with five editors on several machines stays far below. */
export const MAX_KEYS_PER_USER = 50;
export const MAX_KEY_NAME_CHARACTERS = 128;

export interface NewKeyOptions {
  /** Default: `Key #<number>`. */
  name?: string | null | undefined;
  /** A key that the person already has elsewhere (WakaTime's or CodeTrackr's form). */
  key?: string | undefined;
  /** Default: full. */
  scope?: Scope | undefined;
}

export interface Keys {
  list(userId: string): Promise<KeyRow[]>;
  /** The only time that the key itself is seen. Throws `invalid` (too many) or `conflict`. */
  add(userId: string, options?: NewKeyOptions): Promise<KeyRow & { key: string }>;
  /** Returns the name as saved. Throws `invalid` or `not_found`. */
  rename(userId: string, keyId: string, name: string): Promise<string>;
  /** Works at once in this process, within a minute in others. Throws `not_found`. */
  remove(userId: string, keyId: string): Promise<void>;
  /** Who owns this key; notes that it was used. Throws `forbidden` when the owner is disabled. */
  findUser(key: ApiKey): Promise<CurrentUser | null>;
  close(): Promise<void>;
}

function parseName(name: string): string {
  const trimmed = name.replaceAll('\0', '').trim();
  if (trimmed === '') throw new AppError('invalid', 'Name cannot be empty');
  if (trimmed.length > MAX_KEY_NAME_CHARACTERS) {
    throw new AppError(
      'invalid',
      `Name cannot be longer than ${MAX_KEY_NAME_CHARACTERS} characters`,
    );
  }
  return trimmed;
}

function parseOwnKey(text: string): ApiKey {
  const key = parseApiKey(text);
  if (key) return key;
  throw new AppError('invalid', 'A key is a UUID, with or without waka_, or begins with ct_');
}

interface KeysDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  writes: BackgroundWrites;
}

export function openKeys({ database, bus, clock, writes }: KeysDependencies): Keys {
  const cache = openKeyCache((hash) => findKeyOwner(database, hash), { bus, clock });
  const uses = openKeyUses(database, { clock, writes });

  return {
    list: (userId) => listKeys(database, userId),

    async add(userId, { name, key: given, scope = 'full' } = {}) {
      const key = given === undefined ? newApiKey() : parseOwnKey(given);
      const row = await database
        .transaction(async (tx) => {
          const count = await countKeysForUpdate(tx, userId);
          if (count >= MAX_KEYS_PER_USER) {
            throw new AppError('invalid', `Maximum ${MAX_KEYS_PER_USER} API keys allowed`);
          }
          const label = name?.trim() ? parseName(name) : `Key #${count + 1}`;
          return insertKey(tx, userId, { name: label, scope, key, at: new Date(clock()) });
        })
        .catch((error) => rethrowConflict(error, 'This key is already in use'));
      cache.forget(key.hash);
      return { ...row, key: key.text };
    },

    async rename(userId, keyId, name) {
      const saved = parseName(name);
      if (await renameKey(database, userId, keyId, saved)) return saved;
      throw new AppError('not_found', 'Key not found');
    },

    async remove(userId, keyId) {
      const removed = await deleteKey(database, userId, keyId);
      if (!removed) throw new AppError('not_found', 'Key not found');
      bus.publish('credentials', { userId });
    },

    async findUser(key) {
      const owner = await cache.find(key.hash);
      if (!owner) return null;
      const user = toCurrentUser(owner, 'key');
      uses.add(owner.credential_id);
      return user;
    },

    async close() {
      cache.close();
      await uses.close();
    },
  };
}
