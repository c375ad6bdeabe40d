import { expect, test } from 'bun:test';
import { isWithin, listDestinations } from './destinations.ts';
import { routes as pages } from './routes.ts';

const routes = ['', 'connect', 'account', 'admin', 'day/:date'].map((pattern) => ({
  pattern,
  access: 'member' as const,
}));
const store = { pattern: 'plugin-store', access: 'everybody' as const };

test('only pages that exist are in the rail, and administration only for administrators', () => {
  const labels = (isAdmin: boolean) =>
    listDestinations(routes, { isMember: true, isAdmin }).map((to) => to.label);
  expect(labels(false)).toEqual(['Overview', 'Connect', 'Account']);
  expect(labels(true)).toEqual(['Overview', 'Connect', 'Account', 'Admin']);
});

test('strangers are led only where they may look', () => {
  const found = listDestinations([...routes, store], { isMember: false, isAdmin: false });
  expect(found.map(({ label }) => label)).toEqual(['Plugins']);
});

test('a page about one thing belongs to the page that lists it', () => {
  const [overview, connect] = listDestinations(routes, { isMember: true, isAdmin: false });
  if (!overview || !connect) throw new Error('no destinations');
  expect(isWithin(overview, '')).toBe(true);
  expect(isWithin(overview, 'day/:date')).toBe(true);
  expect(isWithin(connect, 'connect')).toBe(true);
  expect(isWithin(overview, 'connect')).toBe(false);
  expect(isWithin(overview, null)).toBe(false);
});

test('no two shortcuts are the same', () => {
  const keys = listDestinations(pages, { isMember: true, isAdmin: true }).map(({ key }) => key);
  expect(new Set([...keys, 'd']).size).toBe(keys.length + 1);
});
