import type { CurrentUser } from './guard.ts';
import type { CredentialRow } from './key-store.ts';

/** A credential's row as the rest of the program sees it. */
export function toCurrentUser(
  row: CredentialRow,
  kind: CurrentUser['credential']['kind'],
): CurrentUser {
  return {
    id: row.id,
    username: row.username,
    isAdmin: row.is_admin,
    timezone: row.timezone,
    timezoneIsChosen: row.timezone_is_chosen,
    timeoutSeconds: row.timeout_seconds,
    credential: { kind, id: row.credential_id, scope: row.scope },
  };
}
