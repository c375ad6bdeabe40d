import { expect, test } from 'bun:test';
import type { DayAnswer, DaySegment } from '../../wire.ts';
import { filterDay } from './filtered.ts';

const segment = (start: number, seconds: number, said: Partial<DaySegment>): DaySegment => ({
  ...{ project: '', language: '', editor: '', machine: '', os: '', branch: '', category: '' },
  start,
  end: start + seconds,
  seconds,
  file: '',
  files: [{ file: said.file ?? '', seconds }],
  heartbeats: 1,
  ...said,
});

const day: DayAnswer = {
  date: '2026-11-21',
  timezone: 'UTC',
  timeout_seconds: 900,
  total_seconds: 1_000,
  segments: [
    segment(100, 500, { project: 'house', language: 'Rust', file: 'a.rs' }),
    segment(600, 200, { project: 'house', language: 'CSS', file: 'a.css' }),
    segment(5_000, 300, { project: 'garden', language: 'Rust', file: 'a.rs' }),
  ],
  gaps: [],
  project_colours: [],
  sessions: [
    { start: 100, end: 800, seconds: 700, project: 'house', language: 'Rust' },
    { start: 5_000, end: 5_300, seconds: 300, project: 'garden', language: 'Rust' },
  ],
  listed_until: null,
};

test('a whole day adds up by every dimension and by file', () => {
  const whole = filterDay(day, []);
  expect(whole.total_seconds).toBe(1_000);
  expect(whole.dimensions.project).toEqual([
    { name: 'house', seconds: 700, percentage: 70 },
    { name: 'garden', seconds: 300, percentage: 30 },
  ]);
  expect(whole.dimensions.editor).toEqual([{ name: '', seconds: 1_000, percentage: 100 }]);
  expect(whole.files).toEqual([
    { file: 'a.rs', seconds: 800 },
    { file: 'a.css', seconds: 200 },
  ]);
  expect(whole.sessions).toEqual(day.sessions);
});

test('filters leave a part, in sessions too', () => {
  const css = filterDay(day, [{ dimension: 'language', name: 'CSS' }]);
  expect(css.total_seconds).toBe(200);
  expect(css.sessions).toEqual([
    { start: 100, end: 800, seconds: 200, project: 'house', language: 'CSS' },
  ]);
  const either = filterDay(day, [
    { dimension: 'language', name: 'CSS' },
    { dimension: 'language', name: 'Rust' },
    { dimension: 'project', name: 'garden' },
  ]);
  expect(either.total_seconds).toBe(300);
});

test('what was not listed of a long day is told as others', () => {
  const long = filterDay({ ...day, total_seconds: 1_500, listed_until: 5_300 }, []);
  expect(long.others.project).toBe(500);
  expect(long.dimensions.project[1]?.percentage).toBe(20);
});
