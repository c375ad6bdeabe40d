import { expect, test } from 'bun:test';
import {
  collectSettings,
  labelOf,
  readSettingsSchema,
  type SettingsSchema,
  toDraft,
} from './schema-values.ts';

const schema: SettingsSchema = {
  type: 'object',
  properties: {
    goal: { type: 'integer', minimum: 1, default: 4 },
    greeting: { type: 'string' },
    loud: { type: 'boolean' },
    days: { type: 'array', items: { type: 'string', enum: ['mon', 'tue'] } },
    hosts: { type: 'array', items: { type: 'string' } },
  },
};
const settings = { goal: 4, greeting: 'Hello', loud: true, days: ['tue'], hosts: ['a', 'b'] };

test('settings survive their form', () => {
  const drafts = Object.fromEntries(
    Object.entries(schema.properties).map(([name, setting]) => [
      name,
      toDraft(setting, settings[name as keyof typeof settings]),
    ]),
  );
  expect(drafts.hosts).toBe('a\nb');
  expect(collectSettings(schema, drafts)).toEqual(settings);
});

test('an empty field is left to its default', () => {
  const drafts = { goal: '', greeting: ' ', loud: false, days: [], hosts: '' };
  expect(collectSettings(schema, drafts)).toEqual({ loud: false, days: [], hosts: [] });
});

test('values of another kind, as plugins may have written, start empty', () => {
  const drafts = Object.values(schema.properties).map((setting) => toDraft(setting, { odd: 1 }));
  expect(drafts).toEqual(['', '', false, [], '']);
});

test('a setting without a title is called by its name', () => {
  expect(labelOf('daily_goalMinutes', { type: 'boolean' })).toBe('Daily goal minutes');
  expect(labelOf('x', { type: 'boolean', title: 'Ring the bell' })).toBe('Ring the bell');
});

test('without settings there is no form', () => {
  expect(readSettingsSchema(null)).toBeNull();
  expect(readSettingsSchema({ type: 'object', properties: {} })).toBeNull();
  expect(readSettingsSchema('text')).toBeNull();
  expect(readSettingsSchema(schema)).toBe(schema);
});
