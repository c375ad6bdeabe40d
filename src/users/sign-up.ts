import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import { type Database, type Queryable, rethrowConflict } from '../db/database.ts';
import {
  countOtherAccounts,
  hasAccounts,
  insertAccount,
  lockAccounts,
  type NewAccount,
  type Profile,
} from './account-store.ts';
import { USERNAME_TAKEN } from './accounts.ts';
import { findOpenInvite, type InviteKind, saveInviteUse } from './invite-store.ts';
import { type Passwords, parsePassword } from './passwords.ts';
import { parseTimezone, parseUsername } from './profile.ts';
import { hashSecret } from './secrets.ts';
import { signUpSubject, type Throttle } from './throttle.ts';

export type SignUpPolicy = 'closed' | 'open';

export interface SignUpInput {
  username: string;
  password: string;
  /** The browser's; one that we do not know is ignored. */
  timezone?: string | undefined;
}

export interface SignUp {
  /** The first administrator. Of two at once, one wins. Throws `conflict` and `forbidden`. */
  setUp(token: string, input: SignUpInput): Promise<Profile>;
  /** With an invite, or without where sign-up is open. Throws `forbidden` and `too_many`. */
  signUp(token: string | undefined, input: SignUpInput, address: string): Promise<Profile>;
}

interface SignUpDependencies {
  database: Database;
  clock: Clock;
  passwords: Passwords;
  throttle: Throttle;
  policy: SignUpPolicy;
  /** As in `accounts.ts`: days are not counted in UTC. */
  onTimelineSettingsChanged: (userId: string) => void | Promise<void>;
}

const invalidSetupLink = () =>
  new AppError(
    'forbidden',
    'This setup link is not valid any more. Restart Hearthbeat for a new one, or run: hearthbeat user add NAME --admin',
  );
const alreadySetUp = () =>
  new AppError('conflict', 'Hearthbeat is already set up. Sign in instead.');
const invalidInvite = () =>
  new AppError('forbidden', 'This invite is not valid any more. Ask for a new one.');

export function openSignUp(dependencies: SignUpDependencies): SignUp {
  const { database, clock, passwords, throttle, policy, onTimelineSettingsChanged } = dependencies;
  const now = () => new Date(clock());

  /** Everything that needs no lock, the slow hash above all. */
  async function prepare({ username, password, timezone }: SignUpInput): Promise<NewAccount> {
    parseUsername(username);
    const passwordHash = await passwords.hash(parsePassword(password));
    const zone = timezone
      ? await parseTimezone(database, timezone).catch((error) => {
          if (error instanceof AppError) return null; // a browser's odd zone is nobody's mistake
          throw error;
        })
      : null;
    return { username, passwordHash, isAdmin: false, timezone: zone };
  }

  /** `redeem` runs in the transaction that adds the account. */
  async function add(
    account: NewAccount,
    redeem: (tx: Queryable, profile: Profile) => Promise<void>,
  ): Promise<Profile> {
    const profile = await database
      .transaction(async (tx) => {
        await lockAccounts(tx);
        const added = await insertAccount(tx, account, now());
        await redeem(tx, added);
        return added;
      })
      .catch((error) => rethrowConflict(error, USERNAME_TAKEN));
    if (profile.timezone_is_chosen) await onTimelineSettingsChanged(profile.id);
    return profile;
  }

  /** Uses up the link and adds the account, or neither. */
  async function addByLink(token: string, kind: InviteKind, input: SignUpInput): Promise<Profile> {
    const refusal = kind === 'setup' ? invalidSetupLink : invalidInvite;
    const invite = await findOpenInvite(database, hashSecret(token), kind, now());
    if (kind === 'setup' && (await hasAccounts(database))) throw alreadySetUp();
    if (!invite) throw refusal(); // before the hash: strangers make us work for nothing
    const account = { ...(await prepare(input)), isAdmin: invite.makes_admin };
    return add(account, async (tx, profile) => {
      const others = await countOtherAccounts(tx, profile.id);
      if (kind === 'setup' && others.accounts > 0) throw alreadySetUp();
      if (!(await saveInviteUse(tx, invite.id, profile.id, now()))) throw refusal();
    });
  }

  return {
    setUp: (token, input) => addByLink(token, 'setup', input),

    async signUp(token, input, address) {
      if (token !== undefined) return addByLink(token, 'invite', input);
      if (policy === 'closed') {
        throw new AppError('forbidden', 'Sign-up is closed. Ask an administrator for an invite.');
      }
      if (!(await hasAccounts(database))) {
        throw new AppError('conflict', 'Set Hearthbeat up first, with the link that it printed.');
      }
      parseUsername(input.username); // a slip is no attempt
      parsePassword(input.password);
      await throttle.begin([signUpSubject(address)]);
      return add(await prepare(input), async () => {});
    },
  };
}
