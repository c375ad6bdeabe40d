import { expect, test } from 'bun:test';
import {
  bumpVersion,
  dependenciesIn,
  isLater,
  isName,
  NEW_META,
  parseMeta,
  problemsOf,
  toPublishBody,
} from './meta.ts';

const meta = { ...NEW_META, name: 'streak-counter', display_name: 'Streak' };

test('names are kebab-case, 64 characters at most', () => {
  for (const name of ['a', 'streak-counter', '7-days', 'a'.repeat(64)]) {
    expect(isName(name)).toBe(true);
  }
  for (const name of ['', 'Streak', 'a--b', '-a', 'a-', 'a b', 'ä', 'a'.repeat(65)]) {
    expect(isName(name)).toBe(false);
  }
});

test('a version goes up by one step', () => {
  expect(bumpVersion('1.4.9', 'patch')).toBe('1.4.10');
  expect(bumpVersion('1.4.9', 'minor')).toBe('1.5.0');
  expect(bumpVersion('1.4.9-beta', 'major')).toBe('2.0.0');
  expect(bumpVersion('soon', 'major')).toBe('0.1.0');
});

test('a version is later by its first part that differs', () => {
  expect(isLater('1.10.0', '1.9.9')).toBe(true);
  expect(isLater('2.0.0', '1.9.9')).toBe(true);
  expect(isLater('1.9.9', '1.9.9')).toBe(false);
  expect(isLater('1.9.8', '1.10.0')).toBe(false);
  expect(isLater('1.0.0', 'first')).toBe(true);
  expect(isLater('soon', '1.0.0')).toBe(false);
});

test('what would be refused is said by its field', () => {
  expect(problemsOf(meta)).toEqual({});
  const wrong = {
    ...meta,
    name: 'A B',
    display_name: ' ',
    version: '1',
    repository: 'javascript:alert(1)',
    settings_schema: '{"type":"string"}',
  };
  expect(Object.keys(problemsOf(wrong))).toEqual([
    'name',
    'display_name',
    'version',
    'repository',
    'settings_schema',
  ]);
  expect(problemsOf({ ...meta, settings_schema: '{' }).settings_schema).toMatch(/JSON/);
});

test('plugins named in the description are dependencies, itself is not', () => {
  const description = 'Needs @today and @focus-sessions, @today again, not @streak-counter.';
  expect(dependenciesIn({ ...meta, description })).toEqual(['today', 'focus-sessions']);
});

test('a file may say less, more or something else', () => {
  expect(
    parseMeta({ name: 'a', icon: 7, other: 'x', settings_schema: { type: 'object' } }),
  ).toEqual({ name: 'a', settings_schema: '{\n  "type": "object"\n}' });
  expect(parseMeta(null)).toEqual({});
});

test('the store gets the schema as JSON, or none', () => {
  expect(toPublishBody(meta, 'x()')).toMatchObject({ script: 'x()', settings_schema: '' });
  const settings_schema = '{"type":"object","properties":{}}';
  expect(toPublishBody({ ...meta, settings_schema }, '')).toMatchObject({
    settings_schema: { type: 'object', properties: {} },
  });
});
