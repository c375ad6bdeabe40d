import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { type Clock, HOUR_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { savePasswordHash } from './account-store.ts';
import type { Accounts } from './accounts.ts';
import { findPasswordReset, savePasswordReset, takePasswordReset } from './password-reset-store.ts';
import { type Passwords, parsePassword } from './passwords.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { deleteOtherSessions } from './session-store.ts';
import { accountSubject, addressSubject, type Throttle } from './throttle.ts';

/** Time to hand the link over and to open it; a link in an old message is worth nothing. */
export const PASSWORD_RESET_MS = 24 * HOUR_MS;

export interface PasswordResets {
  /**
   * A link's token, the only time that it is seen; ends the link that the user had before. The
   * password stays good until the link is used. Throws `not_found`, and `conflict` for somebody
   * who is disabled.
   */
  add(userId: string): Promise<{ token: string; expiresAt: Date }>;
  /**
   * Sets the password, uses the link up and ends all the user's sessions. Returns whose it was.
   * Throws `forbidden` for a link that is no longer good, `invalid` and `too_many`.
   */
  use(token: string, password: string, address: string): Promise<{ username: string }>;
}

interface PasswordResetsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  accounts: Pick<Accounts, 'get'>;
  passwords: Passwords;
  throttle: Throttle;
}

const linkEnded = () =>
  new AppError(
    'forbidden',
    'This link was used or has run out. Ask your administrator for a new one.',
  );

export function openPasswordResets(dependencies: PasswordResetsDependencies): PasswordResets {
  const { database, bus, clock, accounts, passwords, throttle } = dependencies;
  const now = () => new Date(clock());

  async function findTarget(tokenHash: string) {
    const target = await findPasswordReset(database, tokenHash, now());
    if (target) return target;
    throw linkEnded();
  }

  return {
    async add(userId) {
      const token = newSecret();
      const at = now();
      const expiresAt = new Date(at.getTime() + PASSWORD_RESET_MS);
      const reset = { userId, tokenHash: hashSecret(token), at, expiresAt };
      if (await savePasswordReset(database, reset)) return { token, expiresAt };
      const { username } = await accounts.get(userId);
      throw new AppError('conflict', `${username} is disabled. Enable the account first.`);
    },

    async use(token, password, address) {
      const subjects = [addressSubject(address)];
      await throttle.begin(subjects);
      const tokenHash = hashSecret(token);
      const { user_id: userId, username } = await findTarget(tokenHash);
      await throttle.release(subjects); // whoever holds the token does not guess
      const hash = await passwords.hash(parsePassword(password));
      await database.transaction(async (tx) => {
        if (!(await takePasswordReset(tx, tokenHash, now()))) throw linkEnded();
        await savePasswordHash(tx, userId, hash, now());
        await deleteOtherSessions(tx, userId, null);
      });
      bus.publish('credentials', { userId });
      await throttle.reset(accountSubject(username));
      return { username };
    },
  };
}
