/**
 * What a theme may say: the documented names (spec/codetrackr 1.7), and for each a value that is read
 * and written anew, so that nothing of what was sent reaches a style sheet as it was.
 */
import { AppError } from '../base/errors.ts';

/** Longer than any value of the grammar. */
const MAX_VALUE_CHARACTERS = 100;
const MAX_TRANSITION_MS = 2_000;

export type Variables = Record<string, string>;

/** A number as CSS writes it, without exponents. */
const NUMBER = /^[+-]?(\d+(\.\d+)?|\.\d+)(%|deg)?$/;

interface Quantity {
  value: number;
  unit: '' | '%' | 'deg';
}

function parseQuantity(text: string): Quantity | null {
  const [, , , unit] = NUMBER.exec(text) ?? [null];
  if (!NUMBER.test(text)) return null;
  return { value: Number.parseFloat(text), unit: unit === '%' || unit === 'deg' ? unit : '' };
}

const isWithin = (value: number, least: number, most: number) => value >= least && value <= most;
const toText = ({ value, unit }: Quantity) =>
  `${Number(value.toFixed(4))}${unit === 'deg' ? '' : unit}`;

type Component = (quantity: Quantity) => boolean;

const byte: Component = ({ value, unit }) =>
  (unit === '' && isWithin(value, 0, 255)) || (unit === '%' && isWithin(value, 0, 100));
const percent: Component = ({ value, unit }) => unit === '%' && isWithin(value, 0, 100);
const hue: Component = ({ value, unit }) => unit !== '%' && isWithin(value, -360, 360);
const lightness: Component = ({ value, unit }) =>
  unit === '%' ? isWithin(value, 0, 100) : unit === '' && isWithin(value, 0, 1);
const chroma: Component = ({ value, unit }) => unit === '' && isWithin(value, 0, 0.5);

const SPACES: Record<string, readonly Component[]> = {
  rgb: [byte, byte, byte],
  hsl: [hue, percent, percent],
  oklch: [lightness, chroma, hue],
};

/** `rgb(1 2 3)`, `rgba(1, 2, 3, 0.5)`, `hsl(210deg 10% 20% / 50%)`, `oklch(0.7 0.1 200)` */
function parseColourFunction(text: string): string | null {
  const [, name = '', inside = ''] = /^([a-z]+)\(([^()]*)\)$/.exec(text) ?? [];
  const space = name === 'rgba' ? 'rgb' : name === 'hsla' ? 'hsl' : name;
  const components = Object.hasOwn(SPACES, space) ? SPACES[space] : undefined;
  const isLegacy = inside.includes(',');
  if (!components || (isLegacy && (inside.includes('/') || space === 'oklch'))) return null;
  const parts = inside.trim().split(isLegacy ? /\s*,\s*/ : /\s*\/\s*|\s+/);
  const quantities = parts.map(parseQuantity).filter((quantity) => quantity !== null);
  if (quantities.length !== parts.length || !isWithin(parts.length, 3, 4)) return null;
  const [alpha] = quantities.slice(components.length);
  if (!isLegacy && inside.includes('/') !== (alpha !== undefined)) return null;
  if (!components.every((fits, index) => fits(quantities[index] ?? { value: -1, unit: '' }))) {
    return null;
  }
  if (alpha && !lightness(alpha)) return null;
  const shown = quantities.slice(0, components.length).map(toText).join(' ');
  return `${space}(${shown}${alpha ? ` / ${toText(alpha)}` : ''})`;
}

const HEX = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const COLOUR_WORDS = ['transparent', 'black', 'white'];

function parseColour(text: string): string | null {
  if (HEX.test(text) || COLOUR_WORDS.includes(text)) return text;
  return parseColourFunction(text);
}

/** Most of each unit; a pill is a corner that is round enough for anything. */
const LENGTHS: Record<string, number> = { px: 9_999, rem: 100, em: 100, '%': 100 };

