import { expect, test } from 'bun:test';
import { CompletionContext } from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { EditorState } from '@codemirror/state';
import { completePlugin } from './completion.ts';

/** What is offered where `|` stands. */
function complete(text: string, isAsked = false) {
  const pos = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [javascript()] });
  return completePlugin(new CompletionContext(state, pos, isAsked));
}

const labels = (text: string, isAsked?: boolean) =>
  complete(text, isAsked)?.options.map(({ label }) => label) ?? null;

test('after a dot come the members of that object alone', () => {
  expect(labels('ctx.|')).toEqual(['user_id', 'db', 'redis', 'config']);
  expect(labels('await ctx.redis.g|')).toEqual(['get', 'set', 'del', 'incr']);
  expect(labels('heartbeat.|')).toContain('machine');
  expect(complete('ctx.db.qu|')?.from).toBe('ctx.db.'.length);
});

test('an unknown object is left to the language', () => {
  expect(labels('other.|')).toBeNull();
  expect(labels('other.lo|')).toBeNull();
  expect(labels('ctx.db.query.|')).toBeNull();
});

test('a word gets hooks and globals, no word only when asked', () => {
  expect(labels('on|')).toEqual(expect.arrayContaining(['on_heartbeat', 'endpoints', 'log']));
  expect(labels('|')).toBeNull();
  expect(labels('|', true)).toContain('container');
});

test('texts get documented addresses and tokens, comments nothing', () => {
  expect(labels("fetch('/api/|')")).toContain('/api/v1/stats/streaks');
  expect(labels('x = `color: var(--te|)`')).toContain('--text-muted');
  expect(labels("'on|'")).toBeNull();
  expect(labels('// ctx.|')).toBeNull();
});
