import ipaddr from 'ipaddr.js';
import { AppError } from '../base/errors.ts';
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import {
  decrementFailures,
  deleteFailures,
  lockFailures,
  pruneFailures,
  saveFailures,
} from './throttle-store.ts';

/**
 * How many failures are free, and how long the next attempt waits after that: the first delay,
 * doubled with each failure, up to the longest.
 */
export interface ThrottleRule {
  free: number;
  firstDelayMs: number;
  longestDelayMs: number;
}

/** Failures of one address (a household, or a whole IPv6 network of 64 bits). */
export const ADDRESS_RULE: ThrottleRule = {
  free: 10,
  firstDelayMs: SECOND_MS,
  longestDelayMs: 5 * MINUTE_MS,
};
/** Failures for one account from everywhere. Short, because a stranger can cause them. */
export const ACCOUNT_RULE: ThrottleRule = {
  free: 5,
  firstDelayMs: SECOND_MS,
  longestDelayMs: MINUTE_MS,
};
/** Accounts that one address makes where sign-up is open. */
export const SIGN_UP_RULE: ThrottleRule = {
  free: 5,
  firstDelayMs: MINUTE_MS,
  longestDelayMs: HOUR_MS,
};
/** A subject without failures for this long starts afresh. */
export const FORGET_MS = HOUR_MS;
const PRUNE_EVERY_MS = MINUTE_MS;

/** One count: of what, under which rule. */
export interface Subject {
  name: string;
  rule: ThrottleRule;
}

/** IPv4 addresses count one by one, IPv6 by the network that one customer gets. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

export const addressSubject = (address: string): Subject => ({
  name: `address:${networkOf(address)}`,
  rule: ADDRESS_RULE,
});

export const accountSubject = (username: string): Subject => ({
  name: `account:${username.toLowerCase()}`,
  rule: ACCOUNT_RULE,
});

export const signUpSubject = (address: string): Subject => ({
  name: `sign-up:${networkOf(address)}`,
  rule: SIGN_UP_RULE,
});

/** How long to wait after the last of so many failures. */
export function delayMs(failures: number, { free, firstDelayMs, longestDelayMs }: ThrottleRule) {
  if (failures < free) return 0;
  return Math.min(firstDelayMs * 2 ** (failures - free), longestDelayMs);
}

/**
 * Slows the guessing of passwords, over all instances and restarts.
 *
 * An attempt counts as failed before its password is checked, so that a thousand at once are not
 * a thousand guesses; an attempt that is refused counts for nothing, so that waiting always helps.
 *
 * Nobody can lock an owner out: delays stay short and end by themselves, an address from which the
 * account has an open session skips the account's delay (see `sign-in.ts`), API keys and open
 * sessions are not affected at all, and `hearthbeat user password` works whatever happens here.
 */
export interface Throttle {
  /** Begins an attempt. Throws `too_many` with the seconds to wait. */
  begin(subjects: readonly Subject[]): Promise<void>;
  /** The attempt was no failure: takes it back. */
  release(subjects: readonly Subject[]): Promise<void>;
  /** Forgets all failures of a subject. */
  reset(subject: Subject): Promise<void>;
}

export function openThrottle({ database, clock }: { database: Database; clock: Clock }): Throttle {
  let prunedAt = 0;

  async function prune(now: number): Promise<void> {
    if (now - prunedAt < PRUNE_EVERY_MS) return;
    prunedAt = now;
    await pruneFailures(database, new Date(now - FORGET_MS));
  }

  return {
    async begin(subjects) {
      const now = clock();
      await prune(now);
      const waitMs = await database.transaction(async (tx) => {
        const counts: { name: string; failures: number }[] = [];
        let longest = 0;
        for (const { name, rule } of subjects) {
          const row = await lockFailures(tx, name, new Date(now));
          const ageMs = now - row.last_failed_at.getTime(); // negative when the clock was set back
          const failures = Math.abs(ageMs) >= FORGET_MS ? 0 : row.failures;
          counts.push({ name, failures });
          longest = Math.max(longest, delayMs(failures, rule) - Math.max(ageMs, 0));
        }
        if (longest > 0) return longest;
        for (const { name, failures } of counts) {
          await saveFailures(tx, name, failures + 1, new Date(now));
        }
        return 0;
      });
      if (waitMs <= 0) return;
      const retryAfterSeconds = Math.ceil(waitMs / SECOND_MS);
      throw new AppError('too_many', `Too many attempts. Try again in ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      });
    },

    async release(subjects) {
      for (const { name } of subjects) await decrementFailures(database, name);
    },

    reset: (subject) => deleteFailures(database, subject.name),
  };
}
