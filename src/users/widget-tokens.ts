import type { Clock } from '../base/time.ts';
import { MINUTE_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { toCurrentUser } from './current-user.ts';
import type { CurrentUser } from './guard.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { findWidgetOwner, insertWidgetToken } from './widget-token-store.ts';

/** A widget's page asks for the next one in time; a stolen one is soon worth nothing. */
export const WIDGET_TOKEN_MS = 10 * MINUTE_MS;
/** Thirty panels in a few tabs, each with two; beyond, the oldest end early. */
export const MAX_WIDGET_TOKENS_PER_USER = 500;

const PREFIX = 'hbw_';
const BEARER = /^bearer\s+(hbw_[A-Za-z0-9_-]{43})\s*$/i;

/** The widget token that a request carries: as `Authorization: Bearer` only. */
export function widgetTokenOf(request: Request): string | null {
  return BEARER.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

export interface WidgetTokens {
  /**
   * A token for one plugin that `user` has installed (else the row's foreign key is violated), or
   * for a draft in the editor (null). It ends with the session or key that asked, with the install, and after WIDGET_TOKEN_MS.
   */
  add(user: CurrentUser, pluginId: string | null): Promise<{ token: string; expiresAt: Date }>;
  /** Who holds this token; null when it has ended. */
  findUser(token: string): Promise<CurrentUser | null>;
}

export function openWidgetTokens(dependencies: { database: Database; clock: Clock }): WidgetTokens {
  const { database, clock } = dependencies;
  return {
    async add({ id, credential }, pluginId) {
      const token = PREFIX + newSecret();
      const at = new Date(clock());
      const expiresAt = new Date(at.getTime() + WIDGET_TOKEN_MS);
      await insertWidgetToken(
        database,
        {
          tokenHash: hashSecret(token),
          userId: id,
          pluginId,
          sessionId: credential.kind === 'session' ? credential.id : null,
          keyId: credential.kind === 'key' ? credential.id : null,
          expiresAt,
        },
        { keep: MAX_WIDGET_TOKENS_PER_USER - 1, at },
      );
      return { token, expiresAt };
    },

    async findUser(token) {
      const owner = await findWidgetOwner(database, hashSecret(token), new Date(clock()));
      if (!owner) return null;
      const user = toCurrentUser(owner, 'widget');
      // Whatever its person may do: a widget is somebody else's code.
      return {
        ...user,
        isAdmin: false,
        credential: {
          ...user.credential,
          widget: { pluginName: owner.plugin_name, callableNames: owner.callable_names },
        },
      };
    },
  };
}
