import { AsyncLocalStorage } from 'node:async_hooks';
import type { Static, TSchema } from '@sinclair/typebox';
import pg from 'pg';
import { AppError } from '../base/errors.ts';
import { type Engine, STATEMENT_LIMIT_MS } from './engine.ts';
import { watchLimit } from './limit.ts';
import { checkRows, columnTypes, textTypes } from './rows.ts';
import { isCollision, isConnectionLost } from './transient.ts';

/** How long a transaction may wait for a second connection that its own one may be blocking. */
export const SELF_WAIT_LIMIT_MS = 3_000;

export interface QueryOptions {
  /** Overrides STATEMENT_LIMIT_MS for this statement. */
  limitMs?: number;
  /**
   * Prepares the statement once per connection under this name, for hot statements only: one name,
   * one text, anywhere in the program.
   */
  name?: string;
}

/** What a statement of somebody else's came to: values as Postgres writes them. */
export interface TextResult {
  /** In order; two may have one name. `type` is the OID of the column's type. */
  columns: { name: string; type: number }[];
  rows: (string | null)[][];
  /** Rows changed, or returned. */
  count: number;
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

export interface Transaction extends Queryable {
  /**
   * Runs text that is not ours as exactly one statement (a second one is an error): parameters
   * have no type but what the statement gives them, and nothing is prepared under a name.
   */
  runText(
    sql: string,
    parameters: readonly (string | null)[],
    options?: Pick<QueryOptions, 'limitMs'>,
  ): Promise<TextResult>;
}

export interface Database extends Queryable {
  readonly engine: Engine;
  /**
   * Commits when `work` returns, rolls back when it throws; throws when the commit fails. Use only
   * `tx` inside `work`: the embedded database has one connection, which the transaction holds, so
   * waiting for another would never end (and fails after SELF_WAIT_LIMIT_MS).
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Refuses new work, waits for what runs, then closes; the embedded Postgres shuts down cleanly. */
  close(): Promise<void>;
}

interface SendOptions extends QueryOptions {
  /** As `runText` says. */
  isText?: boolean;
}

/** `queryMode` keeps `pg` from sending a statement without parameters as a list of statements. */
interface TextQuery {
  types: pg.CustomTypesConfig;
  rowMode: 'array';
  queryMode: 'extended';
}

type Execute = (
  sql: string,
  parameters: readonly unknown[],
  options: SendOptions,
) => Promise<pg.QueryResult>;

function toQueryable(execute: Execute): Queryable {
  const list: Queryable['list'] = async (row, sql, parameters = [], options = {}) =>
    checkRows(row, (await execute(sql, parameters, options)).rows);
  return {
    list,
    find: async (row, sql, parameters, options) =>
      (await list(row, sql, parameters, options))[0] ?? null,
    async one(row, sql, parameters, options) {
      const [first] = await list(row, sql, parameters, options);
      if (first === undefined) throw new Error('a statement that must return a row returned none');
      return first;
    },
    run: async (sql, parameters = [], options = {}) =>
      (await execute(sql, parameters, options)).rowCount ?? 0,
  };
}

function toTransaction(execute: Execute): Transaction {
  return {
    ...toQueryable(execute),
    async runText(sql, parameters, options = {}) {
      const { fields, rows, rowCount } = await execute(sql, parameters, {
        ...options,
        isText: true,
      });
      return {
        columns: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
        rows,
        count: rowCount ?? 0,
      };
    },
  };
}

/** Sends one statement; its time starts to count now. */
async function send(
  engine: Engine,
  client: pg.ClientBase,
  sql: string,
  parameters: readonly unknown[] = [],
  { limitMs = STATEMENT_LIMIT_MS, name, isText = false }: SendOptions = {},
): Promise<pg.QueryResult> {
  const unwatch = watchLimit(engine, client, limitMs);
  const shape: TextQuery | { types: pg.CustomTypesConfig } = isText
    ? { types: textTypes, rowMode: 'array', queryMode: 'extended' }
    : { types: columnTypes };
  try {
    return await client.query({ text: sql, values: [...parameters], name, ...shape });
  } finally {
    unwatch();
  }
}

/** One statement after the other on one client, each with its own limit, until `end` is called. */
function openTransactionQueries(engine: Engine, client: pg.ClientBase) {
  let last: Promise<unknown> = Promise.resolve();
  let limitMs = STATEMENT_LIMIT_MS;
  let hasEnded = false;

  async function setLimit(wanted: number): Promise<void> {
    if (engine.kind === 'embedded' || wanted === limitMs) return;
    await send(engine, client, `set local statement_timeout = ${Math.max(1, Math.ceil(wanted))}`);
    limitMs = wanted;
  }
  const execute: Execute = (sql, parameters, options) => {
    if (hasEnded) throw new Error('this transaction has ended; await everything that it does');
    const result = last.then(async () => {
      await setLimit(options.limitMs ?? STATEMENT_LIMIT_MS);
      return send(engine, client, sql, parameters, options);
    });
    last = result.catch(() => {}); // its caller has the error
    return result;
  };
  return {
    execute,
    async end(): Promise<void> {
      await last;
      hasEnded = true;
    },
  };
}

/** Counts what is running, so that closing can wait for it. */
function openDrain() {
  const drained = Promise.withResolvers<void>();
  let running = 0;
  let isClosing = false;
  return {
    async during<T>(work: () => Promise<T>): Promise<T> {
      if (isClosing) throw new AppError('unavailable', 'The database is being closed.');
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        if (isClosing && running === 0) drained.resolve();
      }
    },
    close(): Promise<void> {
      isClosing = true;
      if (running === 0) drained.resolve();
      return drained.promise;
    },
  };
}

