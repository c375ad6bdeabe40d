import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { contrast, MARK_CONTRAST, separate } from './colour.ts';

const cards = ['#18181b', '#ffffff'];
const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('black and white are as far apart as colours can be', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#777777')).toBe(1);
});

describe('a mark on a card', () => {
  test('separates from it, whatever colour it had', () => {
    fc.assert(
      fc.property(colour, fc.constantFrom(...cards), (mark, card) => {
        expect(contrast(separate(mark, card), card)).toBeGreaterThanOrEqual(MARK_CONTRAST);
      }),
    );
  });

  test('keeps a colour that already separates', () => {
    expect(separate('#DEA584', '#18181b')).toBe('#dea584');
  });

  test('moves no further than it must', () => {
    const moved = separate('#f1e05a', '#ffffff');
    expect(contrast(moved, '#ffffff')).toBeLessThan(MARK_CONTRAST + 0.1);
  });
});
