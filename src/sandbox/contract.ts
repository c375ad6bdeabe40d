/** What the sandbox promises to the features that run plugins in it. */

/**
 * Where a failure comes from: the text is no JavaScript (`syntax`), the plugin threw (`error`), it
 * does not define what was called (`no_handler`), it ran too long or never settled (`timeout`), it
 * needed more memory than it may (`memory`), it went over another bound (`limit`), it was not
 * started because its queue is full (`busy`), or the sandbox itself broke (`crashed`).
 */
export type FailureKind =
  | 'syntax'
  | 'error'
  | 'no_handler'
  | 'timeout'
  | 'memory'
  | 'limit'
  | 'busy'
  | 'crashed';

/** An error as data. Every text comes from the guest or is ours; none is more than a few KB. */
export interface GuestError {
  kind: FailureKind;
  name: string;
  message: string;
  /** In the plugin's own text, counted from 1. */
  line?: number;
  column?: number;
  /** Frames of the plugin's own text only. */
  stack?: string;
}

/** One call of `log`, `warn` or `error`; the text has no `[WARN]` before it. */
export interface LogLine {
  level: 'log' | 'warn' | 'error';
  text: string;
}

/** What a run cost: time in a child and time in the queue, both in milliseconds. */
export interface Usage {
  ms: number;
  waitedMs: number;
  hostCalls: number;
}

interface Told {
  logs: LogLine[];
  /** Log lines beyond the caps. */
  droppedLogs: number;
  usage: Usage;
}

/** `json` is the returned value as JSON text, `null` for undefined. */
export type Outcome =
  | (Told & { ok: true; json: string })
  | (Told & { ok: false; error: GuestError });

/**
 * Answers one call of the guest. Who asks is in the closure, never in `args`, which are whatever
 * the guest wrote. What it throws reaches the guest as an Error with this name and message.
 */
export type HostCall = (operation: string, args: readonly unknown[]) => Promise<unknown>;

export interface Job {
  /**
   * Who is charged, queued fairly and slowed down: the plugin's id. Runs of one key never overlap
   * unless `mayOverlap`.
   */
  key: string;
  /** The plugin's text. A child keeps what it compiled, by the text's hash. */
  source: string;
  call: { kind: 'hook'; name: string } | { kind: 'endpoint'; name: string };
  /** Plain JSON that is put on `ctx`: `{ user_id, config: { base_url } }`. */
  context: Readonly<Record<string, unknown>>;
  /** Plain JSON: the heartbeat, the tick, the request's body. */
  argument?: unknown;
  /**
   * `db.query` [sql, parameters], `redis.get` [key], `redis.set` [key, value], `redis.del` [key],
   * `redis.incr` [key].
   */
  host: HostCall;
  /** Milliseconds; the profile's limit when absent, and never more. */
  limitMs?: number;
  /** Runs of this key may be in several children at once: nothing depends on their order. */
  mayOverlap?: boolean;
}

/** The names of the functions that a script defines, in whichever documented way. */
export interface Capabilities {
  hooks: string[];
  endpoints: string[];
}

export type Inspection =
  | { ok: true; capabilities: Capabilities }
  | { ok: false; error: GuestError };

export interface SandboxStatistics {
  /** Processes alive, the spare one included. */
  children: number;
  queued: number;
  running: number;
  /** Since the start: runs that ended, children started, killed for time, and died by themselves. */
  finished: number;
  started: number;
  killed: number;
  crashed: number;
  /** Jobs that were refused because a queue was full. */
  refused: number;
}

export interface Sandbox {
  /** Runs one call in a fresh image of the plugin. Never rejects: failures are data. */
  run(job: Job): Promise<Outcome>;
  /** What the script defines. Its top level runs, without a host. Never rejects. */
  inspect(source: string): Promise<Inspection>;
  statistics(): SandboxStatistics;
  /** Kills every child; waiting jobs end as `busy`. */
  close(): Promise<void>;
}
