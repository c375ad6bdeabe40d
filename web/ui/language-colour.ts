import { separate } from './colour.ts';
import { readLanguageColours } from './linguist.macro.ts' with { type: 'macro' };

/** `--bg-card` of each theme: what marks stand on. */
const DARK_CARD = '#18181b';
const LIGHT_CARD = '#ffffff';

const colours: Readonly<Record<string, string>> = readLanguageColours();

/**
 * A style for a mark of this language: `.mark` in charts.css picks the variable of its theme.
 * Empty for a language that linguist gives no colour: the mark then keeps its neutral one.
 */
export function languageMarkStyle(language: string): Record<string, string> {
  const colour = colours[language.toLowerCase()];
  if (!colour) return {};
  return {
    '--mark-dark': separate(colour, DARK_CARD),
    '--mark-light': separate(colour, LIGHT_CARD),
  };
}
