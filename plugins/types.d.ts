/**
 * What a plugin's script can use, in the browser and on the server. The editor completes from this
 * file, and `tsc -p plugins` checks the bundled plugins with it.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A row of a query: counts and sums are numbers, timestamps ISO strings, jsonb values objects. */
// biome-ignore lint/suspicious/noExplicitAny: only the query knows its columns
type Row = Record<string, any>;

/** The server's side of a plugin: everything here belongs to the user who installed it. */
interface Context {
  /** UUID of the user. */
  readonly user_id: string;
  readonly db: {
    /**
     * Runs one SELECT, INSERT, UPDATE or DELETE with `$1`, `$2`, … over heartbeats, projects,
     * daily_stats_cache, plugin_store, installed_plugins, plugin_settings, plugin_reviews, users,
     * api_keys and user_follows. Sees and changes this user's rows only.
     */
    query(sql: string, params?: readonly Json[]): Promise<Row[]>;
  };
  /** Small values that only this plugin sees, for this user. */
  readonly redis: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string | number | boolean): Promise<void>;
    del(key: string): Promise<void>;
    /** Adds one, atomically, and returns the new number. */
    incr(key: string): Promise<number>;
  };
  readonly config: {
    /** Where this instance is reached, without a slash at its end. */
    readonly base_url: string;
  };
}

/** A heartbeat as `on_heartbeat` gets it. What the editor did not tell is an empty string. */
interface Heartbeat {
  readonly project: string;
  readonly language: string;
  readonly file: string;
  readonly editor: string;
  readonly branch: string;
  readonly os: string;
  readonly machine: string;
  /** Seconds. */
  readonly duration: number;
  /** Unix seconds. */
  readonly time: number;
  readonly user_id: string;
  readonly commit: string;
  readonly workspace_root: string;
  readonly package_path: string;
  readonly duration_seconds: number;
  readonly is_write: boolean;
  /** ISO 8601. */
  readonly recorded_at: string;
}

/** Answers `POST /api/v1/plugins/<plugin>/rpc/<handler>`; `req` is `{}` without a body. */
// biome-ignore lint/suspicious/noExplicitAny: whatever a caller posts
type Endpoint = (ctx: Context, req: any) => unknown;

/** Writes to the runs that the user sees, and to the server's log. Values are joined by spaces. */
declare function log(...values: unknown[]): void;
/** As `log`, marked as a warning. */
declare function warn(...values: unknown[]): void;
/** As `log`, marked as an error. */
declare function error(...values: unknown[]): void;

/** A widget's own element, already inside a panel. On the server it is null. */
declare const container: HTMLDivElement;
/** A widget's key: reads its user's numbers and calls its own endpoints. */
declare const token: string;
/** Whether the theme in use is dark. */
declare const isDark: boolean;
