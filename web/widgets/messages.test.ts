import { expect, test } from 'bun:test';
import { MOST_TEXT_CHARACTERS, parseFrameMessage } from './messages.ts';

const longest = 'x'.repeat(MOST_TEXT_CHARACTERS);

test.each([
  { type: 'size', height: 120 },
  { type: 'error', message: longest, stack: '', line: 3, isFatal: true },
  { type: 'error', message: 'gone', stack: 'at plugin.js', line: null, isFatal: false },
  { type: 'log', level: 'warn', text: 'careful' },
] as const)('the page hears %p', (message) => {
  expect(parseFrameMessage(message)).toEqual(message);
});

test.each([
  null,
  'size',
  { type: 'size', height: -1 },
  { type: 'size', height: Number.NaN },
  { type: 'size', height: '100' },
  { type: 'error', message: `${longest}x`, stack: '', line: null, isFatal: false },
  { type: 'error', message: 'no stack', line: null, isFatal: false },
  { type: 'error', message: 'line 0', stack: '', line: 0, isFatal: false },
  { type: 'error', message: 'fatal?', stack: '', line: 1 },
  { type: 'log', level: 'debug', text: 'x' },
  { type: 'log', level: 'log', text: { toString: 'x' } },
  { type: 'run', script: 'alert(1)' },
])('the page does not hear %p', (message) => {
  expect(parseFrameMessage(message)).toBeNull();
});

test('what nobody asked for stays outside', () => {
  expect(parseFrameMessage({ type: 'size', height: 1, token: 'secret' })).toEqual({
    type: 'size',
    height: 1,
  });
});
