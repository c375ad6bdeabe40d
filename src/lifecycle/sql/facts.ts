import type { Fields } from './tree.ts';
import { isFields, namesOf, textOf } from './tree.ts';

/** What the rules learn about a statement while they check it. */
export interface Facts {
  /** Names of its WITH clauses. */
  ctes: Set<string>;
  /** Names that it gives to columns and relations. */
  names: Set<string>;
  /** Of the ten, those that it mentions. */
  tables: Set<string>;
  /** Relations and functions in FROM, counted as often as they appear. */
  sources: number;
  highestParameter: number;
  /** Parameters that stand for an array: `= ANY($1)`, `$1::text[]`. */
  arrayParameters: Set<number>;
  patternParameters: Set<number>;
}

function noteNames(facts: Facts, kind: string, node: Fields): void {
  if (kind === 'CommonTableExpr') facts.ctes.add(textOf(node.ctename));
  const own = { ResTarget: node.name, Alias: node.aliasname, CommonTableExpr: node.ctename }[kind];
  const listed = { Alias: node.colnames, CommonTableExpr: node.aliascolnames }[kind];
  for (const name of [textOf(own), ...namesOf(listed)]) if (name) facts.names.add(name);
}

/** Names may be used before they are given, so they are gathered first. */
export function gatherNames(tree: unknown): Facts {
  const facts: Facts = {
    ctes: new Set(),
    names: new Set(),
    tables: new Set(),
    sources: 0,
    highestParameter: 0,
    arrayParameters: new Set(),
    patternParameters: new Set(),
  };
  const waiting: unknown[] = [tree];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...value);
    else if (isFields(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const kind = key === 'alias' || key === 'join_using_alias' ? 'Alias' : key;
        if (isFields(inner)) noteNames(facts, kind, inner);
        waiting.push(inner);
      }
    }
  }
  return facts;
}
