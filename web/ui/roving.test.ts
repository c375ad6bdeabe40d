import { expect, test } from 'bun:test';
import { rovingTarget } from './roving.ts';

test('arrows go round, Home and End jump, other keys do nothing', () => {
  expect(rovingTarget('ArrowRight', 0, 3)).toBe(1);
  expect(rovingTarget('ArrowRight', 2, 3)).toBe(0);
  expect(rovingTarget('ArrowLeft', 0, 3)).toBe(2);
  expect(rovingTarget('Home', 2, 3)).toBe(0);
  expect(rovingTarget('End', 0, 3)).toBe(2);
  expect(rovingTarget('Tab', 0, 3)).toBeNull();
});
