/** What went wrong, as clients read it: `{ error, code, fields?, requestId? }` and a status. */
import {
  InvalidCookieSignature,
  InvalidFileType,
  NotFoundError,
  ParseError,
  ValidationError,
} from 'elysia';
import { AppError, type ErrorCode, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { isTransient } from '../db/database.ts';

/** The one table from error codes to HTTP. */
const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};

/** Problems listed in one answer; the rest show when these are fixed. */
export const MAX_REPORTED_FIELDS = 20;

/** `/items/0/time` as people write it: `items[0].time`. */
function toFieldName(pointer: string): string {
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((name, part) => {
      if (/^\d+$/.test(part)) return `${name}[${part}]`;
      return name === '' ? part : `${name}.${part}`;
    }, '');
}

const PARTS: Record<string, string> = {
  body: 'the body',
  query: 'the query',
  params: 'the address',
  headers: 'the headers',
  cookie: 'the cookies',
};

function toSentence(problem: ValidationError['all'][number]): string {
  if (problem.summary === undefined || !('schema' in problem)) return 'is not as expected';
  const custom: unknown = problem.schema.error;
  if (typeof custom === 'string') return custom;
  return problem.value === undefined ? 'is missing' : problem.message;
}

/** Which fields are wrong and how. What was sent is not repeated: it may be a password. */
function toInvalid(error: ValidationError): AppError {
  const fields: Record<string, string> = {};
  for (const problem of error.all) {
    if (!('path' in problem) || typeof problem.path !== 'string') continue;
    const field = toFieldName(problem.path) || (PARTS[error.type] ?? error.type);
    fields[field] ??= toSentence(problem);
    if (Object.keys(fields).length >= MAX_REPORTED_FIELDS) break;
  }
  const [[field, message] = ['the request', 'is not as expected']] = Object.entries(fields);
  return new AppError('invalid', `${field}: ${message}.`.replace(/\.\.$/, '.'), { fields });
}

/** When a caller may try again after the database went away; most restarts take no longer. */
const DATABASE_RETRY_SECONDS = 5;

/** Errors of the framework and the database in our terms; null: a bug of ours. */
function toAppError(error: unknown): AppError | null {
  if (isTransient(error)) {
    // The cause names the operator's server, which is nobody else's business.
    return new AppError('unavailable', 'The database cannot be reached. Try again in a moment.', {
      retryAfterSeconds: DATABASE_RETRY_SECONDS,
      cause: error,
    });
  }
  if (error instanceof AppError) return error;
  if (error instanceof ValidationError) return error.type === 'response' ? null : toInvalid(error);
  if (error instanceof ParseError) {
    return new AppError('invalid', 'The body is not valid JSON.', { cause: error });
  }
  if (error instanceof InvalidFileType || error instanceof InvalidCookieSignature) {
    return new AppError('invalid', 'The request has a part that cannot be read.', { cause: error });
  }
  if (error instanceof NotFoundError) {
    return new AppError('not_found', 'There is nothing at this address.');
  }
  return null;
}

/** The answer to a request that failed. What is our fault is logged, and told by its id only. */
export function toErrorResponse(error: unknown, requestId: string, log: Log): Response {
  const known = toAppError(error);
  if (!known) {
    log.error('a request failed', { requestId, error });
    const sentence = 'Something went wrong on our side';
    return Response.json({ error: sentence, code: 'internal', requestId }, { status: 500 });
  }
  const { code, message, fields, retryAfterSeconds } = known;
  const headers = new Headers();
  if (retryAfterSeconds !== undefined) {
    headers.set('Retry-After', String(Math.max(1, Math.ceil(retryAfterSeconds))));
  }
  if (code === 'unavailable') {
    log.warn('a request could not be served', {
      requestId,
      reason: messageOf(known.cause ?? known), // no stack: an outage would fill the disk
    });
  }
  return Response.json(
    { error: message, code, ...(fields && { fields }), requestId },
    { status: STATUS[code], headers },
  );
}
