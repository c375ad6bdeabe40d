/** Moves a colour in lightness only, so that a language keeps its hue on either theme. */

export type Triple = [number, number, number];

/** WCAG's minimum for graphics against what they stand on. */
export const MARK_CONTRAST = 3;
/** Halvings of the lightness interval: far finer than 8 bits a channel can show. */
const SEARCH_STEPS = 12;

/** WCAG 2 contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * `colour` itself when it separates from `background`, else the nearest lightness of it that does:
 * lighter on a dark background, darker on a light one. Both are `#rrggbb`.
 */
export function separate(colour: string, background: string, minimum = MARK_CONTRAST): string {
  if (contrast(colour, background) >= minimum) return colour.toLowerCase();
  const [lightness, a, b] = toOklab(colour);
  let failing = lightness;
  let passing = luminance(background) < 0.18 ? 1 : 0;
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const middle = (failing + passing) / 2;
    if (contrast(fromOklab([middle, a, b]), background) >= minimum) passing = middle;
    else failing = middle;
  }
  return fromOklab([passing, a, b]);
}

/** WCAG 2's relative luminance, 0 to 1. */
export function luminance(colour: string): number {
  const [red, green, blue] = toLinear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Red, green and blue of `#rrggbb` as amounts of light, 0 to 1. */
export function toLinear(colour: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

export const toOklab = (colour: string): Triple => lightToOklab(toLinear(colour));

/** https://bottosson.github.io/posts/oklab/ */
export function lightToOklab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function fromOklab([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear: Triple = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map(toHexChannel).join('')}`;
}

function toHexChannel(linear: number): string {
  const clamped = Math.min(1, Math.max(0, linear));
  const value = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');
}
