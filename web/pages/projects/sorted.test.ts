import { expect, test } from 'bun:test';
import type { ListedProject } from '../../wire.ts';
import { findProjects, readSort, type Sort } from './sorted.ts';

const project = (name: string, seconds: number, last: number, language = ''): ListedProject => ({
  ...{ name, seconds, language, last_seen: last, percentage: 0, parts: [] },
});
const projects = [
  project('house', 300, 1, 'Rust'),
  project('api-10', 200, 3),
  project('api-9', 100, 2, 'Go'),
  project('', 50, 4),
];
const names = (words: string, sort: Sort) =>
  findProjects(projects, words, sort).map(({ name }) => name);

test('projects are found by a part of their name or language, whatever its case', () => {
  expect(names(' API ', 'time')).toEqual(['api-10', 'api-9']);
  expect(names('rust', 'time')).toEqual(['house']);
  expect(names('unkn', 'time')).toEqual(['']);
  expect(names('nothing', 'time')).toEqual([]);
});

test('they are sorted by time, name or last heartbeat', () => {
  expect(names('', 'time')).toEqual(['house', 'api-10', 'api-9', '']);
  expect(names('', 'name')).toEqual(['', 'api-9', 'api-10', 'house']);
  expect(names('', 'last')).toEqual(['', 'api-10', 'api-9', 'house']);
  expect(readSort('last')).toBe('last');
  expect(readSort('size')).toBe('time');
});
