import { expect, test } from 'bun:test';
import { gridTarget, rovingTarget } from './roving.ts';

test('arrows go round, Home and End jump, other keys do nothing', () => {
  expect(rovingTarget('ArrowRight', 0, 3)).toBe(1);
  expect(rovingTarget('ArrowRight', 2, 3)).toBe(0);
  expect(rovingTarget('ArrowLeft', 0, 3)).toBe(2);
  expect(rovingTarget('Home', 2, 3)).toBe(0);
  expect(rovingTarget('End', 0, 3)).toBe(2);
  expect(rovingTarget('Tab', 0, 3)).toBeNull();
});

test('in a year, up and down are days, left and right are weeks, and edges hold', () => {
  const year = { horizontal: 7, vertical: 1 };
  expect(gridTarget('ArrowRight', 10, 365, year)).toBe(17);
  expect(gridTarget('ArrowUp', 10, 365, year)).toBe(9);
  expect(gridTarget('ArrowLeft', 3, 365, year)).toBeNull();
  expect(gridTarget('ArrowDown', 364, 365, year)).toBeNull();
  expect(gridTarget('End', 10, 365, year)).toBe(364);
  expect(gridTarget('Home', 10, 365, year)).toBe(0);
  expect(gridTarget('Tab', 10, 365, year)).toBeNull();
});
