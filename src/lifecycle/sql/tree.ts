/** Reading the parser's tree, which is JSON that nobody has typed. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The one node that `value` wraps: `{ ColumnRef: {…} }`. */
export function unwrap(value: unknown): { kind: string; node: Fields } | null {
  if (!isFields(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0 || !isFields(entry[1])) return null;
  return { kind: entry[0], node: entry[1] };
}

/** The fields of a wrapped node of this kind, or null. */
export function fieldsOf(value: unknown, kind: string): Fields | null {
  const found = unwrap(value);
  return found?.kind === kind ? found.node : null;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The texts of a list of String nodes; null where there is something else. */
export function namesOf(value: unknown): (string | null)[] {
  return listOf(value).map((item) => {
    const string = fieldsOf(item, 'String');
    return string ? textOf(string.sval) : null;
  });
}

/** A literal's text, or null; '' for `''`. */
export function literalOf(value: unknown): string | null {
  const constant = fieldsOf(value, 'A_Const');
  return constant && isFields(constant.sval) ? textOf(constant.sval.sval) : null;
}

/** A number written as such, its sign included, or null. */
export function numberOf(value: unknown): number | null {
  const expression = fieldsOf(value, 'A_Expr');
  if (expression && expression.lexpr === undefined && namesOf(expression.name)[0] === '-') {
    const number = numberOf(expression.rexpr);
    return number === null ? null : -number;
  }
  const constant = fieldsOf(value, 'A_Const');
  if (!constant || !(isFields(constant.ival) || isFields(constant.fval))) return null;
  if (isFields(constant.fval)) return Number(constant.fval.fval);
  return isFields(constant.ival) && typeof constant.ival.ival === 'number' ? constant.ival.ival : 0;
}

export function parameterOf(value: unknown): number | null {
  const parameter = fieldsOf(value, 'ParamRef');
  return parameter && typeof parameter.number === 'number' ? parameter.number : null;
}

/** `x` of `x::text`, and everything else itself. */
export function withoutTextCast(value: unknown): unknown {
  const cast = fieldsOf(value, 'TypeCast');
  const names = cast && isFields(cast.typeName) ? namesOf(cast.typeName.names) : [];
  return cast && ['text', 'varchar'].includes(names.at(-1) ?? '')
    ? withoutTextCast(cast.arg)
    : value;
}
