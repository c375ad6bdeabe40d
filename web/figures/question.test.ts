import { expect, test } from 'bun:test';
import {
  clearFilters,
  readDates,
  readFilters,
  readNarrowing,
  readWhen,
  toggleFilter,
  withDates,
  withoutDimension,
  withRange,
  withWhen,
} from './question.ts';

const read = (text: string) => new URLSearchParams(text);

test('a filter chosen twice is gone, and others stay', () => {
  const filter = { dimension: 'project', name: 'a,b' } as const;
  const once = toggleFilter(read('range=30d&project=x'), filter);
  expect(readFilters(once)).toEqual([{ dimension: 'project', name: 'x' }, filter]);
  expect(toggleFilter(once, filter).toString()).toBe('range=30d&project=x');
});

test('the unknown is a filter of its own', () => {
  expect(readFilters(read('language='))).toEqual([{ dimension: 'language', name: '' }]);
});

test('a filter named twice counts once, and foreign names are no filters', () => {
  expect(readFilters(read('os=Linux&os=Linux&colour=red'))).toHaveLength(1);
});

test('clearing the filters keeps range and stack', () => {
  expect(clearFilters(read('range=90d&project=x&os=&stack=language')).toString()).toBe(
    'range=90d&stack=language',
  );
});

test('two dates are a range in either order; one, or none that is real, is not', () => {
  expect(readDates(read('start=2026-03-09&end=2026-03-01'))).toEqual({
    start: '2026-03-01',
    end: '2026-03-09',
  });
  expect(readDates(read('start=2026-03-09'))).toBeNull();
  expect(readDates(read('start=2026-13-45&end=2026-13-46'))).toBeNull();
});

test('named ranges and dates take each other’s place', () => {
  const dates = withDates(read('range=7d&project=x'), '2026-03-01', '2026-03-02');
  expect(dates.toString()).toBe('project=x&start=2026-03-01&end=2026-03-02');
  expect(withRange(dates, 'all').toString()).toBe('project=x&range=all');
});

test('an hour of the week is a filter too, and goes with the others', () => {
  const query = withWhen(read('range=30d&project=x'), { weekday: 2, hour: 0 });
  expect(query.toString()).toBe('range=30d&project=x&weekday=2&hour=0');
  expect(readWhen(query)).toEqual({ weekday: 2, hour: 0 });
  expect(readNarrowing(query)).toEqual([
    ['project', 'x'],
    ['weekday', '2'],
    ['hour', '0'],
  ]);
  expect(withWhen(query, { hour: 0 }).toString()).toBe('range=30d&project=x&hour=0');
  expect(clearFilters(query).toString()).toBe('range=30d');
});

test('what is no hour and no weekday is none', () => {
  expect(readWhen(read('weekday=8&hour=24'))).toEqual({});
  expect(readWhen(read('weekday=0&hour=1e1'))).toEqual({});
});

test('a page about one value takes over the range and the other filters, not the view', () => {
  const query = read('range=30d&project=x&language=Rust&stack=language&explain=yes');
  expect(withoutDimension(query, 'project').toString()).toBe('range=30d&language=Rust');
});
