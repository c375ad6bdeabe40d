import { AppError } from '../base/errors.ts';
import type { CurrentUser } from '../users/guard.ts';

/** Whether `:user` of a WakaTime path is the caller: `current`, own id or own name in any case. */
export function isSelf(user: CurrentUser, name: string | undefined): boolean {
  const asked = name?.toLowerCase();
  return asked === 'current' || asked === user.id || asked === user.username.toLowerCase();
}

/** The caller, when `:user` means the caller. Throws `not_found`: nobody else's data is here. */
export function requireSelf(user: CurrentUser, name: string | undefined): CurrentUser {
  if (isSelf(user, name)) return user;
  throw new AppError('not_found', 'There is no such user here, or their numbers are not shared.');
}

/** Any UUID: what ids made from names are made under. */
const NAMESPACE = 'b6d1cf0a-8a2c-5e0c-9a53-5f6f0e2d7c11';

/** An id for something that only has a name: stable per user and name, and says nothing of either. */
export function idOfName(userId: string, name: string): string {
  return Bun.randomUUIDv5(`${userId} ${name}`, NAMESPACE);
}

/** What stands for a user agent: heartbeats keep the editor and system that it names. */
export function idOfUserAgent(userId: string, editor: string, os: string): string {
  return idOfName(userId, `user agent ${editor} ${os}`);
}
