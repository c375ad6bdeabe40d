/** `ctx.db.query` of plugins: four layers around one statement (DESIGN section 6, "SQL"). */
import type { Bus } from '../../base/bus.ts';
import type { Log } from '../../base/log.ts';
import type { Database, TextResult, Transaction } from '../../db/database.ts';
import { type CheckedStatement, openGate } from './gate.ts';
import {
  CONCURRENT_STATEMENTS,
  EMBEDDED_CONCURRENT_STATEMENTS,
  EMBEDDED_MAX_COST,
  EMBEDDED_STATEMENT_LIMIT_MS,
  MAX_COST,
  MAX_SCOPE_WRITES,
  REMOVAL_LIMIT_MS,
  STATEMENT_LIMIT_MS,
} from './limits.ts';
import { toTextParameters } from './parameters.ts';
import { openParser } from './parser.ts';
import { PluginSqlError, refuse } from './problem.ts';
import { toRows } from './results.ts';
import { openRole } from './role.ts';
import { toPluginSqlError } from './sentences.ts';
import { enter, type Place, runStatement } from './statement-store.ts';
import { openTurns } from './turns.ts';

export type PluginRow = Record<string, unknown>;

export interface PluginSqlDependencies {
  database: Database;
  log: Log;
  /** Hears what a statement changed, as it hears it from the program's own doors. */
  bus: Bus;
  /** A time zone changed; only wakes the work that this makes. */
  onTimelineSettingsChanged?: (userId: string) => void | Promise<void>;
  /** Default: the limit for this kind of database. For tests on a machine that does much else. */
  limitMs?: number;
}

export interface PluginSqlScope {
  /** As `PluginSql.query`. */
  query(sql: string, parameters: unknown): Promise<PluginRow[]>;
}

export interface PluginSql {
  /**
   * Runs one statement of a plugin as `userId`, in a transaction of its own. Rows are plain JSON
   * (results.ts). Throws `PluginSqlError`, whose message is for the plugin's author.
   */
  query(userId: string, sql: string, parameters: unknown): Promise<PluginRow[]>;
  /**
   * Statements that see each other's changes and of which nothing remains, for an editor's run. No
   * transaction stays open between them, because the embedded database has one connection and a run
   * may take its time: each statement repeats the changes of those before it and is rolled back. So
   * a generated id or now() differs from one statement to the next.
   */
  scope(userId: string, options: { rollback: true }): PluginSqlScope;
  close(): Promise<void>;
}

interface Prepared {
  statement: CheckedStatement;
  parameters: (string | null)[];
}

/** Ends a transaction whose result is wanted and whose changes are not. */
class RolledBack extends Error {
  constructor(readonly result: TextResult) {
    super('rolled back on purpose');
  }
}

const changesTimeline = ({ statement: { kind, target } }: Prepared) =>
  kind !== 'select' && (target === 'heartbeats' || target === 'users');

export function openPluginSql(dependencies: PluginSqlDependencies): PluginSql {
  const { database, log, bus, onTimelineSettingsChanged } = dependencies;
  const isEmbedded = database.engine.kind === 'embedded';
  const gate = openGate(openParser());
  const role = openRole(database, log);
  const turns = openTurns(isEmbedded ? EMBEDDED_CONCURRENT_STATEMENTS : CONCURRENT_STATEMENTS);
  const maxCost = isEmbedded ? EMBEDDED_MAX_COST : MAX_COST;
  const usualLimitMs =
    dependencies.limitMs ?? (isEmbedded ? EMBEDDED_STATEMENT_LIMIT_MS : STATEMENT_LIMIT_MS);

  async function prepare(sql: unknown, parameters: unknown): Promise<Prepared> {
    if (typeof sql !== 'string') refuse('Pass the statement as a string: query(sql, [a, b]).');
    const statement = await gate.check(sql);
    return { statement, parameters: toTextParameters(parameters, statement) };
  }

  const limitOf = ({ statement }: Prepared) =>
    statement.isPlainRemoval ? REMOVAL_LIMIT_MS : usualLimitMs;

  /** All in one transaction; the result of the last. */
  async function runAll(tx: Transaction, place: Place, all: readonly Prepared[]) {
    await enter(tx, place, all.some(changesTimeline));
    let result: TextResult = { columns: [], rows: [], count: 0 };
    for (const { statement, parameters } of all) {
      result = await runStatement(tx, statement, parameters, place, maxCost);
    }
    return result;
  }

  async function inTransaction(
    userId: string,
    all: readonly Prepared[],
    end: (result: TextResult) => PluginRow[],
  ): Promise<PluginRow[]> {
    const limitMs = Math.max(...all.map(limitOf));
    const { hasRole } = await role.get();
    return database.transaction(async (tx) =>
      end(await runAll(tx, { userId, hasRole, limitMs }, all)),
    );
  }

  /** Runs `work` in this user's turn; what it throws becomes a sentence. */
  async function inTurn(
    userId: string,
    prepared: Prepared,
    work: () => Promise<PluginRow[]>,
  ): Promise<PluginRow[]> {
    try {
      return await turns.take(userId, work);
    } catch (error) {
      const told = toPluginSqlError(error, prepared.statement, limitOf(prepared));
      if (told) throw told;
      log.error('a plugin statement failed', { userId, sql: prepared.statement.sql, error });
      throw new PluginSqlError('The database could not run this statement.', { cause: error });
    }
  }

  function tell(userId: string, { kind, target }: CheckedStatement): void {
    if (kind === 'select') return;
    if (target === 'heartbeats') bus.publish('timeline', { userId });
    if (target === 'users' || target === 'api_keys') bus.publish('credentials', { userId });
    if (target === 'installed_plugins') bus.publish('plugins', { userId });
    // An author's plugins went along.
    if (kind === 'delete' && target === 'users') bus.publish('plugins', { userId: null });
    if (kind === 'update' && target === 'users') void onTimelineSettingsChanged?.(userId);
  }

  return {
    async query(userId, sql, parameters) {
      const prepared = await prepare(sql, parameters);
      const rows = await inTurn(userId, prepared, () => inTransaction(userId, [prepared], toRows));
      tell(userId, prepared.statement);
      return rows;
    },

    scope(userId) {
      const changes: Prepared[] = [];
      return {
        async query(sql, parameters) {
          const prepared = await prepare(sql, parameters);
          const isChange = prepared.statement.kind !== 'select';
          if (isChange && changes.length >= MAX_SCOPE_WRITES) {
            refuse(`A run in the editor can change data ${MAX_SCOPE_WRITES} times.`);
          }
          return inTurn(userId, prepared, async () => {
            try {
              return await inTransaction(userId, [...changes, prepared], (result) => {
                throw new RolledBack(result);
              });
            } catch (error) {
              if (!(error instanceof RolledBack)) throw error;
              const rows = toRows(error.result);
              if (isChange) changes.push(prepared);
              return rows;
            }
          });
        },
      };
    },

    close: () => role.close(),
  };
}
