/** Layers 2 and 3: a checked statement among its user's rows, under the role that owns nothing. */
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { TextResult, Transaction } from '../../db/database.ts';
import type { CheckedStatement } from './gate.ts';
import { MAX_CHANGED_ROWS, MAX_RESULT_BYTES, MAX_ROWS } from './limits.ts';
import { refuse } from './problem.ts';

export const PLUGIN_ROLE = 'hearthbeat_plugin';

export interface Place {
  userId: string;
  /** Whether the restricted role can be taken. */
  hasRole: boolean;
  limitMs: number;
}

const LOCK = 'select public.lock_timeline(array[$1::uuid])';
/**
 * `pg_temp` is last, or it would come first; `role` is last, as it may do none of the rest. The
 * text means what the gate read only with these ways of quoting.
 */
const ENTER = `select plugin_guard.plugin_enter($1),
  set_config('standard_conforming_strings', 'on', true),
  set_config('search_path', 'plugin_api, pg_temp', true),
  set_config('role', $2, true)`;

/** Makes the rest of the transaction a plugin's: nothing leads back. */
export async function enter(
  tx: Transaction,
  { userId, hasRole, limitMs }: Place,
  changesTimeline: boolean,
): Promise<void> {
  // A writer that locks after its first write can be the victim of a deadlock (migration 0003).
  if (changesTimeline) await tx.run(LOCK, [userId], { limitMs });
  // 'none' is the role that is taken already.
  await tx.run(ENTER, [userId, hasRole ? PLUGIN_ROLE : 'none'], { limitMs, name: 'plugin-enter' });
}

const FITS = `plugin_guard.fits(octet_length(result::text), ${MAX_RESULT_BYTES})`;

const SELECT_PREFIX = 'select result.* from (select * from (\n';
const CHANGE_PREFIX = 'with result as (\n';
const EXPLAIN_PREFIX = 'explain (format json) ';

/**
 * The statement inside one that stops after too many rows or bytes. The inner LIMIT also keeps the
 * planner from counting bytes of rows that the statement itself would drop.
 */
function wrap({ sql, kind, returnsRows }: CheckedStatement): string {
  if (!returnsRows) return sql;
  if (kind === 'select') {
    return `${SELECT_PREFIX}${sql}\n) as statement limit ${MAX_ROWS + 1}) as result where ${FITS}`;
  }
  return `${CHANGE_PREFIX}${sql}\n) select result.* from result where ${FITS} limit ${MAX_CHANGED_ROWS + 1}`;
}

/** Characters before the statement in what is sent first, by which Postgres' places are off. */
export function offsetOf({ kind, returnsRows, mayBeCostly }: CheckedStatement): number {
  const prefix = kind === 'select' ? SELECT_PREFIX : CHANGE_PREFIX;
  return (returnsRows ? prefix.length : 0) + (mayBeCostly ? EXPLAIN_PREFIX.length : 0);
}

const Plan = Type.Object({ Plan: Type.Object({ 'Total Cost': Type.Number() }) });
const Plans = Type.Array(Plan);

/** Throws `PluginSqlError` when the planner expects more than `maxCost`. */
async function checkCost(
  tx: Transaction,
  sql: string,
  parameters: readonly (string | null)[],
  { limitMs }: Place,
  maxCost: number,
): Promise<void> {
  const { rows } = await tx.runText(EXPLAIN_PREFIX + sql, parameters, { limitMs });
  const [plan] = Value.Parse(Plans, JSON.parse(rows[0]?.[0] ?? '[]'));
  if ((plan?.Plan['Total Cost'] ?? 0) <= maxCost) return;
  refuse(
    'This statement would take too long: join on columns, and limit the time that it is about.',
  );
}

/** Runs a checked statement after `enter`. Throws `PluginSqlError` for too many rows. */
export async function runStatement(
  tx: Transaction,
  statement: CheckedStatement,
  parameters: readonly (string | null)[],
  place: Place,
  maxCost: number,
): Promise<TextResult> {
  const sql = wrap(statement);
  if (statement.mayBeCostly) await checkCost(tx, sql, parameters, place, maxCost);
  const result = await tx.runText(sql, parameters, { limitMs: place.limitMs });
  if (statement.kind === 'select') {
    if (result.rows.length > MAX_ROWS) {
      refuse(`A result can have ${MAX_ROWS} rows. Use LIMIT, or let SQL count.`);
    }
  } else if (result.count > MAX_CHANGED_ROWS) {
    refuse(`A statement can change ${MAX_CHANGED_ROWS} rows. Change them in steps.`);
  }
  return result;
}
