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
  /** New scripts of installed plugins wait until they are accepted. */
  review_plugin_updates: boolean;
}

export interface Day {
  /** YYYY-MM-DD in the person's zone. */
  date: string;
  seconds: number;
}

export type Dimension =
  | 'project'
  | 'language'
  | 'editor'
  | 'machine'
  | 'os'
  | 'branch'
  | 'category';

export interface Part {
  /** '' is the unknown. */
  name: string;
  seconds: number;
}

export interface Share extends Part {
  /** 0 to 100. */
  percentage: number;
}

export interface StackedDay extends Day {
  /** The most used names of the range; what they leave of `seconds` is everything else. */
  parts: Part[];
}

/** Which of eight colours a project wears (ui/project-colour.ts). */
export interface ProjectColour {
  project: string;
  slot: number;
}

export type Stack = 'project' | 'language';

export interface Overview {
  range: { start: string; end: string; days: number };
  total_seconds: number;
  daily_average: number;
  /** The same number of days just before; null for all time. */
  previous: { total_seconds: number; daily_average: number } | null;
  streaks: { current: number; longest: number };
  today: Day;
  daily: StackedDay[];
  stack: Stack;
  dimensions: Record<Dimension, Share[]>;
  /** Seconds of values that are not listed. */
  others: Record<Dimension, number>;
  /** Of the projects listed; the unknown one has none. */
  project_colours: ProjectColour[];
  /** Seven times 24, Monday first, local time. */
  hours: number[][];
  ai: { ai_seconds: number; human_seconds: number } | null;
  /** The newest in the range; `time` is Unix seconds. */
  last_heartbeat: (Omit<LatestHeartbeat, 'time'> & { time: number }) | null;
}

/** The overview of one value. Times are Unix seconds. */
export interface Detail extends Overview {
  dimension: Dimension;
  name: string;
  /** Ever, in the range or not; null for never. */
  first_seen: number | null;
  last_seen: number | null;
  /** Of a project, the most used first. */
  files: { file: string; seconds: number }[] | null;
  /** When a range has too many heartbeats to search for files, since when they were (ISO). */
  files_since: string | null;
}

/** The projects of a range. Times are Unix seconds. */
export interface ProjectList {
  /** First and last day of the range, YYYY-MM-DD. */
  first_date: string;
  last_date: string;
  total_seconds: number;
  projects: ListedProject[];
  /** All projects of the range, listed or not. */
  count: number;
  /** Seconds of those that are not listed. */
  others: number;
  /** Days that each part of a project's time holds. */
  part_days: number;
  project_colours: ProjectColour[];
}

export interface ListedProject extends Share {
  /** The most used one; '' when unknown. */
  language: string;
  last_seen: number | null;
  /** Seconds, in order. */
  parts: number[];
}

export interface Heatmap {
  days: Day[];
  start: string;
  end: string;
}

/** One day as it was. Times are Unix seconds. */
export interface DayAnswer {
  date: string;
  timezone: string;
  timeout_seconds: number;
  total_seconds: number;
  /** What counts, in order, never overlapping. */
  segments: DaySegment[];
  /** What does not, between the first and the last heartbeat. */
  gaps: DayGap[];
  sessions: DaySession[];
  project_colours: ProjectColour[];
  /** Set when the day has more heartbeats than are listed: up to when they are. */
  listed_until: number | null;
}

export interface DaySegment extends Record<Dimension, string> {
  start: number;
  end: number;
  seconds: number;
  file: string;
  files: { file: string; seconds: number }[];
  heartbeats: number;
}

export interface DayGap {
  start: number;
  end: number;
  seconds: number;
  rule: 'gap_too_long' | 'claim';
}

/** Which rule decided what a heartbeat counts. */
export type CountingRule = 'gap' | 'gap_too_long' | 'claim' | 'claim_cut' | 'last' | 'clipped';

export interface ExplainedHeartbeat {
  /** Unix seconds, with their fraction. */
  time: number;
  file: string;
  project: string;
  /** Null for the last heartbeat there is. */
  gap_seconds: number | null;
  /** Null for editors that claim nothing. */
  claimed_seconds: number | null;
  counted_seconds: number;
  rule: CountingRule;
}

/** Heartbeat by heartbeat, what makes a day's total. */
export interface Explanation {
  date: string;
  timeout_seconds: number;
  total_seconds: number;
  items: ExplainedHeartbeat[];
  what_if: { timeout_seconds: number; total_seconds: number }[];
  listed_until: number | null;
}

/** Times are Unix seconds. */
export interface DaySession {
  start: number;
  end: number;
  seconds: number;
  project: string;
  language: string;
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

/** A look that somebody shares. */
export interface StoredTheme {
  id: string;
  author_username: string;
  name: string;
  display_name: string;
  description: string | null;
  version: string;
  icon: string;
  /** Values by design token. */
  variables: Record<string, string>;
  install_count: number;
}

/** What a person wears: `variables` are the theme's, and over them their own (`custom_vars`). */
export interface ActiveTheme {
  active_theme_id: string | null;
  theme_display_name?: string;
  theme_icon?: string;
  variables: Record<string, string>;
  custom_vars: Record<string, string>;
}
