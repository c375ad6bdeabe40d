import { expect, test } from 'bun:test';
import { makeDraft, type Simulation } from './draft.ts';
import { MOST_LINES, openOutput } from './output.ts';
import { problemOfInput, toRunBody, writeAnswer } from './run.ts';
import type { RunAnswer } from './wire.ts';

const draft = makeDraft({ id: 'a', now: 1_700_000_000_000 }, { code: 'x', meta: { name: 'mine' } });
const simulated = (simulation: Partial<Simulation>) => ({
  ...draft,
  simulation: { ...draft.simulation, ...simulation },
});

test('the mock heartbeat has the nine documented fields', () => {
  const { heartbeat } = toRunBody(draft, '');
  expect(Object.keys(heartbeat ?? {})).toEqual([
    ...['project', 'language', 'file', 'editor', 'branch', 'os', 'machine', 'duration', 'time'],
  ]);
  expect(heartbeat?.time).toBe(1_700_000_000);
});

test('a call has its handler and body; nothing typed is an empty body', () => {
  const call = simulated({ mode: 'rpc', body: '{"a":1}' });
  expect(toRunBody(call, 'status')).toEqual({
    code: 'x',
    trigger: 'rpc:status',
    rpc_body: { a: 1 },
    name: 'mine',
  });
  expect(toRunBody(simulated({ mode: 'rpc', body: ' ' }), 'status').rpc_body).toEqual({});
  expect(toRunBody(simulated({ mode: 'on_tick' }), '')).toEqual({
    code: 'x',
    trigger: 'on_tick',
    name: 'mine',
  });
});

test('what cannot be sent is said before it is', () => {
  expect(problemOfInput({ ...draft.simulation, heartbeat: '{' })).toMatch('no JSON');
  expect(problemOfInput({ ...draft.simulation, heartbeat: '[]' })).toMatch('is an object');
  expect(problemOfInput({ ...draft.simulation, mode: 'rpc', body: '[1]' })).toBeNull();
  expect(problemOfInput({ ...draft.simulation, mode: 'widget', heartbeat: '{' })).toBeNull();
});

const ANSWER: RunAnswer = {
  success: true,
  stderr: '',
  logs: [
    { level: 'log', text: 'a' },
    { level: 'warn', text: 'b' },
  ],
  dropped_logs: 0,
  result: null,
  error: null,
  exit_code: 0,
  duration_ms: 123,
};

test('a good run shows its lines, its result and exit 0', () => {
  const output = openOutput();
  expect(writeAnswer(output, { ...ANSWER, result: { streak: 3 } })).toBeNull();
  expect(output.lines.value.map(({ kind, text }) => [kind, text])).toEqual([
    ['log', 'a'],
    ['warn', '[WARN] b'],
    ['result', '{\n  "streak": 3\n}'],
    ['done', '✓ Completed successfully · exit 0 · 0.12s'],
  ]);
  expect(output.status.value).toBe('ok');
});

test('a failed run names the place', () => {
  const output = openOutput();
  const problem = writeAnswer(output, {
    ...ANSWER,
    success: false,
    stderr: 'Error: no',
    error: { kind: 'error', message: 'Error: no', line: 3, column: 9 },
    exit_code: 1,
    dropped_logs: 2,
  });
  expect(problem).toEqual({ line: 3, column: 9, message: 'Error: no' });
  const kinds = output.lines.value.map(({ kind }) => kind);
  expect(kinds).toEqual(['log', 'warn', 'note', 'error', 'done']);
  expect(output.status.value).toBe('error');
});

test('the oldest lines go when there are too many', () => {
  const output = openOutput();
  for (let line = 0; line <= MOST_LINES; line += 1) output.add('log', String(line));
  expect(output.lines.value).toHaveLength(MOST_LINES);
  expect(output.lines.value[0]?.text).toBe('1');
});
