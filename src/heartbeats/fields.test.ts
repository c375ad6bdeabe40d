import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  cut,
  EARLIEST_TIME_SECONDS,
  FUTURE_TOLERANCE_SECONDS,
  isProblem,
  LONGEST_CLAIM_SECONDS,
  parseClaim,
  parseTime,
  toFlag,
  toName,
  toPath,
} from './fields.ts';

const NOW = 1_800_000_000;

describe('time', () => {
  test.each([
    [1_700_000_000, 1_700_000_000],
    [1_700_000_000.1234567, 1_700_000_000.123457],
    ['1700000000.25', 1_700_000_000.25],
    [' 1700000000 ', 1_700_000_000],
    ['17000\u000000000', 1_700_000_000],
    [1_700_000_000_123, 1_700_000_000.123],
    [1_700_000_000_123_456, 1_700_000_000.123456],
    [1_700_000_000_123_456_000, 1_700_000_000.123456],
    ['2023-11-14T22:13:20Z', 1_700_000_000],
    ['2023-11-14T23:13:20.000001+01:00', 1_700_000_000.000001],
    ['2023-11-14T22:13:20', 1_700_000_000],
    ['2023-11-14 22:13:20', 1_700_000_000],
    ['2023-11-14', 1_699_920_000],
    [EARLIEST_TIME_SECONDS, EARLIEST_TIME_SECONDS],
    [NOW + FUTURE_TOLERANCE_SECONDS, NOW + FUTURE_TOLERANCE_SECONDS],
  ])('%p is %p', (sent, seconds) => expect(parseTime(sent, NOW)).toBe(seconds));

  test('null and empty text are absent', () => {
    for (const value of [null, undefined, '', ' ', '\0']) expect(parseTime(value, NOW)).toBeNull();
  });

  test.each([
    ['yesterday', 'ISO 8601'],
    [true, 'ISO 8601'],
    [{}, 'ISO 8601'],
    [Number.NaN, 'ISO 8601'],
    [Number.POSITIVE_INFINITY, 'ISO 8601'],
    [0, '2000'],
    [-1, '2000'],
    [EARLIEST_TIME_SECONDS - 1, '2000'],
    ['1999-12-31T23:59:59Z', '2000'],
    [NOW + FUTURE_TOLERANCE_SECONDS + 1, 'future'],
    [1e300, 'future'],
  ])('%p is refused with a reason', (sent, reason) => {
    expect(parseTime(sent, NOW)).toMatchObject({
      field: 'time',
      error: expect.stringContaining(reason),
    });
  });

  test('what it accepts lies between 2000 and tomorrow, whatever was sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.string()), (sent) => {
        const time = parseTime(sent, NOW);
        if (time === null || isProblem(time)) return;
        expect(time).toBeGreaterThanOrEqual(EARLIEST_TIME_SECONDS);
        expect(time).toBeLessThanOrEqual(NOW + FUTURE_TOLERANCE_SECONDS);
      }),
    );
  });
});

describe('claims', () => {
  test.each([
    [60, 60],
    [59.99, 59],
    ['30', 30],
    [0, 0],
    [LONGEST_CLAIM_SECONDS, LONGEST_CLAIM_SECONDS],
    [null, null],
    [undefined, null],
    ['', null],
  ])('%p is %p', (sent, seconds) => expect(parseClaim(sent, 'duration')).toBe(seconds));

  test('negative ones, more than a day and what is no number are refused', () => {
    for (const value of [-1, -0.5, LONGEST_CLAIM_SECONDS + 1, 'soon', true, [], Number.NaN]) {
      expect(parseClaim(value, 'duration')).toMatchObject({ field: 'duration' });
    }
  });
});

describe('text', () => {
  test('a name has no control characters, a path only no NUL', () => {
    expect(toName(' a\0b\x1fc\td\n ')).toBe('abcd');
    expect(toPath(' a\0b\tc\n ')).toBe('ab\tc');
  });

  test('numbers are names, other things are none', () => {
    expect(toName(42)).toBe('42');
    for (const value of [null, undefined, true, {}, []]) expect(toName(value)).toBe('');
  });

  test('halves of characters become valid text', () => {
    expect(toName('a\ud800b').isWellFormed()).toBe(true);
    expect(toPath('\udc00').isWellFormed()).toBe(true);
  });

  test('cutting never leaves more than it may, nor half a character', () => {
    expect(cut('🎉🎉', 3)).toBe('🎉');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 20 }),
        (text, length) => {
          const short = cut(toName(text), length);
          expect(short.length).toBeLessThanOrEqual(length);
          expect(short.isWellFormed()).toBe(true);
          expect(cut(short, length)).toBe(short);
        },
      ),
    );
  });

  test('flags', () => {
    for (const value of [true, 1, 'true', 'TRUE', '1']) expect(toFlag(value)).toBe(true);
    for (const value of [false, 0, 'false', '', null, undefined, 2, {}]) {
      expect(toFlag(value)).toBe(false);
    }
  });
});
