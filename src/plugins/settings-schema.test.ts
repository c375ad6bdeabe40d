import { expect, test } from 'bun:test';
import { AppError } from '../base/errors.ts';
import {
  MAX_SETTINGS,
  MAX_SETTINGS_BYTES,
  parseSettings,
  parseSettingsSchema,
  withDefaults,
} from './settings-schema.ts';

function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

const schema = parseSettingsSchema({
  type: 'object',
  title: 'Focus',
  properties: {
    goal: { type: 'integer', title: 'Hours a day', minimum: 1, maximum: 24, default: 4 },
    label: { type: 'string', maxLength: 5 },
    colour: { type: 'string', enum: ['red', 'green'], default: 'red' },
    loud: { type: 'boolean', default: false },
    ratio: { type: 'number', minimum: 0 },
    days: { type: 'array', items: { type: 'string', enum: ['mo', 'tu'] }, maxItems: 2 },
  },
  required: ['label', 'goal'],
});

test('defaults stand in for what was not saved', () => {
  expect(withDefaults(schema, { goal: 6 })).toEqual({ goal: 6, colour: 'red', loud: false });
  expect(withDefaults(null, { any: 1 })).toEqual({ any: 1 });
});

test('settings are kept as sent, beside what the plugin keeps there itself', () => {
  const saved = { goal: 2, ratio: 1, 'last-run': 'monday' };
  expect(parseSettings(schema, { label: 'abc', days: ['mo', 'tu'] }, saved)).toEqual({
    'last-run': 'monday',
    label: 'abc',
    days: ['mo', 'tu'],
  });
  expect(parseSettings(null, { any: { thing: [1] } }, saved)).toEqual({ any: { thing: [1] } });
});

test.each([
  [{ label: 'x', goal: 0 }, 'goal'],
  [{ label: 'x', goal: 2.5 }, 'goal'],
  [{ label: 'x', goal: '4' }, 'goal'],
  [{ label: 'x', goal: null }, 'goal'],
  [{ label: 'too long' }, 'label'],
  [{}, 'label'],
  [{ label: 'x', colour: 'blue' }, 'colour'],
  [{ label: 'x', loud: 1 }, 'loud'],
  [{ label: 'x', ratio: -1 }, 'ratio'],
  [{ label: 'x', days: ['su'] }, 'days'],
  [{ label: 'x', days: ['mo', 'mo', 'mo'] }, 'days'],
  [{ label: 'x', other: 1 }, 'other'],
  [{ label: 'x', constructor: 1 }, 'constructor'],
  [JSON.parse('{"label":"x","__proto__":1}'), '__proto__'],
])('%j is refused because of %s', (given, field) => {
  const { code, fields } = refusalOf(() => parseSettings(schema, given, {}));
  expect([code, Object.keys(fields ?? {})]).toEqual(['invalid', [field]]);
});

test('settings have a size', () => {
  const large = { text: 'x'.repeat(MAX_SETTINGS_BYTES) };
  expect(refusalOf(() => parseSettings(null, large, {})).message).toContain('bytes');
});

test.each([
  [{ type: 'string' }],
  [{ type: 'object' }],
  [[]],
  ['text'],
  [{ type: 'object', properties: { a: { type: 'object' } } }],
  [{ type: 'object', properties: { a: { type: 'string', default: 1 } } }],
  [{ type: 'object', properties: { a: { type: 'integer', minimum: 3, default: 1 } } }],
  [{ type: 'object', properties: { a: { type: 'string', enum: [] } } }],
  [{ type: 'object', properties: { a: { type: 'array', items: { type: 'number' } } } }],
  [{ type: 'object', properties: { '': { type: 'string' } } }],
  [
    {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: MAX_SETTINGS + 1 }, (_, i) => [`a${i}`, { type: 'boolean' }]),
      ),
    },
  ],
  [{ type: 'object', properties: {}, title: 'x'.repeat(MAX_SETTINGS_BYTES) }],
])('no schema: %j', (given) => {
  const { fields } = refusalOf(() => parseSettingsSchema(given));
  expect(Object.keys(fields ?? {})).toEqual(['settings_schema']);
});
