/** Small texts under keys: in Redis when the operator has one, else in Postgres. */
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Database } from './database.ts';
import { openPostgresKeyValue } from './key-value-postgres.ts';

/** How much one space may hold. Values are measured in UTF-8. */
export interface SpaceLimits {
  keys: number;
  /** Of all keys and values together. */
  bytes: number;
}

/** Whose keys: in Redis they are spelled `<group>:<ownerId>:<key>`. */
export interface Space {
  /** `plugin:streak-notifier` */
  group: string;
  /** A user's id. */
  ownerId: string;
  limits: SpaceLimits;
}

/**
 * One space's keys. Values are raw texts; a key holds no NUL and its limit is the caller's to hold.
 * Changes are atomic, limits included. All throw `unavailable` while the store cannot be reached.
 */
export interface KeyValue {
  get(key: string): Promise<string | null>;
  /** Throws `too_large` at a limit, `not_found` when the owner's account is gone. */
  set(key: string, value: string): Promise<void>;
  /** Also when there is no such key. */
  del(key: string): Promise<void>;
  /**
   * Adds one, from 0 when there is no such key. Throws as `set`, and `invalid` when the value is not
   * an integer or would leave 64 bits. Beyond 2^53 the number returned is rounded, what is kept not.
   */
  incr(key: string): Promise<number>;
}

export interface KeyValueStore {
  in(space: Space): KeyValue;
  /** Forgets one space with all its keys. */
  remove(space: Pick<Space, 'group' | 'ownerId'>): Promise<void>;
  /** Forgets the spaces of everybody in this group. */
  removeGroup(group: string): Promise<void>;
  close(): Promise<void>;
}

/** What a store says instead of doing it. */
export type Refusal = 'gone' | 'keys' | 'bytes' | 'text' | 'range';

/** The same sentences whatever the store. */
export function toRefusal(refusal: Refusal, { limits }: Space): AppError {
  switch (refusal) {
    case 'gone':
      return new AppError('not_found', 'This account was deleted.');
    case 'keys':
      return new AppError(
        'too_large',
        `There are ${limits.keys} keys already, the most there may be. Delete some first.`,
      );
    case 'bytes':
      return new AppError(
        'too_large',
        `Keys and values would take more than ${limits.bytes} bytes together. Delete some first.`,
      );
    case 'text':
      return new AppError('invalid', 'The value is not an integer, so it cannot be incremented.');
    case 'range':
      return new AppError('invalid', 'The value would leave the range of 64-bit integers.');
  }
}

export function isRefusal(outcome: unknown): outcome is Refusal {
  return (
    typeof outcome === 'string' && ['gone', 'keys', 'bytes', 'text', 'range'].includes(outcome)
  );
}

interface KeyValueDependencies {
  database: Database;
  /** Null: Postgres keeps the keys. */
  redisUrl: string | null;
  log: Log;
}

/** Opens the store that the operator's configuration asks for. */
export async function openKeyValue(dependencies: KeyValueDependencies): Promise<KeyValueStore> {
  const { database, redisUrl, log } = dependencies;
  if (redisUrl === null) return openPostgresKeyValue(database);
  const { openRedisKeyValue } = await import('./key-value-redis.ts');
  return openRedisKeyValue({ database, redisUrl, log });
}
