import { fromOklab } from './colour.ts';

/** A colour as `#rrggbb`, and how much of it covers what is behind, 0 to 1. */
export interface Paint {
  colour: string;
  alpha: number;
}

const WORDS: Readonly<Record<string, Paint>> = {
  transparent: { colour: '#000000', alpha: 0 },
  black: { colour: '#000000', alpha: 1 },
  white: { colour: '#ffffff', alpha: 1 },
};

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const toByte = (value: number) =>
  Math.round(clamp(value) * 255)
    .toString(16)
    .padStart(2, '0');
const toHex = (channels: readonly number[]) => `#${channels.map(toByte).join('')}`;

/** Null when it is no colour that a theme may have (src/plugins/theme-values). */
export function parseColour(given: string): Paint | null {
  const text = given.trim().toLowerCase();
  return WORDS[text] ?? parseHex(text) ?? parseFunction(text);
}

function parseHex(text: string): Paint | null {
  const [, digits = ''] = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text) ?? [];
  if (digits === '') return null;
  const long = digits.length > 4 ? digits : [...digits].map((digit) => digit + digit).join('');
  const alpha = long.length > 6 ? Number.parseInt(long.slice(6), 16) / 255 : 1;
  return { colour: `#${long.slice(0, 6)}`, alpha };
}

/** `50%` of `whole`, or the number itself. */
function parseAmount(text: string, whole: number): number {
  const value = Number.parseFloat(text);
  return text.endsWith('%') ? (value / 100) * whole : value;
}

function parseFunction(text: string): Paint | null {
  const [, name = '', inside = ''] = /^(rgb|hsl|oklch)a?\(([^()]*)\)$/.exec(text) ?? [];
  const parts = inside
    .trim()
    .split(/[\s,/]+/)
    .filter((part) => part !== '');
  const [first = '', second = '', third = '', alpha = '1'] = parts;
  if (name === '' || parts.length < 3 || parts.length > 4) return null;
  if (parts.some((part) => !/^[+-]?[\d.]+(%|deg)?$/.test(part))) return null;
  return { colour: toColour(name, [first, second, third]), alpha: clamp(parseAmount(alpha, 1)) };
}

function toColour(name: string, [first, second, third]: [string, string, string]): string {
  if (name === 'rgb') {
    return toHex([first, second, third].map((part) => parseAmount(part, 255) / 255));
  }
  if (name === 'hsl') {
    return hslToHex(Number.parseFloat(first), parseAmount(second, 1), parseAmount(third, 1));
  }
  const angle = (Number.parseFloat(third) * Math.PI) / 180;
  const chroma = Number.parseFloat(second);
  const lightness = parseAmount(first, 1);
  return fromOklab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

/** https://www.w3.org/TR/css-color-4/#hsl-to-rgb */
function hslToHex(hue: number, saturation: number, lightness: number): string {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const turn = (((offset + hue / 30) % 12) + 12) % 12;
    return lightness - spread * Math.max(-1, Math.min(turn - 3, 9 - turn, 1));
  };
  return toHex([channel(0), channel(8), channel(4)]);
}

/** What is seen when `paint` lies over the opaque `#rrggbb`. */
export function over({ colour, alpha }: Paint, background: string): string {
  const mix = (at: number) => {
    const front = Number.parseInt(colour.slice(at, at + 2), 16);
    const back = Number.parseInt(background.slice(at, at + 2), 16);
    return (front * alpha + back * (1 - alpha)) / 255;
  };
  return toHex([mix(1), mix(3), mix(5)]);
}
