import { expect, test } from 'bun:test';
import { spanWithin } from './strip.ts';

const day = { start: 1_000, end: 2_000 };

test('a session keeps the part that lies within the day', () => {
  expect(spanWithin(day, 1_250, 1_500)).toEqual({ from: 0.25, length: 0.25 });
  expect(spanWithin(day, 500, 1_100)).toEqual({ from: 0, length: 0.1 });
  expect(spanWithin(day, 1_900, 2_500)).toEqual({ from: 0.9, length: 0.1 });
});

test('a session of another day is not on the strip', () => {
  expect(spanWithin(day, 0, 900)).toBeNull();
  expect(spanWithin(day, 2_000, 2_100)).toBeNull();
});
