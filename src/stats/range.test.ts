import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { AppError } from '../base/errors.ts';
import {
  EARLIEST_SECONDS,
  type Here,
  LATEST_AHEAD_SECONDS,
  listDates,
  parseRange,
  type RangeQuery,
  toDayRange,
  wholeDays,
} from './range.ts';

const here = (zone: string, now = '2026-03-11T15:00:00Z'): Here => ({
  zone,
  nowMs: Date.parse(now),
});
const utc = here('UTC');
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');

function spanOf(query: RangeQuery, where = utc) {
  const request = parseRange(query, where);
  if (request.kind !== 'span') throw new Error('expected a span');
  const { start, end, ...days } = request.range;
  return { start: iso(start), end: iso(end), ...days };
}

function problemOf(query: RangeQuery): AppError {
  try {
    parseRange(query, utc);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('expected a refusal');
}

describe('named ranges', () => {
  test('7d is the last seven local days with today, and what everything else falls back to', () => {
    const expected = {
      start: '2026-03-05T00:00:00Z',
      end: '2026-03-12T00:00:00Z',
      firstDate: '2026-03-05',
      lastDate: '2026-03-11',
      days: 7,
    };
    expect(spanOf({ range: '7d' })).toEqual(expected);
    expect(spanOf({})).toEqual(expected);
    expect(spanOf({ range: 'fortnight' })).toEqual(expected);
    expect(spanOf({ range: 'constructor' })).toEqual(expected);
  });

  test.each([
    ['today', 1],
    ['30d', 30],
    ['90d', 90],
  ])('%s is %d days', (range, days) => {
    expect(spanOf({ range })).toMatchObject({ days, lastDate: '2026-03-11' });
  });

  test('days begin in the zone of the person', () => {
    expect(spanOf({ range: 'today' }, here('Asia/Kolkata', '2026-03-11T18:30:00Z'))).toMatchObject({
      start: '2026-03-11T18:30:00Z',
      firstDate: '2026-03-12',
    });
    expect(spanOf({ range: 'today' }, here('America/New_York'))).toMatchObject({
      start: '2026-03-11T04:00:00Z',
      end: '2026-03-12T04:00:00Z',
    });
  });

  test.each([
    ['2026-03-29T12:00:00Z', 23],
    ['2026-10-25T12:00:00Z', 25],
  ])('the day of %s in Berlin has %d hours', (now, hours) => {
    const { start, end } = spanOf({ range: 'today' }, here('Europe/Berlin', now));
    expect((Date.parse(end) - Date.parse(start)) / 3_600_000).toBe(hours);
  });

  test('all waits for the first day with data', () => {
    expect(parseRange({ range: 'all' }, utc)).toEqual({ kind: 'all', end: null });
  });
});

describe('start and end', () => {
  test('are instants, with fractions and offsets, floored to the second', () => {
    expect(
      spanOf({ start: '2026-03-10T09:00:00.750Z', end: '2026-03-10T12:00:00+02:00' }),
    ).toMatchObject({ start: '2026-03-10T09:00:00Z', end: '2026-03-10T10:00:00Z', days: 1 });
  });

  test('an offset whose plus sign arrived as a space is understood', () => {
    const { end } = spanOf({ start: '2026-03-10', end: '2026-03-10T12:00:00 02:00' });
    expect(end).toBe('2026-03-10T10:00:00Z');
  });

  test('may be local days, the last one included', () => {
    expect(
      spanOf({ start: '2026-03-09', end: '2026-03-10' }, here('America/New_York')),
    ).toMatchObject({ start: '2026-03-09T04:00:00Z', end: '2026-03-11T04:00:00Z', days: 2 });
  });

  test('start alone runs to the end of today, and wins over range', () => {
    expect(spanOf({ start: '2026-03-11T00:00:00Z', range: '90d' })).toMatchObject({
      start: '2026-03-11T00:00:00Z',
      end: '2026-03-12T00:00:00Z',
    });
  });

  test('a start ahead of today, from a client in another zone, is an empty range', () => {
    expect(spanOf({ start: '2026-03-12T00:00:00Z' })).toMatchObject({
      start: '2026-03-12T00:00:00Z',
      end: '2026-03-12T00:00:00Z',
      days: 1,
    });
  });

  test('end alone moves the named range back', () => {
    expect(spanOf({ end: '2026-02-10T12:00:00Z' })).toMatchObject({
      start: '2026-02-04T00:00:00Z',
      end: '2026-02-10T12:00:00Z',
      days: 7,
    });
  });

  test('days ahead of today do not lower an average', () => {
    expect(spanOf({ start: '2026-03-11', end: '2026-03-13' })).toMatchObject({ days: 1 });
  });

  test.each([
    [{ start: 'yesterday' }, 'start'],
    [{ start: '2026-02-30' }, 'start'],
    [{ start: '2026-03-01T10:00:00' }, 'start'],
    [{ end: '12' }, 'end'],
    [{ start: '2026-03-02', end: '2026-03-01T00:00:00Z' }, 'end'],
  ])('%j is refused with the field that is wrong', (query, field) => {
    const problem = problemOf(query);
    expect(problem.code).toBe('invalid');
    expect(Object.keys(problem.fields ?? {})).toEqual([field]);
  });

  test('are held to the time in which heartbeats can be', () => {
    const request = parseRange({ start: '0001-01-01', end: '9999-01-01' }, utc);
    expect(request).toMatchObject({
      range: {
        start: EARLIEST_SECONDS,
        end: Math.floor(utc.nowMs / 1_000) + LATEST_AHEAD_SECONDS,
      },
    });
  });
});

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

test('any run of local days lies whole in its own range, and a cut second takes its day away', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.nat(3_000), fc.nat(60), (zone, from, length) => {
      const where = here(zone);
      const [first = ''] = listDates('2019-01-01', '2030-01-01').slice(from);
      const last = listDates(first, '2031-01-01')[length] ?? '';
      const range = toDayRange(first, last, where);
      expect(wholeDays(range, zone)).toEqual({ first, last });
      const cut = wholeDays({ ...range, end: range.end - 1 }, zone);
      expect(cut?.last ?? null).toBe(length === 0 ? null : (listDates(first, last).at(-2) ?? ''));
    }),
    { numRuns: 50 },
  );
});
