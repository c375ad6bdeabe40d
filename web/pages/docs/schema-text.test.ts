import { expect, test } from 'bun:test';
import { toText } from './schema-text.ts';

const object = (properties: Record<string, unknown>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
});

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'uuid' }, 'uuid'],
  [{ type: 'array', items: { type: 'integer' } }, 'integer[]'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
  [
    { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
    '(string | null)[]',
  ],
  [{ const: 'ok', type: 'string' }, '"ok"'],
  [{ enum: ['a', 'b'] }, '"a" | "b"'],
  [object({ id: { type: 'string' }, 'a-b': {} }, ['id']), '{ id: string, "a-b"?: anything }'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [name]: number }'],
  [object({}), '{}'],
  [undefined, 'anything'],
])('%j is %s', (schema, text) => {
  expect(toText(schema)).toBe(text);
});

test('what is long has a line for each name', () => {
  const name = 'a_rather_long_name_of_a_property';
  const schema = object({ [name]: { type: 'string' }, [`${name}_2`]: object({ [name]: {} }) });
  expect(toText(schema)).toBe(`{\n  ${name}?: string\n  ${name}_2?: { ${name}?: anything }\n}`);
});
