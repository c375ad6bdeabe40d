import { DAY_MS, SECOND_MS } from '../base/time.ts';

export const SESSION_COOKIE = 'hearthbeat_session';
/** The longest that browsers keep a cookie. When a session ends is the server's to say. */
const COOKIE_MAX_AGE_MS = 400 * DAY_MS;

/** The session's secret in a request's cookies, or null. */
export function sessionTokenOf(request: Request): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return null;
}

function attributes(baseUrl: string | null): string {
  const url = baseUrl === null ? null : new URL(baseUrl);
  const path = url?.pathname.replace(/\/+$/, '') || '/';
  const secure = url?.protocol === 'https:' ? '; Secure' : '';
  return `Path=${path}; HttpOnly; SameSite=Lax${secure}`;
}

/** A `Set-Cookie` that keeps the session. */
export function toSessionCookie(token: string, baseUrl: string | null): string {
  const maxAge = COOKIE_MAX_AGE_MS / SECOND_MS;
  return `${SESSION_COOKIE}=${token}; Max-Age=${maxAge}; ${attributes(baseUrl)}`;
}

/** A `Set-Cookie` that ends it. */
export function toEndedSessionCookie(baseUrl: string | null): string {
  return `${SESSION_COOKIE}=; Max-Age=0; ${attributes(baseUrl)}`;
}
