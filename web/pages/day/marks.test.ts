import { expect, test } from 'bun:test';
import type { DayAnswer, DayGap } from '../../wire.ts';
import { describeMark, keyOf, sayGap, toMarks } from './marks.ts';

const gap: DayGap = { start: 160, end: 2_440, seconds: 2_280, rule: 'gap_too_long' };
const piece = { start: 100, end: 160, seconds: 60, name: '', also: ['Rust'] };
const day: DayAnswer = {
  ...{ date: '1970-01-01', timezone: 'UTC', timeout_seconds: 900, total_seconds: 60 },
  ...{ segments: [], gaps: [gap], sessions: [], project_colours: [], listed_until: null },
};

test('time and pauses are one list in order', () => {
  const marks = toMarks([{ ...piece, start: 2_440, end: 2_500 }, piece], [gap]);
  expect(marks.map(keyOf)).toEqual(['piece 100', 'gap 160', 'piece 2440']);
});

test('a pause says why it does not count', () => {
  expect(sayGap(gap, 900)).toBe('pause of 38m 0s, longer than your 15 minute timeout');
  expect(sayGap({ ...gap, rule: 'claim' }, 900)).toBe(
    'pause of 38m 0s, after what the editor claimed',
  );
});

test('a mark is described with its seconds', () => {
  const [first] = toMarks([piece], []);
  if (!first) throw new Error('no mark');
  expect(describeMark(first, day)).toMatch(/01:40.*02:40.*: 1m 0s, Unknown, Rust$/);
});
