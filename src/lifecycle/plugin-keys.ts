/**
 * A plugin's private keys, as documented: every key is stored as
 * `plugin:<plugin-name>:<user-id>:<key>` (seeds, "Redis — private namespace"). They stay when the
 * plugin is uninstalled, so that a reinstall finds its streak; uninstalling with `purge`, deleting
 * the plugin and deleting the account delete them.
 */
import { AppError } from '../base/errors.ts';
import type { KeyValue, KeyValueStore, SpaceLimits } from '../db/key-value.ts';

/** UTF-8 bytes of a key: a project's name of 256 characters in any script, and a word before it. */
export const MAX_KEY_BYTES = 1_536;
/** UTF-8 bytes of one value. */
export const MAX_VALUE_BYTES = 64 * 1_024;
/** What one plugin may keep for one user: keys, and bytes of keys and values together. */
export const PLUGIN_KEY_LIMITS: SpaceLimits = { keys: 10_000, bytes: 4 * 1_024 * 1_024 };

/**
 * `ctx.redis` of one run: arguments are whatever the guest passed. All throw an `Error` whose message
 * tells the plugin's author what to change.
 */
export interface PluginKeys {
  get(key: unknown): Promise<string | null>;
  /** Numbers and booleans are kept as their text, as Redis does; anything else must be a string. */
  set(key: unknown, value: unknown): Promise<void>;
  del(key: unknown): Promise<void>;
  incr(key: unknown): Promise<number>;
}

const groupOf = (pluginName: string) => `plugin:${pluginName}`;

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : typeof value;
}

/** Throws unless this can be a key. */
export function parseKey(key: unknown): string {
  const text = typeof key === 'number' ? String(key) : key;
  if (typeof text !== 'string') throw new Error(`The key must be a string, not ${describe(key)}.`);
  if (text === '') throw new Error('The key is empty.');
  if (text.includes('\0')) throw new Error('The key contains a NUL character.');
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_KEY_BYTES) return text.toWellFormed();
  throw new Error(`The key is ${bytes} bytes long; ${MAX_KEY_BYTES} are allowed.`);
}

/** Throws unless this can be a value. */
export function parseValue(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') {
    throw new Error(
      `The value must be a string, not ${describe(value)}. Use JSON.stringify for objects, del to remove a key.`,
    );
  }
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_VALUE_BYTES) return text.toWellFormed();
  throw new Error(`The value is ${bytes} bytes long; ${MAX_VALUE_BYTES} are allowed.`);
}

/** The guest knows plain errors only. */
function rethrowPlain(error: unknown): never {
  if (error instanceof AppError) throw new Error(error.message, { cause: error });
  throw error;
}

function toPluginKeys(keys: KeyValue): PluginKeys {
  return {
    get: async (key) => keys.get(parseKey(key)).catch(rethrowPlain),
    set: async (key, value) => keys.set(parseKey(key), parseValue(value)).catch(rethrowPlain),
    del: async (key) => keys.del(parseKey(key)).catch(rethrowPlain),
    incr: async (key) => keys.incr(parseKey(key)).catch(rethrowPlain),
  };
}

export interface PluginKeySpaces {
  /** The keys that this plugin has for this user. */
  of(pluginName: string, userId: string): PluginKeys;
  /** Deletes them: uninstalled with `purge`. */
  remove(pluginName: string, userId: string): Promise<void>;
  /** Deletes everybody's: the plugin is gone, and its name may be somebody else's tomorrow. */
  removeAll(pluginName: string): Promise<void>;
}

/** The plugins' part of the key-value store. Names are kebab-case, so no two prefixes overlap. */
export function openPluginKeys(
  { keyValue }: { keyValue: KeyValueStore },
  limits: SpaceLimits = PLUGIN_KEY_LIMITS,
): PluginKeySpaces {
  return {
    of: (pluginName, userId) =>
      toPluginKeys(keyValue.in({ group: groupOf(pluginName), ownerId: userId, limits })),
    remove: (pluginName, userId) =>
      keyValue.remove({ group: groupOf(pluginName), ownerId: userId }),
    removeAll: (pluginName) => keyValue.removeGroup(groupOf(pluginName)),
  };
}
