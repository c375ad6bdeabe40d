import { AppError } from '../base/errors.ts';
import { type ApiKey, keysInAuthorization, parseApiKey } from './api-key.ts';
import type { Keys } from './keys.ts';
import { requireOwnPage } from './same-origin.ts';
import { requireScope, requireWidgetScope, type Scope, type WidgetReach } from './scopes.ts';
import { sessionTokenOf } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import { type WidgetTokens, widgetTokenOf } from './widget-tokens.ts';

/** Who is asking, for as long as one request. */
export interface CurrentUser {
  id: string;
  username: string;
  isAdmin: boolean;
  /** IANA zone in which this person's days begin. */
  timezone: string;
  timezoneIsChosen: boolean;
  timeoutSeconds: number;
  /** What proved it: a browser session, one of the user's API keys, or a widget's token. */
  credential: {
    kind: 'session' | 'key' | 'widget';
    id: string;
    scope: Scope;
    /** What a widget's token is for. */
    widget?: WidgetReach;
  };
}

export interface Guard {
  /**
   * The user behind a request: a widget's token as Bearer, `Authorization` in all of WakaTime's forms (spec/wakatime 1.3),
   * `X-API-Key`, `?api_key=` or the session cookie, in this order. The first that is there
   * decides: a wrong key is refused even beside a good cookie; only an `Authorization` that cannot
   * be a key (the password of a proxy in front of us) gives way to the cookie. Throws `unauthorized`, and
   * `forbidden` when the account is disabled, another site's page uses the cookie for a change, or the key's scope does not
   * reach that far (scopes.ts).
   */
  requireUser(request: Request): Promise<CurrentUser>;
  /** As `requireUser`, and throws `forbidden` unless the user is an administrator. */
  requireAdmin(request: Request): Promise<CurrentUser>;
}

interface GuardDependencies {
  keys: Keys;
  sessions: Sessions;
  widgetTokens: WidgetTokens;
  addressOf: (request: Request) => string;
  baseUrl: string | null;
}

/** The sentences of spec/codetrackr 1.0, on which clients may rely. */
const noCredentials = () => new AppError('unauthorized', 'Missing or invalid Authorization header');
const wrongKey = () => new AppError('unauthorized', 'Invalid API key');

/** The keys that a request names, likeliest first; null when it names none. */
function keysOf(request: Request): ApiKey[] | null {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const keys = keysInAuthorization(authorization);
    if (!keys) throw noCredentials();
    // A proxy's own sign-in travels in this header too; it names no key, so a cookie decides.
    if (keys.length > 0 || sessionTokenOf(request) === null) return keys;
  }
  const given =
    request.headers.get('x-api-key') ??
    (request.url.includes('api_key=') ? new URL(request.url).searchParams.get('api_key') : null);
  if (given === null) return null;
  const key = parseApiKey(given);
  return key ? [key] : [];
}

export function openGuard(dependencies: GuardDependencies): Guard {
  const { keys, sessions, widgetTokens, addressOf, baseUrl } = dependencies;

  async function requireWidgetUser(token: string, request: Request): Promise<CurrentUser> {
    const user = await widgetTokens.findUser(token);
    if (!user) throw new AppError('unauthorized', 'This widget token has ended. Ask for another.');
    const { widget } = user.credential;
    if (!widget) throw new Error("a widget's token says whose it is");
    requireWidgetScope(widget, request);
    return user;
  }

  async function requireUser(request: Request): Promise<CurrentUser> {
    const widgetToken = widgetTokenOf(request);
    if (widgetToken !== null) return requireWidgetUser(widgetToken, request);
    const given = keysOf(request);
    if (given) {
      for (const key of given) {
        const user = await keys.findUser(key);
        if (!user) continue;
        requireScope(user.credential.scope, request);
        return user;
      }
      throw wrongKey();
    }
    const token = sessionTokenOf(request);
    if (token === null) throw noCredentials();
    requireOwnPage(request, baseUrl);
    const user = await sessions.findUser(token, addressOf(request));
    if (user) return user;
    throw new AppError('unauthorized', 'Your session has ended. Sign in again.');
  }

  return {
    requireUser,
    async requireAdmin(request) {
      const user = await requireUser(request);
      if (user.isAdmin) return user;
      throw new AppError('forbidden', 'Admin only');
    },
  };
}
