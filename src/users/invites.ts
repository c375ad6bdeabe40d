import { AppError } from '../base/errors.ts';
import { type Clock, DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { hasAccounts } from './account-store.ts';
import {
  countOpenInvites,
  deleteInvite,
  findInvite,
  type InviteRow,
  insertInvite,
  listInvites,
  pruneInvites,
} from './invite-store.ts';
import { hashSecret, newSecret } from './secrets.ts';

export const SETUP_LINK_MS = 30 * MINUTE_MS;
export const INVITE_MS = 7 * DAY_MS;
export const MAX_OPEN_INVITES = 100;
/** How long the list shows who used which invite. */
const KEEP_ENDED_MS = 30 * DAY_MS;

export interface Invites {
  /**
   * The token of a new link for the first administrator, or null when accounts exist. Links of
   * other instances stay good; the first account closes all of them.
   */
  createSetupLink(): Promise<string | null>;
  list(): Promise<InviteRow[]>;
  /** The only time that the token is seen. Throws `invalid` when too many are open. */
  add(
    createdBy: string,
    options?: { makesAdmin?: boolean },
  ): Promise<InviteRow & { token: string }>;
  /** Throws `not_found`. */
  remove(inviteId: string): Promise<void>;
}

export function openInvites({ database, clock }: { database: Database; clock: Clock }): Invites {
  const after = (at: Date, ms: number) => new Date(at.getTime() + ms);

  return {
    async createSetupLink() {
      if (await hasAccounts(database)) return null;
      const at = new Date(clock());
      await pruneInvites(database, after(at, -KEEP_ENDED_MS), at);
      const token = newSecret();
      await insertInvite(database, {
        tokenHash: hashSecret(token),
        kind: 'setup',
        makesAdmin: true,
        createdBy: null,
        at,
        expiresAt: after(at, SETUP_LINK_MS),
      });
      return token;
    },

    list: () => listInvites(database),

    async add(createdBy, { makesAdmin = false } = {}) {
      const at = new Date(clock());
      await pruneInvites(database, after(at, -KEEP_ENDED_MS), at);
      if ((await countOpenInvites(database, at)) >= MAX_OPEN_INVITES) {
        throw new AppError(
          'invalid',
          `There are ${MAX_OPEN_INVITES} open invites. Remove one that is not needed.`,
        );
      }
      const token = newSecret();
      const id = await insertInvite(database, {
        tokenHash: hashSecret(token),
        kind: 'invite',
        makesAdmin,
        createdBy,
        at,
        expiresAt: after(at, INVITE_MS),
      });
      const invite = await findInvite(database, id);
      if (!invite) throw new AppError('not_found', 'Somebody removed this invite already');
      return { ...invite, token };
    },

    async remove(inviteId) {
      if (await deleteInvite(database, inviteId)) return;
      throw new AppError('not_found', 'Invite not found');
    },
  };
}
