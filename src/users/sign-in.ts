import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { findSignInTarget } from './account-store.ts';
import { accountDisabled } from './current-user.ts';
import type { Passwords } from './passwords.ts';
import { accountSubject, addressSubject, type Throttle } from './throttle.ts';

export interface PasswordAttempt {
  username: string;
  password: string;
  /** The client's. */
  address: string;
}

export interface SignIn {
  /**
   * The id of the account whose password this is, or null. An unknown name takes as long as a
   * wrong password. Throws `too_many`, and `forbidden` to those who know the password of an account
   * that is disabled.
   */
  findUserByPassword(attempt: PasswordAttempt): Promise<string | null>;
}

interface SignInDependencies {
  database: Database;
  clock: Clock;
  passwords: Passwords;
  throttle: Throttle;
}

export function openSignIn({ database, clock, passwords, throttle }: SignInDependencies): SignIn {
  return {
    async findUserByPassword({ username, password, address }) {
      const target = await findSignInTarget(database, username, address, new Date(clock()));
      const account = accountSubject(username);
      // The order is the same everywhere, so that two attempts never wait for each other.
      const subjects = [...(target?.knows_address ? [] : [account]), addressSubject(address)];
      await throttle.begin(subjects);
      try {
        const fits = await passwords.verify(password, target?.password_hash ?? null);
        if (!target || !fits) return null;
      } catch (error) {
        await throttle.release(subjects); // nothing was checked, so nothing was guessed
        throw error;
      }
      await throttle.reset(account);
      await throttle.release([addressSubject(address)]);
      if (target.is_disabled) throw accountDisabled();
      return target.id;
    },
  };
}

/** The answer to a wrong name or password: the same, so that names cannot be found out. */
export function wrongCredentials(): AppError {
  return new AppError('unauthorized', 'Wrong username or password');
}
