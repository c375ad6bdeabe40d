import { addDays } from '../ui/zone.ts';

/** Rows that a search shows at most: what fits a phone above its keyboard. */
export const RESULTS_SHOWN = 8;

export interface Entry {
  /** `Page`, `Project`, `Language`, `Day`. */
  kind: string;
  name: string;
  /** Relative to the base. */
  address: string;
}

/**
 * The entries that a text means, the best first: those that begin with it, then those with a word that
 * does, then those that hold it. Days are understood, not listed: `yesterday`, `2026-11-20`.
 */
export function findEntries(
  entries: readonly Entry[],
  text: string,
  today: string,
  dayAddress: (date: string) => string,
): Entry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return entries.slice(0, RESULTS_SHOWN);
  const found = [...dayEntries(wanted, today, dayAddress), ...entries]
    .map((entry) => ({ entry, rank: rankOf(entry.name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  return found.slice(0, RESULTS_SHOWN).map(({ entry }) => entry);
}

/** 0 is best; null for no match. */
function rankOf(name: string, wanted: string): number | null {
  const at = name.indexOf(wanted);
  if (at < 0) return null;
  if (at === 0) return 0;
  return /[\p{L}\p{N}]/u.test(name[at - 1] ?? '') ? 2 : 1;
}

function dayEntries(wanted: string, today: string, dayAddress: (date: string) => string): Entry[] {
  const words: [string, string][] = [
    ['Today', today],
    ['Yesterday', addDays(today, -1)],
  ];
  if (isRealDate(wanted)) words.push([wanted, wanted]);
  return words.map(([name, date]) => ({ kind: 'Day', name, address: dayAddress(date) }));
}

function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
