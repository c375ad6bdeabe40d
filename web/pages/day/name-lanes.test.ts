import { expect, test } from 'bun:test';
import { MOST_LANES, toLanes } from './name-lanes.ts';

const pieces = (names: number) =>
  Array.from({ length: names }, (_, index) => ({
    ...{ start: index * 100, end: index * 100 + index + 1, seconds: index + 1 },
    ...{ name: `project ${index}`, also: [] },
  }));

test('each name has one lane, the most time first', () => {
  const twice = [...pieces(2), { start: 900, end: 910, seconds: 10, name: 'project 0', also: [] }];
  expect(toLanes(twice).lanes.map(({ name, seconds, own }) => [name, seconds, own.length])).toEqual(
    [
      ['project 0', 11, 2],
      ['project 1', 2, 1],
    ],
  );
});

test('too many names share the last lane, and all the time is in one', () => {
  expect(toLanes(pieces(MOST_LANES + 1)).others).toBeNull();
  const { lanes, others } = toLanes(pieces(MOST_LANES + 3));
  expect(lanes).toHaveLength(MOST_LANES);
  expect(others).toMatchObject({ name: '3 others', seconds: 1 + 2 + 3 });
});
