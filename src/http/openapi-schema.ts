/** The routes' own schemas as JSON Schema that any tool reads. */

export type JsonSchema = { [keyword: string]: unknown };

const isRecord = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What TypeBox writes and JSON Schema does not know. */
const OWN_KEYWORDS = ['error', '$id', 'nullable'];

const isUndefined = (schema: unknown) => isRecord(schema) && schema.type === 'undefined';

/** Elysia reads numbers from text too, as in addresses; the document tells the number. */
const TEXT_FORMATS = ['integer', 'numeric', 'boolean'];
const isTextOfValue = (schema: unknown) =>
  isRecord(schema) && schema.type === 'string' && TEXT_FORMATS.includes(String(schema.format));

/** `{ a | undefined }` is `{ a }` that may be missing. */
function cleanUnion(members: readonly unknown[], rest: JsonSchema): JsonSchema {
  const isTold = (member: unknown) => !isUndefined(member) && !isTextOfValue(member);
  const known = members.filter(isTold).map(clean);
  const [only] = known;
  return known.length === 1 && isRecord(only) ? { ...only, ...rest } : { ...rest, anyOf: known };
}

/** A record has one pattern for all of its names. */
function cleanRecord(patterns: JsonSchema, rest: JsonSchema): JsonSchema {
  const values = Object.values(patterns);
  if (values.length !== 1) return { ...rest, patternProperties: clean(patterns) };
  return { ...rest, additionalProperties: clean(values[0]) };
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (!isRecord(value)) return value;
  const { anyOf, patternProperties, properties, ...others } = value;
  const rest: JsonSchema = {};
  for (const [keyword, inner] of Object.entries(others)) {
    if (!OWN_KEYWORDS.includes(keyword)) rest[keyword] = clean(inner);
  }
  if (isRecord(properties)) {
    // Names of properties are not keywords.
    const entries = Object.entries(properties).map(([name, inner]) => [name, clean(inner)]);
    rest.properties = Object.fromEntries(entries);
  }
  if (Array.isArray(anyOf)) return cleanUnion(anyOf, rest);
  return isRecord(patternProperties) ? cleanRecord(patternProperties, rest) : rest;
}

/** Null for what is no schema. Symbols and functions of TypeBox are left behind. */
export function toJsonSchema(schema: unknown): JsonSchema | null {
  if (!isRecord(schema)) return null;
  const cleaned = clean(JSON.parse(JSON.stringify(schema)));
  return isRecord(cleaned) ? cleaned : null;
}

/** Whether a body of this schema may be missing. */
export function isOptional(schema: unknown): boolean {
  if (isUndefined(schema)) return true;
  return isRecord(schema) && Array.isArray(schema.anyOf) && schema.anyOf.some(isUndefined);
}

/** Properties of an object schema, with whether each must be there. */
export function listProperties(
  schema: unknown,
): { name: string; schema: JsonSchema; required: boolean }[] {
  const object = toJsonSchema(schema);
  if (!object || !isRecord(object.properties)) return [];
  const required = Array.isArray(object.required) ? object.required : [];
  return Object.entries(object.properties).flatMap(([name, property]) =>
    isRecord(property) ? [{ name, schema: property, required: required.includes(name) }] : [],
  );
}
