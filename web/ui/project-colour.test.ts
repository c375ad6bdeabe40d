import { describe, expect, test } from 'bun:test';
import { contrast, MARK_CONTRAST } from './colour.ts';
import { distance, seenBy, VISIONS } from './colour-vision.ts';
import { PROJECT_PALETTE, projectMarks, REST_COLOUR, REST_STYLE } from './project-colour.ts';

const CARDS = { dark: '#18181b', light: '#ffffff' };
/** OKLab, hundredths: about four times what can just be told apart side by side. */
const LEAST_DISTANCE = 8;

describe.each(['dark', 'light'] as const)('on the %s card', (theme) => {
  const colours = [...PROJECT_PALETTE, REST_COLOUR].map((colour) => colour[theme]);

  test('every colour is seen', () => {
    for (const colour of colours) {
      expect(contrast(colour, CARDS[theme])).toBeGreaterThanOrEqual(MARK_CONTRAST);
    }
  });

  test.each(VISIONS)('%s vision tells any two apart, and from the grey of the rest', (vision) => {
    const seen = colours.map((colour) => seenBy(vision, colour));
    const distances = seen.flatMap((one, at) =>
      seen.slice(at + 1).map((other) => distance(one, other)),
    );
    expect(distances).toHaveLength(36);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(LEAST_DISTANCE);
  });
});

test('a project wears the colour of its slot; what has none is grey', () => {
  const style = projectMarks([
    { project: 'a', slot: 3 },
    { project: 'b', slot: 0 },
  ]);
  expect(style('a')).toEqual({
    '--mark-dark': PROJECT_PALETTE[3]?.dark ?? '',
    '--mark-light': PROJECT_PALETTE[3]?.light ?? '',
  });
  expect(style('b')).not.toEqual(style('a'));
  expect(style('')).toEqual(REST_STYLE);
  expect(style('__proto__')).toEqual(REST_STYLE);
});
