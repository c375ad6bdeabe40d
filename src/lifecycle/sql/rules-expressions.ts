/** What an expression may do; called for each node before the nodes inside it. */
import {
  COLUMNS,
  FUNCTIONS,
  JSON_FUNCTIONS,
  JSON_TYPES,
  OPERATORS,
  PATTERN_ARGUMENT,
  PATTERN_OPERATORS,
  TYPES,
  VALUE_FUNCTIONS,
} from './allowed.ts';
import type { Facts } from './facts.ts';
import { MAX_EXPONENT, MAX_PARAMETERS, MAX_SERIES_ROWS } from './limits.ts';
import { refuse } from './problem.ts';
import { checkJsonDepth, checkPatternText } from './text-limits.ts';
import {
  type Fields,
  fieldsOf,
  isFields,
  listOf,
  literalOf,
  namesOf,
  numberOf,
  parameterOf,
  textOf,
  unwrap,
  withoutTextCast,
} from './tree.ts';

export type Rule = (node: Fields, facts: Facts) => void;

/** Functions whose result is a place in a text, so a number. */
const PLACES = new Set(['position', 'strpos', 'length', 'char_length', 'character_length']);

/** The grammar itself writes `pg_catalog.` before some names, and there it means the same. */
function nameOf(parts: (string | null)[], what: string): string {
  const [schema, ...rest] = parts;
  const [name, ...more] = schema === 'pg_catalog' && rest.length > 0 ? rest : parts;
  if (typeof name !== 'string' || more.length > 0) {
    refuse(`Plugins cannot use ${what} with a schema: ${parts.join('.')}`);
  }
  return name;
}

/** The grammar makes these of SIMILAR TO and of LIKE … ESCAPE; their own argument is checked. */
const PATTERN_MAKERS: ReadonlySet<string> = new Set(['similar_to_escape', 'like_escape']);

/** A pattern must be readable here or when it is sent: not made from rows. */
function checkPattern(given: unknown, facts: Facts): void {
  const pattern = withoutTextCast(given);
  const literal = literalOf(pattern);
  const parameter = parameterOf(pattern);
  const found = unwrap(pattern);
  const name = namesOf(found?.node.funcname ?? found?.node.name).at(-1) ?? '';
  if (literal !== null) checkPatternText(literal);
  else if (parameter !== null) facts.patternParameters.add(parameter);
  else if (found?.kind === 'A_Expr' && name === '||') {
    checkPattern(found.node.lexpr, facts);
    checkPattern(found.node.rexpr, facts);
  } else if (!(found?.kind === 'FuncCall' && PATTERN_MAKERS.has(name))) {
    refuse(
      'A pattern or format must be a literal or a parameter. See also strpos() and starts_with().',
    );
  }
}

/** `substring(text, 2)` counts, `substring(text, 'a+')` searches: both are spelled alike. */
function checkSubstring(args: readonly unknown[], facts: Facts): void {
  const place = args[1];
  const found = unwrap(place);
  const name = found?.kind === 'FuncCall' ? namesOf(found.node.funcname).at(-1) : undefined;
  const operator = found?.kind === 'A_Expr' ? namesOf(found.node.name)[0] : undefined;
  const isNumber =
    numberOf(place) !== null || PLACES.has(name ?? '') || ['+', '-'].includes(operator ?? '');
  if (!isNumber) checkPattern(place, facts);
}

function checkSeries(args: readonly unknown[]): void {
  const [start, stop, step = 1] = args.map(numberOf);
  if (typeof start !== 'number' || typeof stop !== 'number') return; // the planner's guess decides
  if (Math.abs(stop - start) / Math.max(1, Math.abs(step ?? 1)) > MAX_SERIES_ROWS) {
    refuse(`generate_series() can make ${MAX_SERIES_ROWS} rows.`);
  }
}

function checkExponent(value: unknown): void {
  const exponent = numberOf(value);
  if (exponent === null || Math.abs(exponent) > MAX_EXPONENT) {
    refuse(`An exponent must be a number, ${MAX_EXPONENT} at most.`);
  }
}

const FuncCall: Rule = (node, facts) => {
  const name = nameOf(namesOf(node.funcname), 'functions');
  if (!FUNCTIONS.has(name)) refuse(`Plugins cannot use the function ${name}().`);
  const args = listOf(node.args);
  const pattern = PATTERN_ARGUMENT[name];
  if (pattern !== undefined && pattern < args.length) checkPattern(args[pattern], facts);
  if (name === 'substring') checkSubstring(args, facts);
  if (name === 'generate_series') checkSeries(args);
  if (name === 'power') checkExponent(args[1]);
};

function isPatternOfArray(value: unknown, facts: Facts): boolean {
  const elements = fieldsOf(value, 'A_ArrayExpr');
  if (!elements) return false;
  for (const element of listOf(elements.elements)) checkPattern(element, facts);
  return true;
}

