import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import { CredentialRow } from './key-store.ts';

/** As every credential, and for which plugin; null for a draft in the editor. */
const WidgetOwner = Type.Composite([
  CredentialRow,
  Type.Object({
    plugin_name: Type.Union([Type.String(), Type.Null()]),
    /** Plugins whose endpoints it may call. */
    callable_names: Type.Array(Type.String()),
  }),
]);
export type WidgetOwner = Static<typeof WidgetOwner>;

export interface NewWidgetToken {
  tokenHash: string;
  userId: string;
  pluginId: string | null;
  /** The session or key that asked; the token does not outlive it. */
  sessionId: string | null;
  keyId: string | null;
  expiresAt: Date;
}

/** Also removes the user's expired tokens, and the ones that expire first beyond `keep`. */
export async function insertWidgetToken(
  db: Queryable,
  token: NewWidgetToken,
  { keep, at }: { keep: number; at: Date },
): Promise<void> {
  await db.run(
    `delete from widget_tokens where user_id = $1 and (expires_at <= $2 or token_hash in (
       select token_hash from widget_tokens where user_id = $1 order by expires_at desc offset $3
     ))`,
    [token.userId, at, keep],
  );
  await db.run(
    `insert into widget_tokens (token_hash, user_id, plugin_id, session_id, key_id, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [token.tokenHash, token.userId, token.pluginId, token.sessionId, token.keyId, token.expiresAt],
  );
}

/**
 * A widget calls its own endpoints and those that its user has installed of what its description
 * depends on or its author has published; a draft calls those that its user has published.
 */
const callableNames = `array(
  select c.name
  from installed_plugins i join plugin_store c on c.id = i.plugin_id
  where i.user_id = t.user_id and c.is_published and not c.is_banned and (
    c.author_id = coalesce(p.author_id, t.user_id)
    or c.name in (select dependency_name from plugin_dependencies where plugin_id = p.id)
  )
)`;

/** Null also when the plugin was banned or unpublished, or its session has ended. */
export function findWidgetOwner(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<WidgetOwner | null> {
  return db.find(
    WidgetOwner,
    `select t.token_hash as credential_id, 'read' as scope, p.name as plugin_name,
       ${callableNames} as callable_names,
       u.id, u.username, u.is_admin, u.timezone, u.timezone_is_chosen, u.timeout_seconds,
       u.disabled_at is not null as is_disabled
     from widget_tokens t
     join users u on u.id = t.user_id
     left join plugin_store p on p.id = t.plugin_id
     left join sessions s on s.id = t.session_id
     where t.token_hash = $1 and t.expires_at > $2
       and (t.plugin_id is null or (p.is_published and not p.is_banned))
       and (t.session_id is null or s.expires_at > $2)`,
    [tokenHash, at],
  );
}
