/** Whether words can be read in the colours of a theme. */
import { contrast, fromOklab, luminance, toOklab } from './colour.ts';
import { over, parseColour } from './parse-colour.ts';
import { readTokens } from './tokens.macro.ts' with { type: 'macro' };

export type Variables = Readonly<Record<string, string>>;
export type Scheme = 'dark' | 'light';

/** WCAG 2.2 AA for text of any size (1.4.3). */
export const TEXT_CONTRAST = 4.5;
/** WCAG 2.2 AA for what is no text (1.4.11). */
export const GRAPHIC_CONTRAST = 3;
/** Below this, words are lost rather than hard to read. */
export const LOST_CONTRAST = 2.5;

export interface Pair {
  front: string;
  back: string;
  /** WCAG 2 contrast that it must have. */
  minimum: number;
}

export interface Check extends Pair {
  ratio: number;
  /** Of both, as seen: `#rrggbb`. */
  frontColour: string;
  backColour: string;
}

const pairs = (front: string, backs: readonly string[], minimum: number): Pair[] =>
  backs.map((back) => ({ front, back, minimum }));

const PAIRS: readonly Pair[] = [
  ...pairs('--text-main', ['--bg', '--bg-card', '--bg-hover', '--bg-input'], TEXT_CONTRAST),
  ...pairs('--text-muted', ['--bg', '--bg-card', '--bg-hover'], TEXT_CONTRAST),
  ...pairs('--on-accent', ['--accent'], TEXT_CONTRAST),
  ...pairs('--accent', ['--bg'], GRAPHIC_CONTRAST),
];

const TOKENS = readTokens();
/** Behind everything, where the page itself lets it through. */
const CANVAS: Record<Scheme, string> = { dark: '#121212', light: '#ffffff' };
/** Where black and white stand out alike. */
const MIDDLE_LUMINANCE = 0.18;

/** What a theme's background makes of the page; null when it sets none, or one to look through. */
export function schemeOf(variables: Variables): Scheme | null {
  const paint = parseColour(variables['--bg'] ?? '');
  if (!paint || paint.alpha < 1) return null;
  return luminance(paint.colour) < MIDDLE_LUMINANCE ? 'dark' : 'light';
}

/** The colours of a scheme under those of a theme, as they are seen. */
function openPalette(variables: Variables, scheme: Scheme) {
  const paintOf = (name: string) => {
    const token = TOKENS.find((candidate) => candidate.name === name);
    const own = parseColour(variables[name] ?? '');
    return own ?? parseColour(token?.[scheme] ?? '') ?? { colour: CANVAS[scheme], alpha: 1 };
  };
  const page = over(paintOf('--bg'), CANVAS[scheme]);
  return {
    background: (name: string) => (name === '--bg' ? page : over(paintOf(name), page)),
    front: (name: string, background: string) => over(paintOf(name), background),
  };
}

/** Each pair that matters, with its contrast. */
export function checkPairs(variables: Variables, scheme: Scheme): Check[] {
  const palette = openPalette(variables, schemeOf(variables) ?? scheme);
  return PAIRS.map((pair) => {
    const backColour = palette.background(pair.back);
    const frontColour = palette.front(pair.front, backColour);
    return { ...pair, frontColour, backColour, ratio: contrast(frontColour, backColour) };
  });
}

/** Whether nothing that people must read is lost, whichever scheme they chose. */
export function isReadable(variables: Variables): boolean {
  const schemes: readonly Scheme[] = ['dark', 'light'];
  return schemes.every((scheme) =>
    checkPairs(variables, scheme).every(
      ({ ratio, minimum }) => minimum < TEXT_CONTRAST || ratio >= LOST_CONTRAST,
    ),
  );
}

/** Lightness is tried in so many steps. */
const LIGHTNESS_STEPS = 200;

/**
 * The colour nearest in lightness that stands out from each background, or null when none does.
 * All are `#rrggbb`.
 */
export function findNearest(
  colour: string,
  backgrounds: readonly string[],
  minimum: number,
): string | null {
  const [lightness, a, b] = toOklab(colour);
  const candidates = Array.from(
    { length: LIGHTNESS_STEPS + 1 },
    (_, step) => step / LIGHTNESS_STEPS,
  )
    .sort((one, other) => Math.abs(one - lightness) - Math.abs(other - lightness))
    // Black and white have no hue; near them a hue may leave what a screen can show.
    .map((candidate) =>
      fromOklab(candidate === 0 || candidate === 1 ? [candidate, 0, 0] : [candidate, a, b]),
    );
  const passes = (candidate: string) =>
    backgrounds.every((background) => contrast(candidate, background) >= minimum);
  return candidates.find(passes) ?? null;
}
