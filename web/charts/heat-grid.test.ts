import { expect, test } from 'bun:test';
import { heatOf } from './heat-grid.ts';

test('the least is seen, nothing is not, and the warmest is warmest', () => {
  expect([0, 1, 25, 26, 51, 76, 100].map((seconds) => heatOf(seconds, 100))).toEqual([
    0, 1, 1, 2, 3, 4, 4,
  ]);
  expect(heatOf(0, 0)).toBe(0);
});
