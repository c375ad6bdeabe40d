import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { matchRoute, pathBelow } from '../routing.ts';
import { dayAddress, readValueName, valueAddress } from './address.ts';

const BASE = 'http://host/hb/';
const routes = [{ pattern: 'project/:name*' }, { pattern: 'project' }];

/** As a browser and the router read the address back. */
function roundTrip(name: string): string | null {
  const path = pathBelow(BASE, new URL(valueAddress('project', name), BASE).href);
  const match = path === null ? null : matchRoute(routes, path);
  return match && readValueName(match.parameters);
}

test.each([
  '',
  'a/b',
  '.',
  '..',
  '~',
  '~..',
  'a/../b',
  'house.ts',
  '/',
  'a b?c#d&e',
  '100%',
  'Łódź 🔥',
])('the page of %p is found again by its address', (name) => expect(roundTrip(name)).toBe(name));

test('every name has an address of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(roundTrip(name)).toBe(name);
    }),
  );
});

test('a name whose slash a proxy decoded is read all the same', () => {
  expect(matchRoute(routes, 'project/a/b')?.parameters).toEqual({ name: 'a/b' });
});

test('a day has its date', () => expect(dayAddress('2026-11-21')).toBe('day/2026-11-21'));
