import { expect, test } from 'bun:test';
import { type Entry, findEntries, RESULTS_SHOWN } from './search-entries.ts';

const project = (name: string): Entry => ({ kind: 'Project', name, address: `project/${name}` });
const find = (entries: Entry[], text: string) =>
  findEntries(entries, text, '2026-11-21', (date) => `day/${date}`).map(({ name }) => name);

test('what begins with the text comes first, then words that do, then the rest', () => {
  const entries = ['inwebin', 'lantern-web', 'web', 'api'].map(project);
  expect(find(entries, 'WEB')).toEqual(['web', 'lantern-web', 'inwebin']);
});

test('nothing typed lists what comes first, and only so much', () => {
  const entries = Array.from({ length: 30 }, (_, n) => project(`p${n}`));
  expect(find(entries, ' ')).toHaveLength(RESULTS_SHOWN);
  expect(find(entries, 'p')).toHaveLength(RESULTS_SHOWN);
});

test('days are understood by word and by date', () => {
  const [yesterday] = findEntries([], 'yest', '2026-03-01', (date) => `day/${date}`);
  expect(yesterday).toEqual({ kind: 'Day', name: 'Yesterday', address: 'day/2026-02-28' });
  expect(find([], '2026-11-20')).toEqual(['2026-11-20']);
  expect(find([], '2026-02-30')).toEqual([]);
});

test('what nothing is called finds nothing', () => {
  expect(find([project('a')], 'zzz')).toEqual([]);
});
