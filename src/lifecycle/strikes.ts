/** What happens to an install that keeps failing: first pauses, then the end. */
import { type Clock, HOUR_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Installs } from '../plugins/installs.ts';
import type { FailureKind } from '../sandbox/contract.ts';
import { toStorable } from './run-store.ts';
import { addStrikes, type Install, removeStrikes, savePause } from './strike-store.ts';

/** Failures in a row weigh 1; what costs everybody time or memory weighs more. */
const ERROR_STRIKES = 1;
const LIMIT_STRIKES = 5;
/** Strikes from which an install pauses after each failure, and those at which it is disabled. */
export const PAUSE_AT = 5;
export const DISABLE_AT = 40;
/** The first pause; it doubles with each further LIMIT_STRIKES. */
const FIRST_PAUSE_MS = 30 * SECOND_MS;
const LONGEST_PAUSE_MS = HOUR_MS;

/** What one failure counts. What is our fault, or nobody's, counts nothing. */
export function strikesOf(kind: FailureKind): number {
  switch (kind) {
    case 'error':
    case 'syntax':
      return ERROR_STRIKES;
    case 'timeout':
    case 'memory':
    case 'limit':
    case 'crashed':
      return LIMIT_STRIKES;
    case 'busy':
    case 'no_handler':
      return 0;
  }
}

/** Milliseconds that an install with so many strikes pauses. */
export function pauseOf(strikes: number): number {
  if (strikes < PAUSE_AT) return 0;
  const doublings = Math.floor((strikes - PAUSE_AT) / LIMIT_STRIKES);
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** doublings);
}

export interface Strikes {
  /** Counts a failure. Returns why the install is disabled from now on, or null. */
  add(install: Install, failure: { kind: FailureKind; message: string }): Promise<string | null>;
  /** Forgets failures: it has run well, or its user wants to try again. */
  clear(install: Install): Promise<void>;
}

export function openStrikes({
  database,
  clock,
  installs,
}: {
  database: Database;
  clock: Clock;
  installs: Pick<Installs, 'disable'>;
}): Strikes {
  return {
    async add(install, { kind, message }) {
      const count = strikesOf(kind);
      if (count === 0) return null;
      const strikes = await addStrikes(database, install, count);
      if (strikes < DISABLE_AT) {
        const pauseMs = pauseOf(strikes);
        if (pauseMs > 0) await savePause(database, install, new Date(clock() + pauseMs));
        return null;
      }
      const reason = `It failed again and again, the last time with: ${toStorable(message)}`;
      await installs.disable(install.userId, install.pluginId, reason);
      await removeStrikes(database, install);
      return reason;
    },
    clear: (install) => removeStrikes(database, install),
  };
}
