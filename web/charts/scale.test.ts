import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { durationScale, formatTick } from './scale.ts';

test('every value fits under the top, with few even steps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000_000 }), (largest) => {
      const { top, ticks } = durationScale(largest);
      expect(top).toBeGreaterThanOrEqual(Math.max(1, largest));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.at(-1)).toBe(top);
    }),
  );
});

test('a day of five hours is measured in steps of two', () => {
  expect(durationScale(5 * 3_600).ticks.map(formatTick)).toEqual(['0', '2h', '4h', '6h']);
});

test('half hours read as minutes', () => {
  expect(durationScale(4_000).ticks.map(formatTick)).toEqual(['0', '30m', '1h', '90m']);
});
