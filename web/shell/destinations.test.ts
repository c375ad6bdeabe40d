import { expect, test } from 'bun:test';
import { isWithin, listDestinations } from './destinations.ts';

const routes = ['', 'connect', 'account', 'admin', 'day/:date'].map((pattern) => ({ pattern }));

test('only pages that exist are in the rail, and administration only for administrators', () => {
  const labels = (isAdmin: boolean) => listDestinations(routes, { isAdmin }).map((to) => to.label);
  expect(labels(false)).toEqual(['Overview', 'Connect', 'Account']);
  expect(labels(true)).toEqual(['Overview', 'Connect', 'Account', 'Admin']);
});

test('a page about one thing belongs to the page that lists it', () => {
  const [overview, connect] = listDestinations(routes, { isAdmin: false });
  if (!overview || !connect) throw new Error('no destinations');
  expect(isWithin(overview, '')).toBe(true);
  expect(isWithin(overview, 'day/:date')).toBe(true);
  expect(isWithin(connect, 'connect')).toBe(true);
  expect(isWithin(overview, 'connect')).toBe(false);
  expect(isWithin(overview, null)).toBe(false);
});

test('no two shortcuts are the same', () => {
  const all = ['', 'projects', 'connect', 'account', 'admin'].map((pattern) => ({ pattern }));
  const keys = listDestinations(all, { isAdmin: true }).map(({ key }) => key);
  expect(new Set([...keys, 'd']).size).toBe(6);
});
