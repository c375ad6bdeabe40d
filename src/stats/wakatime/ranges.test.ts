import { expect, test } from 'bun:test';
import { parseStatsRange } from './ranges.ts';

const HERE = { zone: 'America/New_York', nowMs: Date.parse('2026-03-11T15:00:00Z') };

test.each([
  ['today', 'today', 'today', '2026-03-11', '2026-03-11'],
  ['Last 7 Days', 'last_7_days', 'last 7 days', '2026-03-05', '2026-03-11'],
  [undefined, 'last_7_days', 'last 7 days', '2026-03-05', '2026-03-11'],
  ['last_30_days', 'last_30_days', 'last 30 days', '2026-02-10', '2026-03-11'],
  ['last_6_months', 'last_6_months', 'last 6 months', '2025-09-11', '2026-03-11'],
  ['last_year', 'last_year', 'last year', '2025-03-12', '2026-03-11'],
  ['month', 'this_month', 'this month', '2026-03-01', '2026-03-11'],
  ['2025', '2025', '2025', '2025-01-01', '2025-12-31'],
  ['2026', '2026', '2026', '2026-01-01', '2026-03-11'],
  ['2024-02', '2024-02', 'February 2024', '2024-02-01', '2024-02-29'],
  ['2026-03', '2026-03', 'March 2026', '2026-03-01', '2026-03-11'],
])('%p', (given, name, text, start, end) => {
  expect(parseStatsRange(given, HERE)).toEqual({ name, text, query: { start, end } });
});

test.each(['all_time', 'All Time', 'any', 'all'])('%p is everything', (given) => {
  expect(parseStatsRange(given, HERE)).toEqual({
    name: 'all_time',
    text: 'all time',
    query: { range: 'all' },
  });
});

test.each([
  'ever',
  '2026-13',
  '2026-00',
  '1999',
  '1999-12',
  '2027',
  '2026-04',
  '20261',
  'toString',
])('%p is refused with the field', (given) => {
  expect(() => parseStatsRange(given, HERE)).toThrow(
    expect.objectContaining({ code: 'invalid', fields: { range: expect.any(String) } }),
  );
});
