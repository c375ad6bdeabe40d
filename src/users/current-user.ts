import { AppError } from '../base/errors.ts';
import type { CurrentUser } from './guard.ts';
import type { CredentialRow } from './key-store.ts';

/**
 * The answer to whoever may not come in. Not `unauthorized`: WakaTime's clients would ask for
 * another key, and both kinds of client keep what they could not send (spec/wakatime 1.6).
 */
export function accountDisabled(): AppError {
  return new AppError('forbidden', 'This account is disabled. Ask your administrator.');
}

/** A credential's row as the rest of the program sees it. Throws `forbidden` when it is disabled. */
export function toCurrentUser(
  row: CredentialRow,
  kind: CurrentUser['credential']['kind'],
): CurrentUser {
  if (row.is_disabled) throw accountDisabled();
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
