import pg from 'pg';

/** A place where Postgres runs: ours in a thread, or the operator's. */
export interface Engine {
  kind: 'embedded' | 'server';
  pool: pg.Pool;
  /** Cancels the statement that is running now; the embedded backend has only one. */
  cancel?(): void;
  /** Replaces a backend that no longer obeys. */
  restart?(reason: string): void;
  close(): Promise<void>;
}

/** Connections that one instance holds to the operator's Postgres. */
const SERVER_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** Opens a pool to the operator's own Postgres (15 or later). Connects lazily. */
export function openServer(url: string): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: SERVER_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'hearthbeat',
  });
  pool.on('error', () => {}); // the failed query carries the error; an idle client is replaced
  return { kind: 'server', pool, close: () => pool.end() };
}
