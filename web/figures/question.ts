import type { Dimension } from '../wire.ts';

export const DIMENSIONS: readonly Dimension[] = [
  'project',
  'language',
  'editor',
  'machine',
  'os',
  'branch',
  'category',
];

const DATE = /^\d{4}-\d\d-\d\d$/;

export interface Filter {
  dimension: Dimension;
  /** '' is the unknown. */
  name: string;
}

/** The filters that an address names, in the order of DIMENSIONS, each once. */
export function readFilters(query: URLSearchParams): Filter[] {
  return DIMENSIONS.flatMap((dimension) =>
    [...new Set(query.getAll(dimension))].map((name) => ({ dimension, name })),
  );
}

/** First and last day that an address names, in order; null without two real dates. */
export function readDates(query: URLSearchParams): { start: string; end: string } | null {
  const dates = [query.get('start') ?? '', query.get('end') ?? ''];
  if (!dates.every((date) => DATE.test(date) && !Number.isNaN(Date.parse(date)))) return null;
  const [start = '', end = ''] = dates.sort();
  return { start, end };
}

/** The address with this filter added, or removed when it is there. */
export function toggleFilter(query: URLSearchParams, { dimension, name }: Filter): URLSearchParams {
  const next = new URLSearchParams(query);
  const names = next.getAll(dimension);
  next.delete(dimension);
  const kept = names.includes(name) ? names.filter((each) => each !== name) : [...names, name];
  for (const each of kept) next.append(dimension, each);
  return next;
}

/** The address without any filter; range and view stay. */
export function clearFilters(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const dimension of DIMENSIONS) next.delete(dimension);
  return next;
}

/** The address with a named range in place of any other. */
export function withRange(query: URLSearchParams, range: string): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('start');
  next.delete('end');
  next.set('range', range);
  return next;
}

/** The address with the days `start` to `end` in place of any other range. */
export function withDates(query: URLSearchParams, start: string, end: string): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('range');
  next.set('start', start);
  next.set('end', end);
  return next;
}
