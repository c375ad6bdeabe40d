/** Bases under which WakaTime clients are told to find the API (spec/wakatime 1.2). */
const WAKATIME_BASE = /^\/api\/(?:compat\/wakatime|hackatime|heartbeat)\/v1(?=\/)/;
/** The last of them: a full endpoint pasted as a base is followed by the endpoint once more. */
const CURRENT_USER = /^.*(?=\/users\/current(?:\/|$))/;
const NAMED_USER = /^(?:\/api|\/v1|\/api\/heartbeat)?(?=\/users\/[^/]+\/.)/;
/** Without a base these may be pages. */
const PERSON = /^(?:\/api|\/v1|\/api\/heartbeat)(?=\/users\/[^/]+$)/;
const INSTANCE =
  /^(?:\/api|\/v1|\/api\/heartbeat)(?=\/(?:leaders|editors|program_languages|meta|badges\/[^/]+\/[^/]+)$)/;
const PLUGIN_ERRORS = /^.*(?=\/plugins\/errors$)/;
/** Wakapi's own short form. */
const WAKAPI_HEARTBEATS = /^\/api\/heartbeats?$/;

const CANONICAL_BASE = '/api/v1';

/**
 * The one path under which a route is registered, for every path that a client may use for it:
 * doubled and trailing slashes go, and all WakaTime bases, at any depth, become `/api/v1`.
 */
export function canonicalPath(path: string): string {
  const clean = path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  if (WAKAPI_HEARTBEATS.test(clean)) return `${CANONICAL_BASE}/users/current/heartbeats.bulk`;
  for (const base of [PLUGIN_ERRORS, CURRENT_USER, WAKATIME_BASE, NAMED_USER, PERSON, INSTANCE]) {
    if (base.test(clean)) {
      return clean
        .replace(base, CANONICAL_BASE)
        .replace(/^(\/api\/v1\/users\/[^/]+)\/status_bar(?=\/|$)/, '$1/statusbar');
    }
  }
  return clean;
}
