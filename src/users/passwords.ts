import { AppError } from '../base/errors.ts';

/** What one argon2id hash costs. */
export interface PasswordCost {
  memoryKib: number;
  passes: number;
}

/**
 * Above OWASP's minimum (19 MiB, 2 passes). About 0.13 s on a laptop core and an estimated 0.5 to
 * 0.8 s on a Raspberry Pi 4: slow for a thief, bearable for its owner.
 */
export const PASSWORD_COST: PasswordCost = { memoryKib: 64 * 1_024, passes: 2 };
/** Hashes computed at once; each holds the memory of PASSWORD_COST. */
const MAX_CONCURRENT = 2;
/** Hashes that may wait for a turn, so that a flood of sign-ins cannot pile up without end. */
export const MAX_WAITING = 32;
const RETRY_AFTER_SECONDS = 5;

export const PASSWORD_CHARACTERS = { min: 8, max: 256 };

/**
 * A well-formed hash that no password has, at the same cost as a real one: an account that does
 * not exist takes as long to refuse as one that does.
 */
function decoyOf({ memoryKib, passes }: PasswordCost): string {
  const blank = 'A'.repeat(43); // 32 bytes
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${blank}$${blank}`;
}

export interface Passwords {
  /** The hash to store. Throws `unavailable` when too many are waiting. */
  hash(password: string): Promise<string>;
  /** Whether the password fits; the same work is done when there is no hash. */
  verify(password: string, hash: string | null): Promise<boolean>;
}

/** Checks a new password's length. Throws `invalid`, naming the form's `field`. */
export function parsePassword(password: string, field = 'password'): string {
  const { min, max } = PASSWORD_CHARACTERS;
  if (password.length >= min && password.length <= max) return password;
  const sentence = `Choose a password of ${min} to ${max} characters.`;
  throw new AppError('invalid', sentence, { fields: { [field]: sentence } });
}

/** One spelling, however the keyboard composes it: the same password works from every machine. */
const canonical = (password: string) => password.normalize('NFKC');

/** `cost` is for tests, whose passwords protect nothing. */
export function openPasswords(cost = PASSWORD_COST): Passwords {
  const decoy = decoyOf(cost);
  const waiting: (() => void)[] = [];
  let running = 0;

  async function withTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < MAX_CONCURRENT) running++;
    else if (waiting.length < MAX_WAITING) {
      await new Promise<void>((turn) => waiting.push(turn)); // whoever ends hands its turn on
    } else {
      throw new AppError('unavailable', 'Too many people are signing in. Try again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    hash: (password) =>
      withTurn(() =>
        Bun.password.hash(canonical(password), {
          algorithm: 'argon2id',
          memoryCost: cost.memoryKib,
          timeCost: cost.passes,
        }),
      ),
    verify: (password, hash) =>
      withTurn(() => Bun.password.verify(canonical(password), hash ?? decoy)),
  };
}
