import { describe, expect, test } from 'bun:test';
import { toDayText, toEntry, toGrandTotal, toText } from './formats.ts';

const HOUR = 3_600;

describe('text follows the clients’ fixtures (spec/wakatime 1.7)', () => {
  test.each([
    [2 * HOUR + 17 * 60 + 36, '2 hrs 17 mins'],
    [HOUR + 15 * 60, '1 hr 15 mins'],
    [40 * 60, '40 mins'],
    [7, '7 secs'],
    [0, '0 secs'],
    [1, '1 sec'],
    [60, '1 min'],
    [119, '1 min'],
    [6 * HOUR, '6 hrs'],
    [HOUR, '1 hr'],
    [HOUR + 59, '1 hr'],
    [2 * HOUR - 1, '1 hr 59 mins'],
    [100 * HOUR + 60, '100 hrs 1 min'],
  ])('%d seconds', (seconds, text) => {
    expect(toText(seconds)).toBe(text);
  });
});

test('a grand total says the same in every way', () => {
  expect(toGrandTotal(2 * HOUR + 17 * 60 + 36)).toEqual({
    decimal: '2.28',
    digital: '2:17',
    hours: 2,
    minutes: 17,
    text: '2 hrs 17 mins',
    total_seconds: 8_256,
  });
});

test('an entry has seconds and a share', () => {
  expect(toEntry('Rust', 2 * HOUR + 17 * 60 + 36, 3 * 8_256)).toEqual({
    decimal: '2.28',
    digital: '2:17:36',
    hours: 2,
    minutes: 17,
    name: 'Rust',
    percent: 33.33,
    seconds: 36,
    text: '2 hrs 17 mins',
    total_seconds: 8_256,
  });
});

test('a share of nothing is nothing', () => {
  expect(toEntry('Rust', 0, 0)).toMatchObject({ percent: 0, digital: '0:00:00' });
});

test.each([
  ['2023-01-29', 'Sun Jan 29th 2023'],
  ['2026-03-01', 'Sun Mar 1st 2026'],
  ['2026-03-02', 'Mon Mar 2nd 2026'],
  ['2026-03-03', 'Tue Mar 3rd 2026'],
  ['2026-03-11', 'Wed Mar 11th 2026'],
  ['2026-03-12', 'Thu Mar 12th 2026'],
  ['2026-03-13', 'Fri Mar 13th 2026'],
  ['2026-03-21', 'Sat Mar 21st 2026'],
])('%s is %s', (date, text) => {
  expect(toDayText(date)).toBe(text);
});
