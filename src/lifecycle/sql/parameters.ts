import type { CheckedStatement } from './gate.ts';
import { MAX_PARAMETERS, MAX_PARAMETERS_LENGTH } from './limits.ts';
import { refuse } from './problem.ts';
import { checkJsonDepth, checkPatternText } from './text-limits.ts';

function toArrayElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return toArrayLiteral(value);
  return `"${(toText(value) ?? '').replaceAll(/["\\]/g, '\\$&')}"`;
}

/** `{"a","b"}`, as Postgres writes arrays. */
function toArrayLiteral(values: readonly unknown[]): string {
  return `{${values.map(toArrayElement).join(',')}}`;
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function checkText(text: string, place: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    refuse(`Parameter ${place} contains characters that are no text.`);
  }
  checkJsonDepth(text);
}

/**
 * Parameters as texts without a type, so that the statement decides what they are: a string as it
 * is, a number or boolean as it is written, an object or array as JSON, but an array that stands
 * for one in SQL (`= ANY($1)`, `$1::text[]`) as Postgres writes it. Throws `PluginSqlError`.
 */
export function toTextParameters(
  given: unknown,
  { facts }: Pick<CheckedStatement, 'facts'>,
): (string | null)[] {
  const values: unknown = given ?? [];
  if (!Array.isArray(values)) refuse('Pass the parameters as an array: query(sql, [a, b]).');
  if (values.length > MAX_PARAMETERS) refuse(`There can be ${MAX_PARAMETERS} parameters.`);
  if (values.length !== facts.highestParameter) {
    refuse(
      `The statement has parameters up to $${facts.highestParameter}, and ${values.length} were passed.`,
    );
  }
  let length = 0;
  return values.map((value, index) => {
    const place = `$${index + 1}`;
    const isArray = Array.isArray(value) && facts.arrayParameters.has(index + 1);
    const text = isArray ? toArrayLiteral(value) : toText(value);
    if (text === null) return null;
    length += text.length;
    if (length > MAX_PARAMETERS_LENGTH) {
      refuse(`Parameters can have ${MAX_PARAMETERS_LENGTH} characters together.`);
    }
    checkText(text, place);
    if (facts.patternParameters.has(index + 1)) checkPatternText(text);
    return text;
  });
}
