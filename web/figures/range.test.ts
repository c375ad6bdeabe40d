import { expect, test } from 'bun:test';
import { ranges, readRange } from './range.ts';

test('each range has an address', () => {
  for (const range of ranges) expect(readRange(range.id)).toBe(range);
});

test('an address without a range, or with a strange one, shows a week', () => {
  expect(readRange(null).id).toBe('7d');
  expect(readRange('1e9d').id).toBe('7d');
});
