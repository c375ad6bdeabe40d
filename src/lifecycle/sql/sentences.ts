import pg from 'pg';
import { AppError } from '../../base/errors.ts';
import { SECOND_MS } from '../../base/time.ts';
import { isTransient } from '../../db/database.ts';
import type { CheckedStatement } from './gate.ts';
import { MAX_RESULT_BYTES } from './limits.ts';
import { PluginSqlError } from './problem.ts';
import { offsetOf } from './statement-store.ts';

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** Where Postgres points to, in the statement as its author wrote it. */
function toPlace(error: pg.DatabaseError, statement: CheckedStatement): string {
  const position = Number(error.position ?? 0) - offsetOf(statement);
  if (!(position > 0 && position <= statement.sql.length)) return '';
  const before = [...statement.sql].slice(0, position - 1).join('');
  const lines = before.split('\n');
  return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
}

function toSentence(
  error: pg.DatabaseError,
  statement: CheckedStatement,
  limitMs: number,
): string | null {
  const { code = '', message } = error;
  if (code === '57014') {
    return `The statement took longer than ${limitMs / SECOND_MS} s and was stopped.`;
  }
  if (code === '44000' || (code === '42501' && message.startsWith('permission denied'))) {
    return 'A plugin can only change what belongs to its own user.';
  }
  if (code === '54000' && message === 'result too large') {
    return `A result can have ${MAX_RESULT_BYTES / BYTES_PER_MEGABYTE} MB. Select less.`;
  }
  if (code === '54000' && message.startsWith('Settings')) return message;
  if (code.startsWith('54') || code.startsWith('53'))
    return 'The statement needs too much at once.';
  if (code.startsWith('XX')) return null;
  return message + toPlace(error, statement);
}

/**
 * What the plugin's author is told of a failure; null when it is ours: then it belongs in the log.
 * Details of Postgres' errors stay inside, as they quote rows.
 */
export function toPluginSqlError(
  error: unknown,
  statement: CheckedStatement,
  limitMs: number,
): PluginSqlError | null {
  if (error instanceof PluginSqlError) return error;
  if (isTransient(error) || error instanceof AppError) {
    return new PluginSqlError('The database does not answer at the moment. Try again later.');
  }
  const sentence = error instanceof pg.DatabaseError ? toSentence(error, statement, limitMs) : null;
  return sentence === null ? null : new PluginSqlError(sentence);
}
