import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Layout, MOST_COLUMNS, MOST_ROWS, moveTo, resize, toOrder } from './layout.ts';

const place = (name: string) => ({ name, columns: null, rows: null });
const abc: Layout = [place('a'), place('b'), place('c')];
const namesOf = (layout: Layout) => layout.map(({ name }) => name).join('');

test('a panel moves to a place, and the others keep their order', () => {
  expect(namesOf(moveTo(abc, 'c', 0))).toBe('cab');
  expect(namesOf(moveTo(abc, 'a', 1))).toBe('bac');
  expect(namesOf(moveTo(abc, 'a', 99))).toBe('bca');
  expect(namesOf(moveTo(abc, 'b', -1))).toBe('bac');
  expect(moveTo(abc, 'unknown', 0)).toBe(abc);
});

test('no move loses or doubles a panel', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 1 }),
      fc.nat(),
      fc.integer(),
      (names, of, to) => {
        const name = names[of % names.length] ?? '';
        const moved = moveTo(names.map(place), name, to);
        expect(moved.map((each) => each.name).toSorted()).toEqual(names.toSorted());
      },
    ),
  );
});

test('a size stays within the grid', () => {
  const sizeOf = (columns: number, rows: number) => resize(abc, 'b', { columns, rows })[1];
  expect(sizeOf(2, 3)).toEqual({ name: 'b', columns: 2, rows: 3 });
  expect(sizeOf(0, -4)).toEqual({ name: 'b', columns: 1, rows: 1 });
  expect(sizeOf(99, 99)).toEqual({ name: 'b', columns: MOST_COLUMNS, rows: MOST_ROWS });
});

test('the server is told every name, and the sizes that somebody chose', () => {
  expect(toOrder(resize(abc, 'b', { columns: 2, rows: 3 }))).toEqual({
    panel_names: ['a', 'b', 'c'],
    sizes: { b: { columns: 2, rows: 3 } },
  });
});
