import { expect, test } from 'bun:test';
import type { DaySegment } from '../../wire.ts';
import { toPieces } from './pieces.ts';

const segment = (start: number, end: number, project: string, language: string): DaySegment => ({
  ...{ start, end, seconds: end - start, project, language },
  ...{ editor: '', machine: '', os: '', branch: '', category: '', file: '', files: [] },
  heartbeats: 1,
});

const segments = [
  segment(0, 10, 'house', 'CSS'),
  segment(10, 40, 'house', 'Rust'),
  segment(40, 50, 'garden', 'Rust'),
  segment(70, 80, 'garden', ''),
];

test('neighbours of one project are one piece, with their languages, the most first', () => {
  expect(toPieces(segments, 'project')).toEqual([
    { start: 0, end: 40, seconds: 40, name: 'house', also: ['Rust', 'CSS'] },
    { start: 40, end: 50, seconds: 10, name: 'garden', also: ['Rust'] },
    { start: 70, end: 80, seconds: 10, name: 'garden', also: [] },
  ]);
});

test('by language the same time is cut elsewhere', () => {
  expect(toPieces(segments, 'language').map(({ name, start, end }) => [name, start, end])).toEqual([
    ['CSS', 0, 10],
    ['Rust', 10, 50],
    ['', 70, 80],
  ]);
});
