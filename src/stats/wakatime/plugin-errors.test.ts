import { expect, test } from 'bun:test';
import {
  openReportLimit,
  parseReport,
  REPORT_FIELD_CHARACTERS,
  REPORTS_A_MINUTE,
} from './plugin-errors.ts';

test('the known fields are kept, others and empty ones are not', () => {
  const report = { plugin: 'vim/9', is_panic: true, logs: '', api_key: 'secret' };
  expect(parseReport(JSON.stringify(report))).toEqual({ plugin: 'vim/9', is_panic: 'true' });
});

test('a long field is cut', () => {
  const { stacktrace } = parseReport(JSON.stringify({ stacktrace: 'x'.repeat(9_999) }));
  expect(stacktrace).toHaveLength(REPORT_FIELD_CHARACTERS);
});

test.each(['', 'panic: nil', '[1]', 'null', '"text"'])('%p is a report of nothing', (body) => {
  expect(parseReport(body)).toEqual({});
});

test('only so many reports a minute are logged', () => {
  const time = { now: 0 };
  const mayLog = openReportLimit(() => time.now);
  const answers = Array.from({ length: REPORTS_A_MINUTE + 1 }, mayLog);
  expect(answers.filter(Boolean)).toHaveLength(REPORTS_A_MINUTE);
  time.now += 60_000;
  expect(mayLog()).toBe(true);
});
