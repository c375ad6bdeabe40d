import type { Static, TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import pg from 'pg';
import { AppError } from '../base/errors.ts';
import type { Engine } from './engine.ts';

/** How long one statement may run unless its caller says otherwise. */
export const STATEMENT_LIMIT_MS = 30_000;
/** How long the embedded backend may take to obey a cancel before it is replaced. */
const CANCEL_GRACE_MS = 1_000;

export interface QueryOptions {
  /** Overrides STATEMENT_LIMIT_MS for this statement. */
  limitMs?: number;
}

/** SQL in, checked rows out. `row` is the schema that every returned row must satisfy. */
export interface Queryable {
  list<T extends TSchema>(
    row: T,
    sql: string,
    parameters?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<Static<T>[]>;
  /** The first row, or null. */
  find<T extends TSchema>(
    row: T,
    sql: string,
    parameters?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<Static<T> | null>;
  /** The only row; a statement that returns none is our bug. */
  one<T extends TSchema>(
    row: T,
    sql: string,
    parameters?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<Static<T>>;
  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, parameters?: readonly unknown[], options?: QueryOptions): Promise<number>;
}

export interface Database extends Queryable {
  readonly engine: Engine;
  /** Commits when `work` returns, rolls back when it throws. Use only `tx` inside `work`. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const { builtins } = pg.types;
const parseText: Record<number, (text: string) => unknown> = {
  [builtins.INT8]: Number,
  [builtins.NUMERIC]: Number,
  [builtins.DATE]: String,
};
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parseText[oid]) || pg.types.getTypeParser(oid, format as 'text'),
};

const checks = new WeakMap<TSchema, TypeCheck<TSchema>>();

function checkRows<T extends TSchema>(schema: T, rows: unknown[]): Static<T>[] {
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

/** Wraps an engine. One door for all SQL of the program. */
export function openDatabase(engine: Engine): Database {
  /** A real server cancels by itself; the embedded one is told to by a timer of ours. */
  async function execute(
    client: pg.ClientBase,
    sql: string,
    parameters: readonly unknown[],
    { limitMs = STATEMENT_LIMIT_MS }: QueryOptions,
  ): Promise<pg.QueryResult> {
    let hard: Timer | undefined;
    const soft =
      engine.cancel &&
      setTimeout(() => {
        engine.cancel?.();
        hard = setTimeout(() => engine.restart?.('did not obey a cancel'), CANCEL_GRACE_MS);
      }, limitMs);
    try {
      return await client.query({ text: sql, values: [...parameters], types });
    } finally {
      clearTimeout(soft);
      clearTimeout(hard);
    }
  }

  function queryable(
    execute: (
      sql: string,
      parameters: readonly unknown[],
      options: QueryOptions,
    ) => Promise<pg.QueryResult>,
  ): Queryable {
    const list: Queryable['list'] = async (row, sql, parameters = [], options = {}) =>
      checkRows(row, (await execute(sql, parameters, options)).rows);
    return {
      list,
      find: async (row, sql, parameters, options) =>
        (await list(row, sql, parameters, options))[0] ?? null,
      async one(row, sql, parameters, options) {
        const [first] = await list(row, sql, parameters, options);
        if (first === undefined)
          throw new Error('a statement that must return a row returned none');
        return first;
      },
      run: async (sql, parameters = [], options = {}) =>
        (await execute(sql, parameters, options)).rowCount ?? 0,
    };
  }

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await engine.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  async function transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return withClient(async (client) => {
      await client.query('begin');
      try {
        const result = await work(
          queryable((sql, parameters, options) => execute(client, sql, parameters, options)),
        );
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((cause) => client.emit('error', cause));
        throw error;
      }
    });
  }

  return {
    engine,
    ...queryable((sql, parameters, options) =>
      withClient((client) => execute(client, sql, parameters, options)),
    ),
    transaction,
    close: () => engine.close(),
  };
}

const UNIQUE_VIOLATION = '23505';

/** Turns a violated unique constraint into a `conflict` with a sentence; rethrows all else. */
export function rethrowConflict(error: unknown, message: string): never {
  if (error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION) {
    throw new AppError('conflict', message, { cause: error });
  }
  throw error;
}
