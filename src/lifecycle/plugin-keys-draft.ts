import { type PluginKeys, parseKey, parseValue } from './plugin-keys.ts';

/** Keys that one trial run may change; it ends after seconds. */
export const MAX_DRAFT_KEYS = 1_000;
const INTEGER = /^(0|-?[1-9]\d{0,18})$/;
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

function parseInteger(text: string): bigint {
  const number = INTEGER.test(text) ? BigInt(text) : null;
  if (number !== null && number >= INT64.min && number <= INT64.max) return number;
  throw new Error('The value is not an integer, so it cannot be incremented.');
}

/**
 * A trial's view of real keys: reads see them, and changes stay in memory and are forgotten with it.
 * So the editor can run a plugin without leaving a trace.
 */
export function openDraftKeys(real: PluginKeys): PluginKeys {
  const changed = new Map<string, string | null>();

  async function find(key: string): Promise<string | null> {
    const own = changed.get(key);
    return own === undefined ? real.get(key) : own;
  }
  function save(key: string, value: string | null): void {
    if (!changed.has(key) && changed.size >= MAX_DRAFT_KEYS) {
      throw new Error(`A trial run may change ${MAX_DRAFT_KEYS} keys.`);
    }
    changed.set(key, value);
  }

  return {
    get: async (key) => find(parseKey(key)),
    async set(key, value) {
      save(parseKey(key), parseValue(value));
    },
    async del(key) {
      save(parseKey(key), null);
    },
    async incr(key) {
      const name = parseKey(key);
      const next = parseInteger((await find(name)) ?? '0') + 1n;
      if (next > INT64.max) throw new Error('The value would leave the range of 64-bit integers.');
      save(name, String(next));
      return Number(next);
    },
  };
}
