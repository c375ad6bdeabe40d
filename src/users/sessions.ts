import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { type Clock, DAY_MS, HOUR_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { BackgroundWrites } from './background-writes.ts';
import { toCurrentUser } from './current-user.ts';
import type { CurrentUser } from './guard.ts';
import { hashSecret, newSecret } from './secrets.ts';
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionByToken,
  findSessionOwner,
  insertSession,
  listSessions,
  pruneSessions,
  type SessionRow,
  touchSession,
} from './session-store.ts';

/** A session that nobody uses ends after this. */
export const SESSION_IDLE_MS = 30 * DAY_MS;
/** How often use pushes a session's end away. */
export const SESSION_TOUCH_MS = HOUR_MS;
/** Beyond this, signing in ends the session that was unused for longest. */
export const MAX_SESSIONS_PER_USER = 100;
const MAX_USER_AGENT_CHARACTERS = 512;

/** Where a request comes from. */
export interface Origin {
  address: string;
  userAgent: string;
}

export interface Sessions {
  /** Returns the cookie's secret, which is not kept. */
  add(userId: string, origin: Origin): Promise<string>;
  /** Who holds this secret; use keeps it alive. Throws `forbidden` when they are disabled. */
  findUser(token: string, address: string): Promise<CurrentUser | null>;
  list(userId: string): Promise<SessionRow[]>;
  /** Throws `not_found`. */
  remove(userId: string, sessionId: string): Promise<void>;
  /** Ends the session of this secret, if there is one. */
  removeByToken(token: string): Promise<void>;
  /** Ends all but one (null: all); returns how many. */
  removeOthers(userId: string, keepId: string | null): Promise<number>;
}

interface SessionsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  writes: BackgroundWrites;
}

export function openSessions({ database, bus, clock, writes }: SessionsDependencies): Sessions {
  const now = () => new Date(clock());
  const endFrom = (at: Date) => new Date(at.getTime() + SESSION_IDLE_MS);

  return {
    async add(userId, { address, userAgent }) {
      const token = newSecret();
      const at = now();
      await pruneSessions(database, userId, MAX_SESSIONS_PER_USER - 1, at);
      await insertSession(database, {
        userId,
        tokenHash: hashSecret(token),
        userAgent: userAgent.slice(0, MAX_USER_AGENT_CHARACTERS),
        address,
        at,
        expiresAt: endFrom(at),
      });
      return token;
    },

    async findUser(token, address) {
      const at = now();
      const owner = await findSessionOwner(database, hashSecret(token), at);
      if (!owner) return null;
      const user = toCurrentUser(owner, 'session');
      if (at.getTime() - owner.last_used_at.getTime() >= SESSION_TOUCH_MS) {
        writes.run('keep a session alive', () =>
          touchSession(database, owner.credential_id, address, at, endFrom(at)),
        );
      }
      return user;
    },

    list: (userId) => listSessions(database, userId, now()),

    async remove(userId, sessionId) {
      const removed = await deleteSession(database, userId, sessionId);
      if (!removed) throw new AppError('not_found', 'Session not found');
      bus.publish('credentials', { userId });
    },

    async removeByToken(token) {
      const userId = await deleteSessionByToken(database, hashSecret(token));
      if (userId) bus.publish('credentials', { userId });
    },

    async removeOthers(userId, keepId) {
      const removed = await deleteOtherSessions(database, userId, keepId);
      if (removed > 0) bus.publish('credentials', { userId });
      return removed;
    },
  };
}
