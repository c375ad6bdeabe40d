/** JSON Schema as people read it: `{ name: string, tags?: string[] }`. */

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const INDENT = '  ';
/** Objects that fit into so many characters stand on one line. */
const LINE_CHARACTERS = 60;

const isName = (name: string) => /^[\w$]+$/.test(name);

export function toText(schema: unknown, indent = ''): string {
  if (!isSchema(schema)) return 'anything';
  if ('const' in schema) return JSON.stringify(schema.const);
  const members = listOf(schema.anyOf ?? schema.oneOf);
  if (members.length > 0) return joinUnique(members.map((member) => toText(member, indent)));
  const choices = listOf(schema.enum);
  if (choices.length > 0) return joinUnique(choices.map((choice) => JSON.stringify(choice)));
  if (schema.type === 'array') return toArray(toText(schema.items, indent));
  if (schema.type === 'object') return toObject(schema, indent);
  if (schema.type === 'integer') return 'integer';
  if (schema.type === 'string' && typeof schema.format === 'string') return schema.format;
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

const joinUnique = (texts: readonly string[]) => [...new Set(texts)].join(' | ');
const toArray = (item: string) =>
  /[ |]/.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;

function toObject(schema: Schema, indent: string): string {
  const required = listOf(schema.required);
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  const inner = indent + INDENT;
  const lines = properties.map(([name, property]) => {
    const shown = isName(name) ? name : JSON.stringify(name);
    return `${shown}${required.includes(name) ? '' : '?'}: ${toText(property, inner)}`;
  });
  if (isSchema(schema.additionalProperties)) {
    lines.push(`[name]: ${toText(schema.additionalProperties, inner)}`);
  }
  if (lines.length === 0) return '{}';
  const line = `{ ${lines.join(', ')} }`;
  if (line.length <= LINE_CHARACTERS && !line.includes('\n')) return line;
  return `{\n${lines.map((each) => inner + each).join('\n')}\n${indent}}`;
}
