/** What the clauses of a statement may name and change. */
import { TABLES, type TableRules } from './allowed.ts';
import { refuse } from './problem.ts';
import type { Rule } from './rules-expressions.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf, unwrap } from './tree.ts';

const tableList = Object.keys(TABLES).join(', ');

const isTable = (name: string) => Object.hasOwn(TABLES, name);

function rulesOf(node: Fields): { table: string; rules: TableRules } {
  const table = isFields(node.relation) ? textOf(node.relation.relname) : '';
  const rules = isTable(table) ? TABLES[table] : undefined;
  if (!rules) return refuse(`Plugins cannot use the table ${table}. They can use: ${tableList}`);
  return { table, rules };
}

function checkTargets(
  targets: unknown,
  allowed: readonly string[],
  sentence: (column: string) => string,
): void {
  for (const target of listOf(targets)) {
    const column = textOf(fieldsOf(target, 'ResTarget')?.name);
    if (!allowed.includes(column)) refuse(sentence(column));
  }
}

const cannotUpdate = (table: string) => (column: string) =>
  `Plugins cannot update ${table}.${column}.`;

function checkConflict(clause: unknown, table: string, rules: TableRules): void {
  if (!isFields(clause)) return;
  const { action, infer, targetList } = clause;
  const key = isFields(infer)
    ? listOf(infer.indexElems).map((item) => textOf(fieldsOf(item, 'IndexElem')?.name))
    : null;
  if (key && key.toSorted().join() !== (rules.key ?? []).toSorted().join()) {
    refuse(
      rules.key
        ? `ON CONFLICT on ${table} can name (${rules.key.join(', ')}) only.`
        : `ON CONFLICT on ${table} cannot name columns.`,
    );
  }
  if (action === 'ONCONFLICT_NOTHING') return;
  if (!key) refuse('ON CONFLICT DO UPDATE must name the columns of the key.');
  checkTargets(targetList, rules.update, cannotUpdate(table));
}

const InsertStmt: Rule = (node) => {
  const { table, rules } = rulesOf(node);
  if (rules.insert.length === 0) refuse(`Plugins cannot insert into ${table}.`);
  if (listOf(node.cols).length === 0) {
    refuse(`Name the columns: INSERT INTO ${table} (${rules.insert.slice(0, 2).join(', ')}, …)`);
  }
  checkTargets(node.cols, rules.insert, (column) => `Plugins cannot insert ${table}.${column}.`);
  if (node.override !== 'OVERRIDING_NOT_SET') refuse('Plugins cannot use OVERRIDING.');
  checkConflict(node.onConflictClause, table, rules);
};

const UpdateStmt: Rule = (node) => {
  const { table, rules } = rulesOf(node);
  if (rules.update.length === 0) refuse(`Plugins cannot update ${table}.`);
  checkTargets(node.targetList, rules.update, cannotUpdate(table));
};

const DeleteStmt: Rule = (node) => {
  const { table, rules } = rulesOf(node);
  if (!rules.delete) refuse(`Plugins cannot delete from ${table}.`);
};

/** A name of WITH is never one of a table or a catalog, so that it cannot stand for both. */
const CommonTableExpr: Rule = ({ ctename, ctequery }) => {
  const name = textOf(ctename);
  if (isTable(name) || name.startsWith('pg_')) refuse(`WITH needs another name than ${name}.`);
  if (unwrap(ctequery)?.kind !== 'SelectStmt') refuse('WITH can only contain SELECT.');
};

const RangeVar: Rule = ({ relname, inh }, facts) => {
  const name = textOf(relname);
  if (inh !== true) refuse('Plugins cannot use ONLY.');
  facts.sources += 1;
  if (isTable(name)) facts.tables.add(name);
  else if (!facts.ctes.has(name)) {
    refuse(`Plugins cannot use the table ${name}. They can use: ${tableList}`);
  }
};

const RangeFunction: Rule = (_node, facts) => {
  facts.sources += 1;
};

const SortBy: Rule = ({ sortby_dir }) => {
  if (sortby_dir === 'SORTBY_USING') refuse('Plugins cannot use ORDER BY … USING.');
};

export const statementRules: Readonly<Record<string, Rule>> = {
  InsertStmt,
  UpdateStmt,
  DeleteStmt,
  CommonTableExpr,
  RangeVar,
  RangeFunction,
  SortBy,
};
