import { expect, test } from 'bun:test';
import { headAndRest, rank } from './ranking.ts';

const rows = rank(
  ['a', 'b', 'c', 'd', ''].map((name, index) => ({ name, seconds: 50 - index * 10 })),
  150,
);

test('shares are of the whole range, and the unnamed is called unknown', () => {
  expect(rows[0]?.percentage).toBeCloseTo(33.33, 1);
  expect(rows[4]).toMatchObject({ name: 'Unknown', seconds: 10 });
});

test('time that no row accounts for is unknown, so that rows add up to the whole', () => {
  const [known, unknown] = rank([{ name: 'Rust', seconds: 60 }], 100);
  expect(known?.percentage).toBe(60);
  expect(unknown).toEqual({ name: 'Unknown', seconds: 40, percentage: 40 });
});

test('an empty range has no rows', () => {
  expect(rank([{ name: 'a', seconds: 0 }], 0)).toEqual([]);
});

test('what is folded together keeps its time', () => {
  const { head, rest } = headAndRest(rows, 2);
  expect(head.map((row) => row.name)).toEqual(['a', 'b']);
  expect(rest).toMatchObject({ name: '3 others', seconds: 60 });
});

test('a single row is never folded into "1 others"', () => {
  expect(headAndRest(rows, 4).rest).toBeNull();
});
