import pg from 'pg';
import { BackendReplaced } from './backend.ts';

/** Class 08, connection exceptions, is in by its prefix. */
const CONNECTION_CLASS = '08';

const LOST_CONNECTION = new Set([
  '25P03', // idle_in_transaction_session_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

const COLLISIONS = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53300', // too_many_connections
]);

/** `pg` gives these no code. */
const LOST_CONNECTION_MESSAGE =
  /^Connection terminated|^Client (has encountered a connection error|was closed)|^timeout (exceeded when trying to connect|expired)/;

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether the connection that reported this error is of no further use. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof BackendReplaced) return true;
  const code = codeOf(error);
  if (LOST_CONNECTION.has(code)) return true;
  if (error instanceof pg.DatabaseError) return code.startsWith(CONNECTION_CLASS);
  return LOST_CONNECTION_MESSAGE.test(error.message);
}

/** Whether the server gave this statement up for the sake of another, or for want of room. */
export function isCollision(error: unknown): boolean {
  return error instanceof Error && COLLISIONS.has(codeOf(error));
}
