import type { Static, TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import pg from 'pg';

const { builtins } = pg.types;
const parseText: Record<number, (text: string) => unknown> = {
  [builtins.INT8]: Number,
  [builtins.NUMERIC]: Number,
  [builtins.DATE]: String,
};

/** How column values become JavaScript: numbers are numbers, a date stays `YYYY-MM-DD`. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parseText[oid]) || pg.types.getTypeParser(oid, format as 'text'),
};

/** Values as Postgres writes them. */
export const textTypes: pg.CustomTypesConfig = { getTypeParser: () => String };

const checks = new WeakMap<TSchema, TypeCheck<TSchema>>();

/** Every row satisfies `schema`, or this throws: then the SQL and its schema disagree. */
export function checkRows<T extends TSchema>(schema: T, rows: unknown[]): Static<T>[] {
  let check = checks.get(schema);
  if (!check) {
    check = TypeCompiler.Compile(schema);
    checks.set(schema, check);
  }
  for (const row of rows) {
    if (check.Check(row)) continue;
    const problem = check.Errors(row).First();
    throw new Error(`unexpected row: ${problem?.path} ${problem?.message}`);
  }
  return rows as Static<T>[];
}
