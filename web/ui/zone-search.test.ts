import { expect, test } from 'bun:test';
import { searchZones, zoneName } from './zone-search.ts';

const zones = ['UTC', 'America/New_York', 'Europe/Madrid', 'Europe/London'];

test('words are found in any order and case', () => {
  expect(searchZones(zones, 'new york')).toEqual(['America/New_York']);
  expect(searchZones(zones, 'York america')).toEqual(['America/New_York']);
  expect(searchZones(zones, 'EUROPE/')).toEqual(['Europe/Madrid', 'Europe/London']);
  expect(searchZones(zones, 'atlantis')).toEqual([]);
});

test('the shown name of a zone finds it again', () => {
  for (const zone of zones) expect(searchZones(zones, zoneName(zone))).toContain(zone);
});

test('no more are listed than a person can look through', () => {
  const many = Array.from({ length: 400 }, (_, index) => `Zone/${index}`);
  expect(searchZones(many, '')).toHaveLength(60);
});
