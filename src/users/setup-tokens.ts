import { AppError } from '../base/errors.ts';
import { type Clock, MINUTE_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { type Keys, MAX_KEY_NAME_CHARACTERS } from './keys.ts';
import { hashSecret, newSecret } from './secrets.ts';
import {
  findSetupToken,
  insertSetupToken,
  pruneSetupTokens,
  takeSetupToken,
} from './setup-token-store.ts';

/** Long enough to walk to another machine, too short to be found later in a shell's history. */
export const SETUP_TOKEN_MS = 15 * MINUTE_MS;
/** A further command ends the oldest one. */
export const MAX_SETUP_TOKENS_PER_USER = 10;
const MAX_BASE_URL_CHARACTERS = 300;
/** Nothing that a shell, PowerShell or an INI file could read as anything but text. */
const SAFE_URL = /^https?:\/\/[A-Za-z0-9.:[\]_~%/-]+$/;

export interface SetupTokens {
  /** A token for the set-up command; the only time that it is seen. Throws `invalid`. */
  add(userId: string, baseUrl: string): Promise<{ token: string; expiresAt: Date }>;
  /** The address that the script is for, or null when the token is used or has run out. */
  findBaseUrl(token: string): Promise<string | null>;
  /** Uses the token up for a fresh key, named after the machine. Throws `forbidden`. */
  exchange(token: string, machine: string): Promise<string>;
}

/** The address without a slash at its end. Throws `invalid` unless it is plain http or https. */
export function parseBaseUrl(text: string): string {
  const url = text.replace(/\/+$/, '');
  if (url.length <= MAX_BASE_URL_CHARACTERS && SAFE_URL.test(url) && URL.canParse(url)) return url;
  throw new AppError('invalid', 'base_url must be the address of this server.', {
    fields: { base_url: 'Send the address of this server, such as http://host:8080' },
  });
}

interface SetupTokensDependencies {
  database: Database;
  clock: Clock;
  keys: Keys;
}

export function openSetupTokens({ database, clock, keys }: SetupTokensDependencies): SetupTokens {
  return {
    async add(userId, baseUrl) {
      const at = new Date(clock());
      const expiresAt = new Date(at.getTime() + SETUP_TOKEN_MS);
      const url = parseBaseUrl(baseUrl);
      const token = newSecret();
      await pruneSetupTokens(database, userId, MAX_SETUP_TOKENS_PER_USER - 1, at);
      await insertSetupToken(database, {
        tokenHash: hashSecret(token),
        userId,
        baseUrl: url,
        at,
        expiresAt,
      });
      return { token, expiresAt };
    },

    async findBaseUrl(token) {
      const row = await findSetupToken(database, hashSecret(token), new Date(clock()));
      return row?.base_url ?? null;
    },

    async exchange(token, machine) {
      const row = await takeSetupToken(database, hashSecret(token), new Date(clock()));
      if (!row) {
        throw new AppError(
          'forbidden',
          'This set-up command was used or has run out. Make a new one on the Connect page.',
        );
      }
      const name = machine.trim().slice(0, MAX_KEY_NAME_CHARACTERS);
      return (await keys.add(row.user_id, { name })).key;
    },
  };
}
