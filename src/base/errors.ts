/** What went wrong, independent of HTTP. `http/server` maps each code to a status. */
export type ErrorCode =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'too_many'
  | 'unavailable';

interface AppErrorOptions {
  /** Per-field sentences for forms: field name to what to change. */
  fields?: Record<string, string>;
  /** Seconds after which the caller may try again; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * An error that the caller can fix. The message is shown to people: a sentence that says what to
 * do. Anything else that is thrown is our bug and never leaves the process.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { fields, retryAfterSeconds, cause }: AppErrorOptions = {},
  ) {
    super(message, { cause });
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
