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

const WHEN_KEYS = ['weekday', 'hour'] as const;

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

/** A part of the week: every Tuesday, or always from two to three. */
export interface When {
  /** 1 Monday to 7 Sunday. */
  weekday?: number;
  /** 0 to 23. */
  hour?: number;
}

/** The part of the week that an address names. */
export function readWhen(query: URLSearchParams): When {
  const weekday = readNumber(query.get('weekday'), 1, 7);
  const hour = readNumber(query.get('hour'), 0, 23);
  return { ...(weekday !== null && { weekday }), ...(hour !== null && { hour }) };
}

function readNumber(text: string | null, least: number, most: number): number | null {
  if (text === null || !/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}

/** The address with this part of the week in place of any other. */
export function withWhen(query: URLSearchParams, when: When): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const key of WHEN_KEYS) {
    next.delete(key);
    if (when[key] !== undefined) next.set(key, String(when[key]));
  }
  return next;
}

/** Everything that an address filters by, as the server is asked for it. */
export function readNarrowing(query: URLSearchParams): [string, string][] {
  const when = readWhen(query);
  return [
    ...readFilters(query).map(({ dimension, name }): [string, string] => [dimension, name]),
    ...WHEN_KEYS.flatMap((key): [string, string][] =>
      when[key] === undefined ? [] : [[key, String(when[key])]],
    ),
  ];
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
  for (const key of [...DIMENSIONS, ...WHEN_KEYS]) next.delete(key);
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

/** The range and the filters of other dimensions: what a page about one value takes over. */
export function withoutDimension(query: URLSearchParams, dimension: Dimension): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const view of [dimension, 'stack', 'explain']) next.delete(view);
  return next;
}
