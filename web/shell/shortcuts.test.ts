import { expect, test } from 'bun:test';
import { listDestinations } from './destinations.ts';
import { type Pressed, readShortcut } from './shortcuts.ts';

const routes = ['', 'projects', 'connect', 'account'].map((pattern) => ({
  pattern,
  access: 'member' as const,
}));
const destinations = listDestinations(routes, { isMember: true, isAdmin: false });

/** What a row of keys does, one after the other. */
function press(keys: string) {
  let pressed: Pressed = 'nothing';
  return [...keys].flatMap((key) => {
    const read = readShortcut(pressed, key, destinations);
    pressed = read.pressed;
    return read.action ? [read.action] : [];
  });
}

test.each([
  ['go', ''],
  ['gp', 'projects'],
  ['gd', 'day'],
  ['gc', 'connect'],
  ['ga', 'account'],
])('%s goes to "%s"', (keys, path) => {
  expect(press(keys)).toEqual([{ kind: 'go', path }]);
});

test('one key opens the search, one the help', () => {
  expect(press('/?')).toEqual([{ kind: 'search' }, { kind: 'help' }]);
});

test('letters alone, and ways to nowhere, do nothing', () => {
  expect(press('opdca')).toEqual([]);
  expect(press('gxo')).toEqual([]);
  expect(press('gm')).toEqual([]);
  expect(press('gg')).toEqual([]);
});
