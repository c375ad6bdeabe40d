/** What the server answers, as these pages use it. Times are ISO strings, durations whole seconds. */

export interface Instance {
  version: string;
  setup_required: boolean;
  sign_up: 'closed' | 'open';
  /** Whether this browser brought a session; it may still turn out to be over. */
  signed_in: boolean;
}

export interface Me {
  id: string;
  username: string;
  display_name: string | null;
  is_admin: boolean;
  timezone: string;
  timezone_is_chosen: boolean;
  timeout_seconds: number;
  /** 1 Monday to 7 Sunday. */
  week_start: number;
}

export interface Day {
  /** YYYY-MM-DD in the person's zone. */
  date: string;
  seconds: number;
}

export interface Share {
  seconds: number;
  /** 0 to 100. */
  percentage: number;
}

export interface Dashboard {
  summary: {
    total_seconds: number;
    daily_average: number;
    top_language: string | null;
    top_project: string | null;
  };
  streaks: { current: number; longest: number };
  daily: Day[];
  languages: (Share & { language: string })[];
  projects: { project: string; seconds: number; last_heartbeat: string | null }[];
  work_types: { total_seconds: number; types: (Share & { type: string })[] };
  today: Day;
  editors: (Share & { editor: string })[];
  range: { start: string; end: string; days: number };
}

export interface CodingSession {
  start: string;
  end: string;
  duration_seconds: number;
  project: string;
  top_language: string | null;
}

export interface LatestHeartbeat {
  time: string;
  project: string;
  language: string | null;
  editor: string | null;
  machine: string | null;
}

export interface Recompute {
  done: number;
  total: number;
}

/** Everything, heartbeats in only, or numbers out only. */
export type KeyScope = 'full' | 'write' | 'read';

export interface ApiKey {
  id: string;
  name: string;
  key_prefix: string;
  scope: KeyScope;
  last_used_at: string | null;
  created_at: string;
}

export interface NewApiKey {
  id: string;
  name: string;
  /** Only ever in the answer that made it. */
  key: string;
}

export interface SignedInSession {
  id: string;
  user_agent: string;
  address: string;
  created_at: string;
  last_used_at: string;
  is_current: boolean;
}

export interface Invite {
  id: string;
  makes_admin: boolean;
  used_by: string | null;
  expires_at: string;
  used_at: string | null;
}

export interface NewInvite extends Invite {
  /** Goes behind the `#` of the invite link; only ever in the answer that made it. */
  token: string;
}
