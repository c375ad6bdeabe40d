import { expect, test } from 'bun:test';
import { describeChange } from './change.ts';

test('a change says its direction', () => {
  expect(describeChange(3_600, 1_320)).toBe('+38m');
  expect(describeChange(0, 3_720)).toBe('−1h 2m');
  expect(describeChange(60, 60)).toBe('±0m');
});
