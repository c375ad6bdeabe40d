import type { Bus } from '../base/bus.ts';
import { type Clock, MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { CredentialRow } from './key-store.ts';

/** How long another instance may go on accepting a removed key when the bus loses the news. */
export const KNOWN_KEY_MS = MINUTE_MS;
/** A misconfigured editor asks again and again; this is how often the database hears of it. */
export const UNKNOWN_KEY_MS = 5 * SECOND_MS;
/** Keys remembered at once, known and unknown each; about 300 bytes a key. */
export const MAX_REMEMBERED_KEYS = 10_000;

interface Entry {
  owner: CredentialRow | null;
  expiresAt: number;
}

/** Inserts as the newest; the oldest makes room. */
function insert(entries: Map<string, Entry>, hash: string, entry: Entry): void {
  entries.delete(hash);
  const oldest = entries.keys().next();
  if (entries.size >= MAX_REMEMBERED_KEYS && !oldest.done) entries.delete(oldest.value);
  entries.set(hash, entry);
}

/** Who owns which key, by the key's hash. */
export interface KeyCache {
  find(hash: string): Promise<CredentialRow | null>;
  forget(hash: string): void;
  close(): void;
}

/**
 * Remembers what `load` finds. News about a user's credentials drop what is known about them, and
 * the results of lookups that began before the news, which may be older than it.
 */
export function openKeyCache(
  load: (hash: string) => Promise<CredentialRow | null>,
  { bus, clock }: { bus: Bus; clock: Clock },
): KeyCache {
  const known = new Map<string, Entry>();
  /** Apart, so that a flood of guesses cannot push the known keys out. */
  const unknown = new Map<string, Entry>();
  const loading = new Map<string, Promise<CredentialRow | null>>();

  const unsubscribe = bus.subscribe('credentials', ({ userId }) => {
    loading.clear();
    for (const [hash, { owner }] of known) if (owner?.id === userId) known.delete(hash);
  });

  function remember(hash: string, owner: CredentialRow | null): void {
    const [entries, ms] = owner ? [known, KNOWN_KEY_MS] : [unknown, UNKNOWN_KEY_MS];
    insert(entries, hash, { owner, expiresAt: clock() + ms });
  }

  function startLoading(hash: string): Promise<CredentialRow | null> {
    const lookup = load(hash).then(
      (owner) => {
        if (loading.get(hash) === lookup) {
          loading.delete(hash);
          remember(hash, owner);
        }
        return owner;
      },
      (error) => {
        if (loading.get(hash) === lookup) loading.delete(hash);
        throw error;
      },
    );
    loading.set(hash, lookup);
    return lookup;
  }

  return {
    async find(hash) {
      const entry = known.get(hash) ?? unknown.get(hash);
      if (entry && entry.expiresAt > clock()) return entry.owner;
      return loading.get(hash) ?? startLoading(hash);
    },
    forget(hash) {
      known.delete(hash);
      unknown.delete(hash);
      loading.delete(hash);
    },
    close: unsubscribe,
  };
}
