import { type Clock, MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { BackgroundWrites } from './background-writes.ts';
import { saveKeyUses } from './key-store.ts';

/** How exact "last used" is; a busy editor costs one row write in this time. */
export const KEY_USE_PRECISION_MS = MINUTE_MS;
/** Uses of many keys gather this long and become one statement. */
const FLUSH_DELAY_MS = 5 * SECOND_MS;

/** When each key was last used, written behind the requests' back. */
export interface KeyUses {
  add(keyId: string): void;
  /** Writes what is still waiting. */
  close(): Promise<void>;
}

export function openKeyUses(
  database: Database,
  { clock, writes }: { clock: Clock; writes: BackgroundWrites },
): KeyUses {
  const pending = new Map<string, Date>();
  /** Uses that need no write of their own; at most the keys used within the precision. */
  const recent = new Map<string, number>();
  let timer: Timer | undefined;

  function flush(): void {
    timer = undefined;
    const now = clock();
    for (const [id, at] of recent) if (now - at >= KEY_USE_PRECISION_MS) recent.delete(id);
    if (pending.size === 0) return;
    const uses = new Map(pending);
    pending.clear();
    writes.run('note when API keys were last used', () => saveKeyUses(database, uses));
  }

  return {
    add(keyId) {
      const now = clock();
      const last = recent.get(keyId);
      if (last !== undefined && now - last < KEY_USE_PRECISION_MS) return;
      recent.set(keyId, now);
      pending.set(keyId, new Date(now));
      timer ??= setTimeout(flush, FLUSH_DELAY_MS).unref();
    },
    async close() {
      clearTimeout(timer);
      flush();
      await writes.drain();
    },
  };
}
