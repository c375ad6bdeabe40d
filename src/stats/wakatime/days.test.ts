import { expect, test } from 'bun:test';
import { AppError } from '../../base/errors.ts';
import { parseZone } from '../../heartbeats/wakatime-day.ts';
import { type DayQuery, parseDays, SUMMARY_DAYS } from './days.ts';

const HERE = { zone: 'America/New_York', nowMs: Date.parse('2026-03-11T15:00:00Z') };

const datesOf = (query: DayQuery) => {
  const days = parseDays(query, HERE);
  return [days[0]?.date, days.at(-1)?.date, days.length];
};

test.each([
  ['Today', '2026-03-11', '2026-03-11', 1],
  ['yesterday', '2026-03-10', '2026-03-10', 1],
  ['Last 7 Days', '2026-03-05', '2026-03-11', 7],
  ['last_7_days', '2026-03-05', '2026-03-11', 7],
  ['Last 7 Days from Yesterday', '2026-03-04', '2026-03-10', 7],
  ['Last 14 Days', '2026-02-26', '2026-03-11', 14],
  ['Last 30 Days', '2026-02-10', '2026-03-11', 30],
  ['This Week', '2026-03-09', '2026-03-11', 3],
  ['Last Week', '2026-03-02', '2026-03-08', 7],
  ['This Month', '2026-03-01', '2026-03-11', 11],
  ['Last Month', '2026-02-01', '2026-02-28', 28],
  ['last_year', '2025-03-12', '2026-03-11', 365],
])('%s', (range, first, last, count) => {
  expect(datesOf({ range })).toEqual([first, last, count]);
});

test('start and end are days, both included, and their bounds follow summer time', () => {
  const days = parseDays({ start: '2026-03-07', end: '2026-03-09' }, HERE);
  expect(days.map(({ start, end }) => (end - start) / 3_600)).toEqual([24, 23, 24]);
});

test('start and end win over range, and may be instants', () => {
  expect(datesOf({ start: '2026-03-02T03:00:00Z', end: '2026-03-02', range: 'today' })).toEqual([
    '2026-03-01',
    '2026-03-02',
    2,
  ]);
});

test('start and end may be the words that older clients send', () => {
  expect(datesOf({ start: 'yesterday', end: 'today' })).toEqual(['2026-03-10', '2026-03-11', 2]);
});

test('the longest range is answered', () => {
  expect(datesOf({ start: '2024-01-01', end: '2024-12-31' })[2]).toBe(SUMMARY_DAYS);
});

test.each<[DayQuery, string]>([
  [{}, 'start'],
  [{ start: '2026-03-01' }, 'end'],
  [{ end: '2026-03-01' }, 'start'],
  [{ start: '2026-03-02', end: '2026-03-01' }, 'end'],
  [{ start: '2026-02-30', end: '2026-03-01' }, 'start'],
  [{ start: '2024-01-01', end: '2025-01-01' }, 'start'],
  [{ range: 'sometime' }, 'range'],
  [{ range: 'toString' }, 'range'],
])('%j is refused with the field that is wrong', (query, field) => {
  expect(() => parseDays(query, HERE)).toThrow(AppError);
  try {
    parseDays(query, HERE);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } });
  }
});

test('a zone may be named, and must exist', () => {
  expect(parseZone(undefined, 'UTC')).toBe('UTC');
  expect(parseZone('Asia/Kolkata', 'UTC')).toBe('Asia/Kolkata');
  expect(() => parseZone('Mars/Olympus', 'UTC')).toThrow('Bad timezone');
});
