import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import { CredentialRow } from './key-store.ts';

/** As every credential, and for whose plugin. */
const WidgetOwner = Type.Composite([CredentialRow, Type.Object({ plugin_name: Type.String() })]);
export type WidgetOwner = Static<typeof WidgetOwner>;

export interface NewWidgetToken {
  tokenHash: string;
  userId: string;
  pluginId: string;
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

/** Null also when the plugin was banned or unpublished, or its session has ended. */
export function findWidgetOwner(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<WidgetOwner | null> {
  return db.find(
    WidgetOwner,
    `select t.token_hash as credential_id, 'read' as scope, p.name as plugin_name,
       u.id, u.username, u.is_admin, u.timezone, u.timezone_is_chosen, u.timeout_seconds,
       u.disabled_at is not null as is_disabled
     from widget_tokens t
     join users u on u.id = t.user_id
     join plugin_store p on p.id = t.plugin_id
     left join sessions s on s.id = t.session_id
     where t.token_hash = $1 and t.expires_at > $2 and p.is_published and not p.is_banned
       and (t.session_id is null or s.expires_at > $2)`,
    [tokenHash, at],
  );
}
