import { formatDate } from '../ui/format.ts';
import { readDates } from './question.ts';

export const ranges = [
  { id: '7d', label: '7d', title: 'Last 7 days' },
  { id: '30d', label: '30d', title: 'Last 30 days' },
  { id: '90d', label: '90d', title: 'Last 90 days' },
  { id: 'all', label: 'All', title: 'All time' },
] as const;

export type Range = (typeof ranges)[number];

/** The range that an address asks for; the shortest one when it asks for none we know. */
export function readRange(asked: string | null): Range {
  return ranges.find((range) => range.id === asked) ?? ranges[0];
}

/** What a page is about: one of the named ranges, or days. */
export interface Asked {
  title: string;
  /** Null for days. */
  named: Range | null;
  /** For the server. */
  query: Record<string, string>;
}

/** The range or the days that an address asks for; days win. */
export function readAsked(query: URLSearchParams): Asked {
  const dates = readDates(query);
  if (!dates) {
    const named = readRange(query.get('range'));
    return { title: named.title, named, query: { range: named.id } };
  }
  const title =
    dates.start === dates.end ? formatDate(dates.start, { weekday: 'long' }) : 'Your days';
  return { title, named: null, query: dates };
}
