import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { bundledThemes } from '../../src/plugins/bundled-themes.ts';
import { contrast } from './colour.ts';
import { over, parseColour } from './parse-colour.ts';
import { checkPairs, findNearest, isReadable, schemeOf, TEXT_CONTRAST } from './readable.ts';

describe('colours', () => {
  test.each([
    ['#ABC', '#aabbcc', 1],
    ['#aabbcc80', '#aabbcc', 128 / 255],
    ['rgb(255 0 0)', '#ff0000', 1],
    ['rgba(255, 0, 0, 0.5)', '#ff0000', 0.5],
    ['rgb(100% 0% 0% / 25%)', '#ff0000', 0.25],
    ['hsl(120 100% 25%)', '#008000', 1],
    ['hsl(-240deg 100% 25%)', '#008000', 1],
    ['oklch(1 0 0)', '#ffffff', 1],
    ['oklch(62.8% 0.2577 29.23)', '#ff0000', 1],
    ['transparent', '#000000', 0],
  ])('%s is read', (text, colour, alpha) => {
    expect(parseColour(text)).toEqual({ colour, alpha });
  });

  test.each(['', 'red', '#12', 'rgb(1 2)', 'url(x)', 'rgb(a b c)', 'var(--bg)'])(
    '"%s" is none',
    (text) => {
      expect(parseColour(text)).toBeNull();
    },
  );

  test('half of white over black is grey', () => {
    expect(over({ colour: '#ffffff', alpha: 0.5 }, '#000000')).toBe('#808080');
  });
});

describe('reading', () => {
  test('our own colours pass every check in both schemes', () => {
    for (const scheme of ['dark', 'light'] as const) {
      expect(checkPairs({}, scheme).filter(({ ratio, minimum }) => ratio < minimum)).toEqual([]);
    }
  });

  test.each(bundledThemes.map((theme) => [theme.name, theme.variables] as const))(
    '%s passes every check',
    (_, given) => {
      const variables = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, String(value)]),
      );
      const failed = checkPairs(variables, 'dark').filter(({ ratio, minimum }) => ratio < minimum);
      expect(failed).toEqual([]);
      expect(isReadable(variables)).toBe(true);
    },
  );

  test('words in the colour of their background are lost', () => {
    expect(isReadable({ '--bg': '#222222', '--text-main': '#222222' })).toBe(false);
    expect(isReadable({ '--text-main': 'transparent' })).toBe(false);
    // Black words alone are lost on our dark page.
    expect(isReadable({ '--text-main': '#000000', '--text-muted': '#000000' })).toBe(false);
    expect(isReadable({ '--radius': '0px' })).toBe(true);
  });

  test('a background that is set decides between dark and light', () => {
    expect(schemeOf({ '--bg': '#101010' })).toBe('dark');
    expect(schemeOf({ '--bg': 'oklch(0.95 0.01 90)' })).toBe('light');
    expect(schemeOf({ '--bg': 'transparent' })).toBeNull();
    expect(schemeOf({})).toBeNull();
  });

  test('the nearest colour that is offered passes, whatever the background', () => {
    const colour = fc.stringMatching(/^#[0-9a-f]{6}$/);
    fc.assert(
      fc.property(colour, colour, (front, back) => {
        const nearest = findNearest(front, [back], TEXT_CONTRAST);
        return nearest !== null && contrast(nearest, back) >= TEXT_CONTRAST;
      }),
    );
    expect(findNearest('#ffffff', ['#000000', '#ffffff'], 7)).toBeNull();
    expect(findNearest('#ffffff', ['#000000'], TEXT_CONTRAST)).toBe('#ffffff');
  });
});
