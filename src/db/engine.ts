import pg from 'pg';
import { AppError, messageOf } from '../base/errors.ts';

/** How long one statement may run unless its caller says otherwise. */
export const STATEMENT_LIMIT_MS = 30_000;

/** What only the embedded Postgres can do, or needs. */
export interface EmbeddedControls {
  /** Asks the statement that runs now to stop; to be repeated until it has. */
  cancel(): void;
  /** Replaces a backend that no longer obeys; what is in flight fails. */
  replace(reason: string): void;
  /** How often it has flushed a file to disk. */
  flushes(): number;
  /** Bytes of memory that it holds; it only grows until the backend is replaced. */
  memoryBytes(): number;
  /** Shuts the backend down cleanly between two statements and gives its memory back. */
  recycle(): Promise<void>;
}

/** A place where Postgres runs: ours in a thread, or the operator's. */
export interface Engine {
  kind: 'embedded' | 'server';
  pool: pg.Pool;
  /** Says what to check when no connection could be made. */
  refusal(error: unknown): AppError;
  embedded?: EmbeddedControls;
  close(): Promise<void>;
}

/** Connections that one instance holds to the operator's Postgres. */
const SERVER_CONNECTIONS = 10;
/** Also how long a statement waits for a connection while all of them are busy. */
const CONNECT_TIMEOUT_MS = 10_000;
const OLDEST_VERSION = 15;
/** `server_version_num` is the major version times this, plus the minor one. */
const VERSION_FACTOR = 10_000;

/** Throws `unavailable` with the sentence for a server that is too old. */
export function checkServerVersion(versionNumber: number): void {
  const major = Math.floor(versionNumber / VERSION_FACTOR);
  if (major >= OLDEST_VERSION) return;
  throw new AppError(
    'unavailable',
    `DATABASE_URL points to Postgres ${major}, and Hearthbeat needs ${OLDEST_VERSION} or later. Upgrade that server or use another one.`,
  );
}

/**
 * Session settings that make a server answer exactly as the embedded Postgres does, which has no
 * JIT either: compiling the statement for a year's overview takes longer than answering it.
 */
const PREPARE_SESSION = `select current_setting('server_version_num')::int as version,
  set_config('statement_timeout', $1, false),
  set_config('timezone', 'UTC', false),
  set_config('datestyle', 'ISO, MDY', false),
  set_config('intervalstyle', 'postgres', false),
  set_config('jit', 'off', false)`;

async function prepareSession(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number }>(PREPARE_SESSION, [
    String(STATEMENT_LIMIT_MS),
  ]);
  checkServerVersion(rows[0]?.version ?? 0);
}

/** The address without the password, for people to read. Throws `invalid` when it is none. */
function describe(url: string): string {
  try {
    const { host, port, database, user } = new pg.Client({ connectionString: url });
    return `${user}@${host}:${port}/${database}`;
  } catch {
    // No cause: the parser's error quotes the address, password and all.
    throw new AppError(
      'invalid',
      'DATABASE_URL is not the address of a database. It looks like postgres://user:password@host:5432/name.',
    );
  }
}

/**
 * Opens a pool to the operator's own Postgres (15 or later). Connects when first used; throws
 * `invalid` when `url` cannot be understood.
 */
export function openServer(
  url: string,
  { connectTimeoutMs = CONNECT_TIMEOUT_MS }: { connectTimeoutMs?: number } = {},
): Engine {
  const place = describe(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: SERVER_CONNECTIONS,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'hearthbeat',
    keepAlive: true,
    onConnect: prepareSession,
  });
  pool.on('error', () => {}); // the failed query carries the error; an idle client is replaced
  return {
    kind: 'server',
    pool,
    refusal: (error) =>
      error instanceof AppError
        ? error
        : new AppError(
            'unavailable',
            `Postgres at ${place} cannot be used: ${messageOf(error) || 'no answer'}. Check DATABASE_URL, that the server runs and can be reached, and the user's name, password and database.`,
            { cause: error },
          ),
    close: () => pool.end(),
  };
}
