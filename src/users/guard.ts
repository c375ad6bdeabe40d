/** Who is asking, for as long as one request. */
export interface CurrentUser {
  id: string;
  username: string;
  isAdmin: boolean;
  /** IANA zone in which this person's days begin. */
  timezone: string;
  timezoneIsChosen: boolean;
  timeoutSeconds: number;
  /** What proved it: a browser session, or one of the user's API keys. */
  credential: { kind: 'session' | 'key'; id: string };
}

export interface Guard {
  /**
   * The user behind a request: session cookie, `X-API-Key`, `Authorization` in all of WakaTime's
   * forms (spec/wakatime 1.3) or `?api_key=`. Throws `unauthorized`, and `forbidden` when another
   * site's page uses the cookie for a change.
   */
  requireUser(request: Request): Promise<CurrentUser>;
  /** As `requireUser`, and throws `forbidden` unless the user is an administrator. */
  requireAdmin(request: Request): Promise<CurrentUser>;
}
