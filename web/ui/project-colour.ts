import type { ProjectColour } from '../wire.ts';

export type MarkStyle = Record<string, string>;

/**
 * One colour per slot that the server gives (migrations/0015), for the dark card and for the light
 * one. Found by search for what project-colour.test.ts measures: each separates from its card, and
 * any two from each other, also for people who see fewer colours.
 */
export const PROJECT_PALETTE: readonly { dark: string; light: string }[] = [
  { dark: '#1ba5bb', light: '#049ec6' },
  { dark: '#e2ba46', light: '#9e6c08' },
  { dark: '#617ad8', light: '#2e4997' },
  { dark: '#df867b', light: '#753742' },
  { dark: '#36e2bd', light: '#237660' },
  { dark: '#a78602', light: '#675a04' },
  { dark: '#98aefb', light: '#6376d3' },
  { dark: '#ba4c42', light: '#ce7856' },
];

/** What everything without a name of its own looks like: the unknown, and all others. */
export const REST_COLOUR = { dark: '#71717a', light: '#85858e' };
export const REST_STYLE: MarkStyle = toStyle(REST_COLOUR);

/**
 * Styles for marks of projects, by name, from the colours that an answer names: `.mark` in
 * charts.css picks the variable of its theme.
 */
export function projectMarks(colours: readonly ProjectColour[]): (name: string) => MarkStyle {
  const slots = new Map(colours.map(({ project, slot }) => [project, slot]));
  return (name) => {
    const colour = PROJECT_PALETTE[slots.get(name) ?? PROJECT_PALETTE.length];
    return colour ? toStyle(colour) : REST_STYLE;
  };
}

function toStyle({ dark, light }: { dark: string; light: string }): MarkStyle {
  return { '--mark-dark': dark, '--mark-light': light };
}
