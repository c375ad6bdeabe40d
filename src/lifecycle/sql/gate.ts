/**
 * Layer 1: reads a plugin's SQL with Postgres' own parser before the database sees it, and refuses
 * everything that is not known to be harmless: nodes, fields, tables, columns, functions, types and
 * operators are lists of what is allowed (shapes.ts, allowed.ts).
 */
import { type Facts, gatherNames } from './facts.ts';
import { MAX_REMEMBERED_STATEMENTS, MAX_TREE_DEPTH, MAX_TREE_NODES } from './limits.ts';
import type { Parser } from './parser.ts';
import { PluginSqlError, refuse } from './problem.ts';
import { expressionRules, type Rule } from './rules-expressions.ts';
import { statementRules } from './rules-statements.ts';
import { FEATURE_NAMES, SHAPES } from './shapes.ts';
import { checkSqlText } from './text-limits.ts';
import { type Fields, fieldsOf, isFields, listOf, namesOf, textOf, unwrap } from './tree.ts';

export interface CheckedStatement {
  /** The one statement, without what stood around it. */
  sql: string;
  kind: 'select' | 'insert' | 'update' | 'delete';
  /** The table that it changes; null for a SELECT. */
  target: string | null;
  /** Whether it gives rows. */
  returnsRows: boolean;
  /** Over several relations, so that it may cost more than anybody's rows are worth. */
  mayBeCostly: boolean;
  /** `DELETE FROM users` with nothing in it that could take long by itself. */
  isPlainRemoval: boolean;
  facts: Pick<Facts, 'highestParameter' | 'arrayParameters' | 'patternParameters' | 'tables'>;
}

export interface Gate {
  /** Throws `PluginSqlError` with what to change. */
  check(sql: string): Promise<CheckedStatement>;
}

const KINDS: Readonly<Record<string, CheckedStatement['kind']>> = {
  SelectStmt: 'select',
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
};

const RULES: Readonly<Record<string, Rule>> = { ...expressionRules, ...statementRules };

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const cannotUse = (what: string): never =>
  refuse(`Plugins cannot use ${own(FEATURE_NAMES, what) ?? `this part of SQL (${what})`}.`);

/** Visits every node of an allowed tree. */
function openWalk(facts: Facts) {
  let nodes = 0;
  let depth = 0;

  function visitWrapped(value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) visitWrapped(item);
      return;
    }
    if (isFields(value) && Object.keys(value).length === 0) return; // an empty place in a list
    const found = unwrap(value);
    if (!found) refuse('Plugins cannot use this statement.');
    if (depth > 0 && found.kind !== 'SelectStmt' && own(KINDS, found.kind)) {
      refuse('Plugins cannot change data inside another statement.');
    }
    visit(found.kind, found.node);
  }

  function visitField(kind: string, field: string, value: unknown): void {
    const expected = own(own(SHAPES, kind) ?? {}, field) ?? cannotUse(field);
    if (expected === 'nodes') visitWrapped(value);
    else if (expected === 'value') {
      if (typeof value === 'object') cannotUse(field);
    } else if (isFields(value)) visit(expected.kind, value);
    else cannotUse(field);
  }

  function visit(kind: string, node: Fields): void {
    if (!own(SHAPES, kind)) cannotUse(kind);
    nodes += 1;
    depth += 1;
    if (nodes > MAX_TREE_NODES || depth > MAX_TREE_DEPTH) {
      refuse('The statement is too complex: split it.');
    }
    own(RULES, kind)?.(node, facts);
    for (const [field, value] of Object.entries(node)) visitField(kind, field, value);
    depth -= 1;
  }

  return { visitWrapped };
}

/** The statement's text without the semicolon behind it; lengths are in UTF-8 bytes. */
function textOfStatement(sql: string, { stmt_location = 0, stmt_len }: Fields): string {
  const bytes = Buffer.from(sql);
  const start = typeof stmt_location === 'number' ? stmt_location : 0;
  const end = typeof stmt_len === 'number' ? start + stmt_len : bytes.length;
  return bytes.subarray(start, end).toString();
}

/** `id = $1`, or no condition at all. */
function isPlainCondition(where: unknown): boolean {
  if (where === undefined) return true;
  const expression = fieldsOf(where, 'A_Expr');
  const operands = [expression?.lexpr, expression?.rexpr].map((operand) => unwrap(operand)?.kind);
  return (
    namesOf(expression?.name)[0] === '=' &&
    operands.every((kind) => kind === 'ColumnRef' || kind === 'ParamRef' || kind === 'A_Const')
  );
}

function checkTree(sql: string, tree: unknown): CheckedStatement {
  const statements = isFields(tree) ? listOf(tree.stmts) : [];
  const [raw] = statements;
  if (statements.length !== 1 || !isFields(raw)) {
    return refuse('Send exactly one statement: SELECT, INSERT, UPDATE or DELETE.');
  }
  const top = unwrap(raw.stmt);
  const kind = top && own(KINDS, top.kind);
  if (!top || !kind) {
    return refuse('Plugins can use SELECT, INSERT, UPDATE and DELETE only.');
  }
  const { node } = top;
  const facts = gatherNames(raw.stmt);
  openWalk(facts).visitWrapped(raw.stmt);
  const target = isFields(node.relation) ? textOf(node.relation.relname) : null;
  return {
    sql: textOfStatement(sql, raw),
    kind,
    target,
    returnsRows: kind === 'select' || node.returningClause !== undefined,
    mayBeCostly: facts.sources > 1,
    isPlainRemoval:
      kind === 'delete' &&
      target === 'users' &&
      facts.sources === 1 &&
      node.returningClause === undefined &&
      node.withClause === undefined &&
      isPlainCondition(node.whereClause),
    facts,
  };
}

/** The oldest makes room for the newest. */
function remember(
  known: Map<string, CheckedStatement | PluginSqlError>,
  sql: string,
  result: CheckedStatement | PluginSqlError,
): void {
  const oldest = known.keys().next();
  if (known.size >= MAX_REMEMBERED_STATEMENTS && !oldest.done) known.delete(oldest.value);
  known.set(sql, result);
}

/** Remembers what it has checked, good and bad: plugins send the same few statements for ever. */
export function openGate(parser: Parser): Gate {
  const known = new Map<string, CheckedStatement | PluginSqlError>();

  async function read(sql: string): Promise<CheckedStatement | PluginSqlError> {
    try {
      return checkTree(sql, await parser.parse(sql));
    } catch (error) {
      if (error instanceof PluginSqlError) return error;
      throw error;
    }
  }

  return {
    async check(sql) {
      checkSqlText(sql);
      let result = known.get(sql);
      if (!result) {
        result = await read(sql);
        remember(known, sql, result);
      }
      if (result instanceof PluginSqlError) throw new PluginSqlError(result.message);
      return result;
    },
  };
}
