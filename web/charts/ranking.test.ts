import { expect, test } from 'bun:test';
import { headAndRest, rank } from './ranking.ts';

const share = (name: string, seconds: number) => ({
  name,
  seconds,
  percentage: (seconds / 150) * 100,
});
const rows = rank(
  ['a', 'b', 'c', 'd', ''].map((name, index) => share(name, 50 - index * 10)),
  0,
  150,
);

test('the unnamed is called unknown, and a filter still knows it from a value of that name', () => {
  expect(rows[4]).toMatchObject({ name: 'Unknown', value: '', seconds: 10 });
  expect(rank([share('Unknown', 5)], 0, 150)[0]?.value).toBe('Unknown');
});

test('what is not listed is one row that no filter can name, so that rows add up to the whole', () => {
  const [known, others] = rank([share('Rust', 90)], 60, 150);
  expect(known?.percentage).toBe(60);
  expect(others).toEqual({ name: 'Others', seconds: 60, percentage: 40 });
});

test('an empty range has no rows', () => {
  expect(rank([share('a', 0)], 0, 0)).toEqual([]);
});

test('what is folded together keeps its time', () => {
  const { head, rest } = headAndRest(rows, 2);
  expect(head.map((row) => row.name)).toEqual(['a', 'b']);
  expect(rest).toMatchObject({ name: '3 others', seconds: 60 });
});

test('a single row is never folded into "1 others"', () => {
  expect(headAndRest(rows, 4).rest).toBeNull();
});
