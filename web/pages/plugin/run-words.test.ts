import { expect, test } from 'bun:test';
import { describeRun, formatMilliseconds, type RunsReport, sumDays } from './run-words.ts';

const run: RunsReport['runs'][number] = {
  id: 1,
  hook: 'on_tick',
  started_at: '2026-03-09T12:00:00Z',
  duration_ms: 12,
  outcome: 'ok',
  error: null,
  logs: [],
  dropped: 0,
  count: 1,
};

test('a run is said in one line, many alike too', () => {
  expect(describeRun(run)).toBe('done in 12 ms');
  expect(describeRun({ ...run, count: 60, duration_ms: 3 })).toBe('60 times, done in 3 ms each');
  expect(describeRun({ ...run, outcome: 'timeout', duration_ms: 15_000 })).toBe(
    'took too long, after 15.0 s',
  );
  expect(describeRun({ ...run, outcome: 'odd' })).toContain('odd');
});

test('durations have the unit that keeps them short', () => {
  expect([0, 999, 1_250, 240_000].map(formatMilliseconds)).toEqual([
    '0 ms',
    '999 ms',
    '1.3 s',
    '4m',
  ]);
});

test('what a plugin cost is the sum over hooks, and days count once', () => {
  const day = { day: '2026-03-09', runs: 2, failures: 1, duration_ms: 10, skipped: 0 };
  expect(
    sumDays([
      { ...day, hook: 'on_tick' },
      { ...day, hook: 'on_heartbeat' },
    ]),
  ).toEqual({
    runs: 4,
    failures: 2,
    milliseconds: 20,
    skipped: 0,
    days: 1,
  });
  expect(sumDays([]).days).toBe(0);
});
