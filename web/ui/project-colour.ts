import { separate } from './colour.ts';

/** Okabe and Ito's set, with violet for its black: apart for every common kind of colour blindness. */
const PALETTE = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#9d7be0',
];
/** `--bg-card` of each theme: what marks stand on. */
const DARK_CARD = '#18181b';
const LIGHT_CARD = '#ffffff';

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value;
}

/** A style for a mark of this project: by its name alone, so that it is the same on every page. */
export function projectMarkStyle(project: string): Record<string, string> {
  const colour = PALETTE[hash(project) % PALETTE.length];
  if (!colour) return {};
  return {
    '--mark-dark': separate(colour, DARK_CARD),
    '--mark-light': separate(colour, LIGHT_CARD),
  };
}
