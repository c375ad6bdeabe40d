import { expect, test } from 'bun:test';
import { type LogLevel, openLog } from './log.ts';
import { MAX_DEPTH, redact } from './redact.ts';

const clock = () => Date.UTC(2026, 0, 2, 3, 4, 5, 6);

function openRecordedLog(format: 'text' | 'json', level: LogLevel = 'debug') {
  const lines: string[] = [];
  return { lines, log: openLog({ format, level, clock, write: (line) => lines.push(line) }) };
}

test('text is one readable line with its fields', () => {
  const { log, lines } = openRecordedLog('text');
  log.with({ requestId: 'r1' }).info('answered', { status: 200, path: '/a b' });
  expect(lines).toEqual(['03:04:05.006 INFO  answered requestId=r1 status=200 path="/a b"\n']);
});

test('JSON is one object a line, and a field cannot pose as another line part', () => {
  const { log, lines } = openRecordedLog('json');
  log.warn('careful', { level: 'debug', count: 2n, missing: undefined });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: '2026-01-02T03:04:05.006Z',
    level: 'warn',
    message: 'careful',
    count: '2',
  });
  expect(lines[0]).toEndWith('}\n');
});

test('a text message cannot start a line of its own', () => {
  const { log, lines } = openRecordedLog('text');
  log.info('answered', { path: '/x\nERROR forged' });
  expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1);
});

test('less important lines are left out', () => {
  const { log, lines } = openRecordedLog('text', 'warn');
  log.debug('a');
  log.info('b');
  log.warn('c');
  log.error('d');
  expect(lines.map((line) => line.trim().split(' ').at(-1))).toEqual(['c', 'd']);
});

test('an error shows its stack and its cause', () => {
  const error = new Error('outer', { cause: new TypeError('inner') });
  const text = openRecordedLog('text');
  text.log.error('failed', { error });
  expect(text.lines[0]).toContain('outer');
  expect(text.lines[0]).toContain('log.test.ts');
  expect(text.lines[0]).toMatch(/caused by:\n.*inner/s);

  const json = openRecordedLog('json');
  json.log.error('failed', { error });
  expect(JSON.parse(json.lines[0] ?? '').error).toMatchObject({
    name: 'Error',
    message: 'outer',
    cause: { name: 'TypeError', message: 'inner' },
  });
});

const SECRET = 'f00d-secret-f00d';

test.each([
  ['a field', { password: SECRET }],
  ['a field in another case', { apiKey: SECRET, 'X-API-Key': SECRET, sessionToken: SECRET }],
  ['headers', { headers: { Authorization: SECRET, cookie: SECRET } }],
  ['a list', { items: [{ token: SECRET }] }],
  ['a query', { url: `/api/v1/users/current?a=1&api_key=${SECRET}` }],
  ['a fragment', { url: `https://host/setup#token=${SECRET}` }],
  ['a URL password', { url: `postgres://ada:${SECRET}@db/hearth` }],
  ['an authorization value', { header: `Bearer ${SECRET}` }],
  ['an error', { error: new Error(`cannot reach redis://:${SECRET}@cache`) }],
])('a secret in %s is not written', (_where, fields) => {
  for (const format of ['text', 'json'] as const) {
    const { log, lines } = openRecordedLog(format);
    log.info('x', fields);
    expect(lines[0]).not.toContain(SECRET);
    expect(lines[0]).toContain('redacted');
  }
});

test('an API key in a message is not written', () => {
  const { log, lines } = openRecordedLog('text');
  log.info('key waka_00000000-0000-4000-8000-000000000000 and ct_0123456789abcdef0123');
  expect(lines[0]).toContain('key [redacted] and [redacted]');
});

test('what is deeper than anybody reads, a cycle among it, is summed up', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  let value = redact(cycle);
  for (let depth = 0; depth < MAX_DEPTH; depth++) value = (value as typeof cycle).self;
  expect(value).toBe('[nested]');
});