interface TransactionState {
  isOpen: boolean;
}

/**
 * What a transaction started but does not wait for may wait for the transaction's end. If both
 * wait for each other, nothing else would ever end it.
 */
async function connectInside(
  transaction: TransactionState,
  connecting: Promise<pg.PoolClient>,
): Promise<pg.PoolClient> {
  const { promise: refused, reject } = Promise.withResolvers<never>();
  const timer = setInterval(() => {
    if (transaction.isOpen) {
      reject(new Error('inside a transaction use its own `tx`: it waited for itself'));
    }
  }, SELF_WAIT_LIMIT_MS);
  try {
    return await Promise.race([connecting, refused]);
  } catch (error) {
    connecting.then((client) => client.release()).catch(() => {}); // nobody wants it any more
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Wraps an engine. One door for all SQL of the program. */
export function openDatabase(engine: Engine): Database {
  const drain = openDrain();
  const insideTransaction = new AsyncLocalStorage<TransactionState>();

  async function connect(): Promise<pg.PoolClient> {
    const connecting = engine.pool.connect().catch((error) => {
      throw engine.refusal(error);
    });
    const transaction = insideTransaction.getStore();
    return transaction ? connectInside(transaction, connecting) : connecting;
  }

  /** Lends a client to `work`; one whose connection is lost does not go back to the pool. */
  function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return drain.during(async () => {
      const client = await connect();
      let broken: Error | undefined;
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      try {
        return await work(client);
      } catch (error) {
        if (error instanceof Error && isConnectionLost(error)) broken ??= error;
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    });
  }

  /** Postgres answers COMMIT with ROLLBACK, and no error, when a statement before it failed. */
  async function commit(client: pg.PoolClient): Promise<void> {
    const { command } = await send(engine, client, 'commit');
    if (command === 'COMMIT') return;
    throw new Error('the transaction was rolled back, because one of its statements had failed');
  }

  /** Leaves no open transaction behind: a client that cannot roll back is dropped. */
  async function rollback(client: pg.PoolClient, reason: unknown): Promise<void> {
    if (isConnectionLost(reason)) return;
    await send(engine, client, 'rollback').catch((error) => client.emit('error', error));
  }

  async function inTransaction<T>(
    client: pg.PoolClient,
    work: (execute: Execute) => Promise<T>,
  ): Promise<T> {
    await send(engine, client, 'begin');
    const queries = openTransactionQueries(engine, client);
    try {
      const result = await work(queries.execute);
      await queries.end();
      await commit(client);
      return result;
    } catch (error) {
      await queries.end();
      await rollback(client, error);
      throw error;
    }
  }

  async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const state: TransactionState = { isOpen: true };
    return withClient((client) =>
      inTransaction(client, (execute) =>
        insideTransaction.run(state, () => work(toTransaction(execute))),
      ),
    ).finally(() => {
      state.isOpen = false;
    });
  }

  /** A server takes a limit of its own for one statement only inside a transaction. */
  const execute: Execute = (sql, parameters, options) =>
    withClient((client) =>
      engine.kind === 'embedded' || (options.limitMs ?? STATEMENT_LIMIT_MS) === STATEMENT_LIMIT_MS
        ? send(engine, client, sql, parameters, options)
        : inTransaction(client, (inside) => inside(sql, parameters, options)),
    );

  return {
    engine,
    ...toQueryable(execute),
    transaction,
    async close() {
      await drain.close();
      await engine.close();
    },
  };
}

/**
 * Whether a failure says nothing about the statement itself: the connection was lost, the embedded
 * backend was replaced, the server is starting or stopping, or two transactions got in each
 * other's way. An idempotent statement or transaction can be tried again; whether the failed one
 * was committed is unknown.
 */
export function isTransient(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (isConnectionLost(current) || isCollision(current)) return true;
  }
  return false;
}

const UNIQUE_VIOLATION = '23505';

/** Turns a violated unique constraint into a `conflict` with a sentence; rethrows all else. */
export function rethrowConflict(error: unknown, message: string): never {
  if (error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION) {
    throw new AppError('conflict', message, { cause: error });
  }
  throw error;
}
