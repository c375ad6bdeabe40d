import { AppError } from '../../base/errors.ts';
import type { CurrentUser } from '../../users/guard.ts';

/** Makes a key of the user's; the only time that it is seen. */
export type AddKey = (userId: string, options: { name: string }) => Promise<{ key: string }>;

/** Later ones stand in the user agents of earlier ones too. */
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

/** `Browser extension (Firefox)` */
export function toKeyName(userAgent: string): string {
  const [, browser] = BROWSERS.find(([product]) => userAgent.includes(product)) ?? [];
  return browser ? `Browser extension (${browser})` : 'Browser extension';
}

/**
 * A key for the browser extension of somebody who is signed in here (spec/wakatime 1.8). Keys are
 * stored as hashes, so that it is a new one each time. Only for a session: a key must not make
 * keys for whoever found it. The guard has already refused a cookie that another site's page uses.
 */
export async function createKey(addKey: AddKey, user: CurrentUser, userAgent: string) {
  if (user.credential.kind !== 'session') {
    throw new AppError('forbidden', 'Sign in to Hearthbeat in this browser, then try again.');
  }
  const { key } = await addKey(user.id, { name: toKeyName(userAgent) });
  return { data: { api_key: key } };
}