const A_Expr: Rule = ({ kind, name, rexpr }, facts) => {
  const [operator, ...more] = namesOf(name);
  if (typeof operator !== 'string' || more.length > 0) {
    refuse('Plugins cannot use operators with a schema.');
  }
  if (!OPERATORS.has(operator)) refuse(`Plugins cannot use the operator ${operator}.`);
  const isOverArray = kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_OP_ALL';
  if (PATTERN_OPERATORS.has(operator) && !(isOverArray && isPatternOfArray(rexpr, facts))) {
    checkPattern(isOverArray ? null : rexpr, facts);
  }
  if (operator === '^') checkExponent(rexpr);
  const parameter = parameterOf(rexpr);
  if (isOverArray && parameter !== null) facts.arrayParameters.add(parameter);
};

const SubLink: Rule = ({ operName }) => {
  if (operName === undefined) return;
  const [operator, ...more] = namesOf(operName);
  const isAllowed =
    typeof operator === 'string' &&
    more.length === 0 &&
    OPERATORS.has(operator) &&
    !PATTERN_OPERATORS.has(operator);
  if (!isAllowed) refuse('Plugins cannot use this operator before ANY or ALL.');
};

const TypeName: Rule = ({ names }) => {
  const name = nameOf(namesOf(names), 'types');
  if (!TYPES.has(name)) refuse(`Plugins cannot use the type ${name}.`);
};

/** Postgres' JSON parser recurses, so it only gets texts whose depth was measured. */
function isMeasuredJson(arg: unknown): boolean {
  const value = withoutTextCast(arg);
  if (literalOf(value) !== null || parameterOf(value) !== null) return true;
  const found = unwrap(value);
  const last = namesOf(found?.node.funcname ?? found?.node.name).at(-1) ?? '';
  if (found?.kind === 'FuncCall') return JSON_FUNCTIONS.has(last);
  if (found?.kind === 'A_Expr') return last === '->' || last === '#>';
  return found?.kind === 'A_Const'; // NULL
}

const TypeCast: Rule = ({ arg, typeName }, facts) => {
  if (!isFields(typeName)) return;
  const name = namesOf(typeName.names).at(-1) ?? '';
  if (JSON_TYPES.has(name) && !isMeasuredJson(arg)) {
    refuse(`Only literals and parameters can be cast to ${name}; see to_jsonb().`);
  }
  const parameter = parameterOf(arg);
  if (typeName.arrayBounds !== undefined && parameter !== null) {
    facts.arrayParameters.add(parameter);
  }
};

/** `row.name` is a function call when the row has no such column. */
function checkFieldName(name: string | null | undefined, facts: Facts): void {
  if (typeof name !== 'string') refuse('Plugins cannot use this kind of column.');
  const isKnown = COLUMNS.has(name) || FUNCTIONS.has(name);
  const isOwn = facts.names.has(name) && !name.startsWith('pg_');
  if (!isKnown && !isOwn) refuse(`There is no column ${name} that plugins can use.`);
}

const isStar = (item: unknown) => fieldsOf(item, 'A_Star') !== null;

const ColumnRef: Rule = ({ fields }, facts) => {
  const parts = listOf(fields);
  if (parts.length > 2) refuse('Plugins cannot use names with a schema.');
  if (parts.length < 2 || isStar(parts[1])) return;
  checkFieldName(namesOf(parts)[1], facts);
};

const A_Indirection: Rule = ({ indirection }, facts) => {
  for (const step of listOf(indirection)) {
    if (fieldsOf(step, 'A_Indices')) continue;
    checkFieldName(namesOf([step])[0], facts);
  }
};

const ParamRef: Rule = ({ number }, facts) => {
  if (typeof number !== 'number' || number < 1 || number > MAX_PARAMETERS) {
    return refuse(`Parameters are numbered from $1 to $${MAX_PARAMETERS}.`);
  }
  facts.highestParameter = Math.max(facts.highestParameter, number);
};

const A_Const: Rule = ({ sval }) => {
  if (isFields(sval)) checkJsonDepth(textOf(sval.sval));
};

const SQLValueFunction: Rule = ({ op }) => {
  if (!VALUE_FUNCTIONS.has(textOf(op))) refuse('Plugins cannot ask for roles or schemas.');
};

const CollateClause: Rule = ({ collname }) => {
  const names = namesOf(collname);
  if (names.length !== 1 || names[0] !== 'C') refuse('Plugins can use the collation "C" only.');
};

export const expressionRules: Readonly<Record<string, Rule>> = {
  FuncCall,
  A_Expr,
  SubLink,
  TypeName,
  TypeCast,
  ColumnRef,
  A_Indirection,
  ParamRef,
  A_Const,
  SQLValueFunction,
  CollateClause,
};