function parseLength(text: string): string | null {
  if (/^0+$/.test(text)) return '0px';
  const [, number = '', unit = ''] = /^(\d{1,4}(?:\.\d{1,4})?)(px|rem|em|%)$/.exec(text) ?? [];
  const value = Number(number);
  return unit !== '' && isWithin(value, 0, LENGTHS[unit] ?? 0) ? `${value}${unit}` : null;
}

const EASINGS = ['linear', 'ease', 'ease-in', 'ease-out', 'ease-in-out'];

function parseEasing(text: string): string | null {
  if (EASINGS.includes(text)) return text;
  const [, inside] = /^cubic-bezier\(([^()]*)\)$/.exec(text) ?? [];
  const points =
    inside
      ?.trim()
      .split(/\s*,\s*/)
      .map(parseQuantity) ?? [];
  const isCurve =
    points.length === 4 &&
    points.every(
      (point, index) =>
        point?.unit === '' &&
        (index % 2 === 0 ? isWithin(point.value, 0, 1) : isWithin(point.value, -5, 5)),
    );
  if (!isCurve) return null;
  return `cubic-bezier(${points.map((point) => toText(point ?? { value: 0, unit: '' })).join(', ')})`;
}

/** `150ms ease`, `0.2s`, `0s cubic-bezier(0.4, 0, 0.2, 1)` */
function parseTransition(text: string): string | null {
  const [, number = '', unit = '', easing] =
    /^(\d{1,4}(?:\.\d{1,3})?)(ms|s)(?:\s+(.+))?$/.exec(text) ?? [];
  const ms = Number(number) * (unit === 's' ? 1_000 : 1);
  if (unit === '' || ms > MAX_TRANSITION_MS) return null;
  const curve = easing === undefined ? 'ease' : parseEasing(easing);
  return curve === null ? null : `${ms}ms ${curve}`;
}

interface Grammar {
  parse(text: string): string | null;
  /** What a value looks like, for the sentence about a wrong one. */
  example: string;
}

const colour: Grammar = {
  parse: parseColour,
  example: 'a colour such as #1c1c21, rgb(28 28 33), hsl(240 8% 12%) or oklch(0.23 0.01 286)',
};
const length: Grammar = { parse: parseLength, example: 'a length such as 8px, 0.5rem or 50%' };

export const THEME_VARIABLES: Record<string, Grammar> = {
  '--bg': colour,
  '--bg-card': colour,
  '--bg-input': colour,
  '--bg-hover': colour,
  '--text-main': colour,
  '--text-muted': colour,
  '--text-dark': colour,
  '--border': colour,
  '--border-focus': colour,
  '--accent': colour,
  '--radius-sm': length,
  '--radius': length,
  '--radius-pill': length,
  '--transition': {
    parse: parseTransition,
    example: 'a time up to two seconds and a curve, such as 150ms ease',
  },
};

/** Names and values as they may stand in a style sheet. Throws `invalid` with each wrong one. */
export function parseVariables(given: Record<string, unknown>): Variables {
  const variables: Variables = {};
  const problems: [name: string, problem: string][] = [];
  for (const [name, value] of Object.entries(given)) {
    const grammar = Object.hasOwn(THEME_VARIABLES, name) ? THEME_VARIABLES[name] : undefined;
    if (!grammar) {
      problems.push([
        name.slice(0, MAX_VALUE_CHARACTERS),
        `is none of ${Object.keys(THEME_VARIABLES).join(' ')}`,
      ]);
      continue;
    }
    const isText = typeof value === 'string' && value.length <= MAX_VALUE_CHARACTERS;
    const parsed = isText ? grammar.parse(value.trim().toLowerCase()) : null;
    if (parsed === null) problems.push([name, `must be ${grammar.example}`]);
    else variables[name] = parsed;
  }
  const [first] = problems;
  if (first) {
    throw new AppError('invalid', first.join(' '), { fields: Object.fromEntries(problems) });
  }
  return variables;
}
