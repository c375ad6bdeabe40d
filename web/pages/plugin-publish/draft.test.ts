import { expect, test } from 'bun:test';
import { ApiError } from '../../api.ts';
import { NEW_DRAFT, toPublish } from './draft.ts';

const published = { ...NEW_DRAFT, name: 'x', display_name: 'X', description: 'old', script: 'a()' };

test('an update sends what was changed, and clears what was emptied', () => {
  expect(toPublish({ ...published, script: 'b()', description: '' }, published)).toEqual({
    name: 'x',
    display_name: 'X',
    script: 'b()',
    description: '',
  });
});

test('a schema is sent as what it means', () => {
  const schema = '{"type":"object","properties":{}}';
  expect(toPublish({ ...published, settings_schema: schema }, published).settings_schema).toEqual({
    type: 'object',
    properties: {},
  });
  expect(toPublish({ ...published, settings_schema: ' ' }, published)).not.toHaveProperty(
    'settings_schema',
  );
  const withSchema = { ...published, settings_schema: schema };
  expect(toPublish({ ...withSchema, settings_schema: ' ' }, withSchema).settings_schema).toBe('');
});

test('a schema that is no JSON is said at its field', () => {
  const publish = () => toPublish({ ...published, settings_schema: '{' }, published);
  expect(publish).toThrow(ApiError);
  try {
    publish();
  } catch (error) {
    expect(error instanceof ApiError && error.fields.settings_schema).toContain('not JSON');
  }
});
