import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { AppError } from '../base/errors.ts';
import { parseVariables, THEME_VARIABLES } from './theme-values.ts';

const parse = (name: string, value: unknown) => parseVariables({ [name]: value })[name];

test.each([
  ['--bg', '#121212', '#121212'],
  ['--bg', ' #FFF ', '#fff'],
  ['--bg', '#12345678', '#12345678'],
  ['--accent', 'rgb(28 28 33)', 'rgb(28 28 33)'],
  ['--accent', 'rgb(28,28,33)', 'rgb(28 28 33)'],
  ['--accent', 'rgba(28, 28, 33, 0.5)', 'rgb(28 28 33 / 0.5)'],
  ['--accent', 'RGB(10% 20% 30% / 50%)', 'rgb(10% 20% 30% / 50%)'],
  ['--border', 'hsl(240deg 8% 12%)', 'hsl(240 8% 12%)'],
  ['--border', 'hsla(240, 8%, 12%, .25)', 'hsl(240 8% 12% / 0.25)'],
  ['--border-focus', 'oklch(0.7 0.15 200)', 'oklch(0.7 0.15 200)'],
  ['--border-focus', 'oklch(70% 0.15 200 / 0.5)', 'oklch(70% 0.15 200 / 0.5)'],
  ['--text-main', 'white', 'white'],
  ['--radius', '8px', '8px'],
  ['--radius', '0', '0px'],
  ['--radius-sm', '0.25rem', '0.25rem'],
  ['--radius-pill', '9999px', '9999px'],
  ['--radius-pill', '50%', '50%'],
  ['--transition', '150ms ease', '150ms ease'],
  ['--transition', '0.2s', '200ms ease'],
  ['--transition', '0s cubic-bezier(0.4, 0, 0.2, 1)', '0ms cubic-bezier(0.4, 0, 0.2, 1)'],
])('%s: %s is %s', (name, given, saved) => {
  expect(parse(name, given)).toBe(saved);
});

test.each([
  ['--bg', 'red; } body { display: none'],
  ['--bg', 'url(https://evil.example/x)'],
  ['--bg', 'expression(alert(1))'],
  ['--bg', 'var(--text-main)'],
  ['--bg', '#12'],
  ['--bg', '#12345'],
  ['--bg', ''],
  ['--bg', null],
  ['--bg', 7],
  ['--bg', `rgb(${' '.repeat(200)}1 2 3)`],
  ['--bg', 'rgb(256 0 0)'],
  ['--bg', 'rgb(1 2)'],
  ['--bg', 'rgb(1 2 3 4)'],
  ['--bg', 'rgb(1 2 3 / 2)'],
  ['--bg', 'rgb(1, 2, 3 / 1)'],
  ['--bg', 'rgb(1e9 2 3)'],
  ['--bg', 'rgb(calc(1) 2 3)'],
  ['--bg', 'hsl(1 2 3)'],
  ['--bg', 'oklch(0.5, 0.1, 2)'],
  ['--bg', 'constructor(1 2 3)'],
  ['--bg', '8px'],
  ['--radius', '#fff'],
  ['--radius', '-1px'],
  ['--radius', '10000px'],
  ['--radius', '101%'],
  ['--radius', '1vw'],
  ['--radius', '8'],
  ['--transition', '3s ease'],
  ['--transition', 'ease'],
  ['--transition', '1s steps(3)'],
  ['--transition', '1s ease 1s'],
  ['--transition', '1s cubic-bezier(2, 0, 0, 1)'],
  ['--transition', '1s cubic-bezier(0, 0, 1)'],
  ['--font-sans', 'Comic Sans'],
  ['color', '#fff'],
  ['__proto__', '#fff'],
  ['toString', '#fff'],
])('%s: %p is refused', (name, value) => {
  const given = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);
  let refusal: unknown;
  try {
    parseVariables(given);
  } catch (error) {
    refusal = error;
  }
  if (!(refusal instanceof AppError)) throw new Error('expected a refusal');
  expect([refusal.code, Object.keys(refusal.fields ?? {})]).toEqual(['invalid', [name]]);
});

test('whatever is sent, what is saved cannot leave its declaration', () => {
  const characters = fc.constantFrom(
    ...'rgbhslaoklchcubiezpxms0123456789.,/%#()-+ ;{}<>\\"\'*@!:'.split(''),
  );
  const value = fc.oneof(
    fc.string({ unit: characters, maxLength: 30 }),
    fc
      .tuple(
        fc.constantFrom('rgb(', 'hsl(', 'cubic-bezier(', '1s ', '#'),
        fc.string({ unit: characters }),
      )
      .map(([head, tail]) => `${head}${tail})`),
    fc.tuple(fc.double(), fc.double(), fc.double()).map((parts) => `rgb(${parts.join(' ')})`),
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(THEME_VARIABLES)), value, (name, text) => {
      try {
        const saved = parse(name, text) ?? '';
        expect(saved).toMatch(/^[a-z0-9#%.,/() -]+$/);
        expect(parse(name, saved)).toBe(saved);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});
