/**
 * One instant of work, in our own terms, after a client's wire format was parsed and repaired.
 * Strings are trimmed, free of NUL and within the column's length; null means that the client did
 * not say.
 */
export interface Heartbeat {
  /** Unix seconds, microsecond precision. */
  time: number;
  /** '' when unknown. */
  project: string;
  /** What was worked on: a file's path, or an app, domain or URL (see `entityType`). */
  file: string | null;
  entityType: 'file' | 'app' | 'domain' | 'url' | 'event';
  language: string | null;
  branch: string | null;
  commit: string | null;
  workspaceRoot: string | null;
  packagePath: string | null;
  isWrite: boolean;
  /** Display names: `VS Code`, `Linux`. */
  editor: string | null;
  os: string | null;
  machine: string | null;
  category: string | null;
  /** Seconds that the client says this lasted (0 to 86,400), or null: the gap rule decides. */
  claimedSeconds: number | null;
  /** What no total needs but somebody may: plugin, lines, cursor, AI usage, dependencies. */
  extra: Record<string, unknown> | null;
  /**
   * Identity within (user, instant): a signed 64-bit number from the fields as they were sent, so
   * that a resend is recognised even after placeholders were resolved differently.
   */
  contentHash: bigint;
}
