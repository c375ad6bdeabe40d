import type { Bus } from '../base/bus.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { openAccounts } from './accounts.ts';
import { openBackgroundWrites } from './background-writes.ts';
import { openGuard } from './guard.ts';
import { openInvites } from './invites.ts';
import { openKeys } from './keys.ts';
import { openPasswordResets } from './password-resets.ts';
import { openPasswords, type PasswordCost } from './passwords.ts';
import { userRoutes } from './routes.ts';
import { openSessions } from './sessions.ts';
import { openSetupTokens } from './setup-tokens.ts';
import { openSignIn } from './sign-in.ts';
import { openSignUp, type SignUpPolicy } from './sign-up.ts';
import { openThrottle } from './throttle.ts';
import { openWidgetTokens } from './widget-tokens.ts';

export interface UsersDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  /** The client's address, behind proxies that are trusted. */
  addressOf: (request: Request) => string;
  /** Without a final slash; null when the operator set none. */
  baseUrl: string | null;
  signUp: SignUpPolicy;
  /** Timeout or timezone changed: the timeline must be counted anew. Only wakes that work. */
  onTimelineSettingsChanged: (userId: string) => void | Promise<void>;
  /** Default: PASSWORD_COST. For tests, whose passwords protect nothing. */
  passwordCost?: PasswordCost;
}

/** Accounts, sessions and API keys. The command line uses the services without the routes. */
export function openUsers(dependencies: UsersDependencies) {
  const { database, clock, log, signUp: policy } = dependencies;
  const writes = openBackgroundWrites(log);
  const passwords = openPasswords(dependencies.passwordCost);
  const throttle = openThrottle({ database, clock });
  const keys = openKeys({ ...dependencies, writes });
  const sessions = openSessions({ ...dependencies, writes });
  const accounts = openAccounts({ ...dependencies, passwords, sessions });
  const passwordResets = openPasswordResets({ ...dependencies, accounts, passwords, throttle });
  const invites = openInvites({ database, clock });
  const setupTokens = openSetupTokens({ database, clock, keys });
  const signIn = openSignIn({ database, clock, passwords, throttle });
  const signUp = openSignUp({ ...dependencies, passwords, throttle, policy });
  const widgetTokens = openWidgetTokens({ database, clock });
  const guard = openGuard({ ...dependencies, keys, sessions, widgetTokens });
  const services = { guard, accounts, keys, invites, sessions, widgetTokens };

  return {
    ...services,
    routes: userRoutes({
      ...dependencies,
      ...services,
      passwordResets,
      signIn,
      signUp,
      setupTokens,
      policy,
    }),
    suggestTimezone: accounts.suggestTimezone,
    /** Writes what no request waited for. */
    async close(): Promise<void> {
      await keys.close();
      await writes.drain();
    },
  };
}

export type Users = ReturnType<typeof openUsers>;
