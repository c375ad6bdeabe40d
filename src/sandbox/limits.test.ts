/** Every bound of a run, reached. */
import { afterAll, expect, test } from 'bun:test';
import type { Job } from './contract.ts';
import {
  ALL_ANSWERS_BYTES,
  ALL_ARGUMENTS_BYTES,
  ANSWER_BYTES,
  ARGUMENT_BYTES,
  ARGUMENT_DEPTH,
  ERROR_MESSAGE_CHARACTERS,
  ERROR_NAME_CHARACTERS,
  ERROR_STACK_CHARACTERS,
  HOST_CALLS,
  HOST_CALLS_AT_ONCE,
  INSPECTION_LIMIT_MS,
  LOG_CHARACTERS,
  LOG_LINE_CHARACTERS,
  LOG_LINES,
  RESULT_BYTES,
  SOURCE_BYTES,
} from './limits.ts';
import { LIFECYCLE_PROFILE } from './profile.ts';
import { failureOf, openTestSandbox, resultOf, toHookJob, toJob } from './testing.ts';

const sandbox = openTestSandbox();
afterAll(() => sandbox.close());

const runHook = (body: string, changes?: Partial<Job>) => sandbox.run(toHookJob(body, changes));
const echo = async (_operation: string, [first]: readonly unknown[]) => first;

/** Whether the next run of somebody else is right. */
async function expectGoodRun(): Promise<void> {
  expect(resultOf(await runHook('return heartbeat.project', { key: 'good' }))).toBe('p');
}

test('a plugin may have 16 MB of memory, and no more', async () => {
  const fill = (bytes: number) =>
    `const all = []; for (let i = 0; i < ${bytes}; i += 65536) all.push(new Uint8Array(65536).fill(1));
     return all.length * 65536`;
  const most = LIFECYCLE_PROFILE.memoryBytes;
  expect(most).toBe(16 * 1024 * 1024);
  const nearly = most - 1024 * 1024;
  expect(resultOf(await runHook(fill(nearly)))).toBe(nearly);
  expect(failureOf(await runHook(fill(most))).kind).toBe('memory');
  await expectGoodRun();
});

test('memory that a run had is not there in the next', async () => {
  const body = `const a = new Uint8Array(9e6); const dirty = a.some((byte) => byte !== 0); a.fill(255);
    return dirty`;
  for (let time = 0; time < 3; time += 1) expect(resultOf(await runHook(body))).toBeFalse();
});

test('memory that runs out at the top level is told as such', async () => {
  const source = "const all = []; for (;;) all.push('x'.repeat(1e5) + all.length)";
  expect(failureOf(await sandbox.run(toJob(source))).kind).toBe('memory');
  const map = 'const map = new Map(); for (let i = 0; ; i++) map.set(i, {})';
  expect(failureOf(await runHook(map)).kind).toBe('memory');
  const answers = "const all = []; for (;;) all.push(await ctx.redis.get('a'))";
  const host = async () => 'x'.repeat(1e6);
  expect(failureOf(await runHook(answers, { host })).kind).toBe('memory');
  await expectGoodRun();
});

test('the stack holds 512 KB, and a deeper recursion is an error that can be caught', async () => {
  expect(LIFECYCLE_PROFILE.stackBytes).toBe(512 * 1024);
  const body =
    'let depth = 0; const f = () => { depth += 1; f() }; try { f() } catch { return depth }';
  expect(resultOf(await runHook(body))).toBeGreaterThan(1_000);
  expect(resultOf(await runHook(body))).toBeLessThan(20_000);
  expect(failureOf(await runHook('const f = () => { f() }; f()')).kind).toBe('limit');
  const getter = '({ get a() { return this.a } }).a';
  expect(failureOf(await runHook(`return ${getter}`)).kind).toBe('limit');
  await expectGoodRun();
});

test('a run has 15 s unless its job has less', async () => {
  expect(LIFECYCLE_PROFILE.runLimitMs).toBe(15_000);
  const started = performance.now();
  const asked = { limitMs: 60_000 };
  const error = failureOf(await runHook('for (;;) {}', asked));
  expect(error).toMatchObject({ kind: 'timeout', message: expect.stringContaining('15 s') });
  expect(performance.now() - started).toBeWithin(14_500, 17_000);
}, 30_000);

test('a run that loops ends at its limit, wherever it loops, and keeps its log', async () => {
  for (const loop of [
    'for (;;) {}',
    'for (;;) await 0',
    'const f = () => Promise.resolve().then(f); await f()',
    'try { for (;;) {} } finally { for (;;) {} }',
    "/(a+)+b/.test('a'.repeat(40))",
    '[1, 2].sort(() => { for (;;) {} })',
    'const flood = () => { Promise.resolve().then(flood); Promise.resolve().then(flood) }; flood(); return 1',
  ]) {
    const outcome = await runHook(`log('here'); ${loop}`, { limitMs: 150 });
    expect([loop, failureOf(outcome).kind]).toEqual([loop, 'timeout']);
    expect(outcome.logs).toEqual([{ level: 'log', text: 'here' }]);
    expect(outcome.usage.ms).toBeWithin(149, 1_150);
  }
  await expectGoodRun();
  expect(sandbox.statistics().killed).toBe(0);
});

test('a run that waits for the host ends at its limit and keeps its log', async () => {
  const host = () => new Promise(() => {});
  const body = "log('asked'); await ctx.redis.get('a')";
  const outcome = await runHook(body, { host, limitMs: 100 });
  expect(failureOf(outcome).kind).toBe('timeout');
  expect(outcome.logs).toEqual([{ level: 'log', text: 'asked' }]);
  await expectGoodRun();
  expect(sandbox.statistics().killed).toBe(0);
});

test('a top level that loops is stopped when it is only looked at', async () => {
  const started = performance.now();
  const inspection = await sandbox.inspect('for (;;) {}');
  expect(inspection).toMatchObject({ ok: false, error: { kind: 'timeout' } });
  const ms = performance.now() - started;
  expect(ms).toBeWithin(INSPECTION_LIMIT_MS - 100, INSPECTION_LIMIT_MS + 1_500);
}, 20_000);

test('a result', async () => {
  const most = RESULT_BYTES - 2; // its quotes
  expect(resultOf(await runHook(`return 'x'.repeat(${most})`))).toHaveLength(most);
  const error = failureOf(await runHook(`return 'x'.repeat(${most + 1})`));
  expect(error).toMatchObject({ kind: 'limit', message: expect.stringContaining('result') });
  expect(failureOf(await runHook(`return 'ü'.repeat(${most / 2 + 1})`)).kind).toBe('limit');
});

test('what a job carries in', async () => {
  const frame = JSON.stringify({ context: toHookJob('').context, argument: { text: '' } }).length;
  const argument = { text: 'x'.repeat(ARGUMENT_BYTES - frame) };
  const body = 'return heartbeat.text.length';
  expect(resultOf(await runHook(body, { argument }))).toBe(argument.text.length);
  const more = { argument: { text: `${argument.text}x` } };
  expect(failureOf(await runHook(body, more)).kind).toBe('limit');
});

test('how deep that may be nested', async () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(resultOf(await runHook('return 1', { argument: nested(ARGUMENT_DEPTH) }))).toBe(1);
  for (const depth of [ARGUMENT_DEPTH + 1, 200_000]) {
    const started = performance.now();
    expect(failureOf(await runHook('return 1', { argument: nested(depth) })).kind).toBe('limit');
    expect(performance.now() - started).toBeLessThan(1_000);
  }
});

test('what a host call carries out', async () => {
  const frame = JSON.stringify(['redis.get', ['']]).length;
  const ask = (length: number) => `return (await ctx.redis.get('x'.repeat(${length}))).length`;
  const most = ARGUMENT_BYTES - frame;
  expect(resultOf(await runHook(ask(most), { host: echo }))).toBe(most);
  const error = failureOf(await runHook(ask(most + 1), { host: echo }));
  expect(error).toMatchObject({ kind: 'limit', name: 'LimitError', line: 2 });
});

test('what the host answers', async () => {
  const most = ANSWER_BYTES - JSON.stringify([1, '']).length;
  const body = "return (await ctx.redis.get('')).length";
  const answer = (length: number) => ({ host: async () => 'x'.repeat(length) });
  expect(resultOf(await runHook(body, answer(most)))).toBe(most);
  expect(failureOf(await runHook(body, answer(most + 1))).kind).toBe('limit');
});

test('the number of host calls', async () => {
  const asked: unknown[] = [];
  const host = async () => asked.push(1);
  const body = (calls: number) =>
    `let last; for (let i = 0; i < ${calls}; i++) last = await ctx.redis.incr('a'); return last`;
  expect(resultOf(await runHook(body(HOST_CALLS), { host }))).toBe(HOST_CALLS);
  expect(failureOf(await runHook(body(HOST_CALLS + 1), { host })).kind).toBe('limit');
  expect(asked).toHaveLength(2 * HOST_CALLS);
});

test('what all host calls of a run carry, and what all answers do', async () => {
  const most = 30 * 1024 * 1024;
  const ask = (calls: number) =>
    `const text = 'x'.repeat(1e6); for (let i = 0; i < ${calls}; i++) await ctx.redis.set('a', text);
     return 'done'`;
  const host = async () => null;
  expect(ALL_ARGUMENTS_BYTES).toBeWithin(most, 2 * most);
  expect(resultOf(await runHook(ask(Math.floor(most / 1e6)), { host }))).toBe('done');
  const many = Math.ceil(ALL_ARGUMENTS_BYTES / 1e6) + 1;
  expect(failureOf(await runHook(ask(many), { host })).kind).toBe('limit');
  const told = { host: async () => 'x'.repeat(1e6) };
  const hear = (calls: number) =>
    `for (let i = 0; i < ${calls}; i++) await ctx.redis.get('a'); return 'done'`;
  expect(resultOf(await runHook(hear(Math.floor(ALL_ANSWERS_BYTES / 1e6) - 1), told))).toBe('done');
  const error = failureOf(await runHook(hear(Math.ceil(ALL_ANSWERS_BYTES / 1e6) + 2), told));
  expect(error.kind).toBe('limit');
});

test('so many host calls are under way at once', async () => {
  const now = { open: 0, most: 0 };
  const host = async () => {
    now.open += 1;
    now.most = Math.max(now.most, now.open);
    await Bun.sleep(5);
    now.open -= 1;
  };
  const body = `await Promise.all(Array.from({ length: 50 }, () => ctx.redis.get('a'))); return 'done'`;
  expect(resultOf(await runHook(body, { host }))).toBe('done');
  expect(now.most).toBe(HOST_CALLS_AT_ONCE);
});

test('what a run that was stopped had still to ask is not asked', async () => {
  let made = 0;
  const host = async () => {
    made += 1;
    await Bun.sleep(100);
  };
  const body = "await Promise.all(Array.from({ length: 200 }, () => ctx.redis.get('a')))";
  expect(failureOf(await runHook(body, { host, limitMs: 250 })).kind).toBe('timeout');
  await Bun.sleep(300);
  expect(made).toBeWithin(HOST_CALLS_AT_ONCE, 10 * HOST_CALLS_AT_ONCE);
});

test('a flood of large answers costs the server no more than their bound', async () => {
  let made = 0;
  const host = async () => {
    made += 1;
    return 'x'.repeat(1e6);
  };
  const body = "await Promise.allSettled(Array.from({ length: 900 }, () => ctx.redis.get('a')))";
  const outcome = await runHook(body, { host, limitMs: 3_000 });
  expect(outcome.usage.ms).toBeLessThan(4_000);
  expect(made).toBeLessThan(ALL_ANSWERS_BYTES / 1e6 + HOST_CALLS_AT_ONCE + 2);
});

test('the name of what is not there', async () => {
  const name = 'x'.repeat(100_000);
  const { message } = failureOf(await runHook('', { call: { kind: 'endpoint', name } }));
  expect(message.length).toBeLessThan(ERROR_NAME_CHARACTERS + 50);
});

test('the log: lines, length of a line, and length of all', async () => {
  const flood = await runHook(`for (let i = 0; i < 5000; i++) log(i)`);
  expect(flood.logs).toHaveLength(LOG_LINES);
  expect(flood.logs.at(-1)?.text).toBe(String(LOG_LINES - 1));
  expect(flood.droppedLogs).toBe(5_000 - LOG_LINES);
  const long = await runHook(`log('x'.repeat(${LOG_LINE_CHARACTERS})); log('y'.repeat(1e6), 'y')`);
  expect(long.logs[0]?.text).toBe('x'.repeat(LOG_LINE_CHARACTERS));
  expect(long.logs[1]?.text).toBe(`${'y'.repeat(LOG_LINE_CHARACTERS - 1)}…`);
  const all = await runHook(`for (let i = 0; i < 20; i++) log('x'.repeat(${LOG_LINE_CHARACTERS}))`);
  expect(all.logs).toHaveLength(LOG_CHARACTERS / LOG_LINE_CHARACTERS);
  expect(all.droppedLogs).toBe(20 - all.logs.length);
});

test('the texts of an error', async () => {
  const body = `const e = new Error('m'.repeat(1e5)); e.name = 'n'.repeat(1e5);
    e.stack = 'at f (plugin.js:1:1)\\n'.repeat(1e4); throw e`;
  const { name, message, stack } = failureOf(await runHook(body));
  expect(name).toHaveLength(ERROR_NAME_CHARACTERS);
  expect(message).toHaveLength(ERROR_MESSAGE_CHARACTERS);
  expect(stack?.length).toBeWithin(1, ERROR_STACK_CHARACTERS);
});

test('the text of a plugin', async () => {
  const script = 'function on_heartbeat() { return 1 }';
  const longest = script.padEnd(SOURCE_BYTES, ' ');
  expect(resultOf(await sandbox.run(toJob(longest)))).toBe(1);
  expect(failureOf(await sandbox.run(toJob(`${longest} `))).kind).toBe('limit');
  expect(await sandbox.inspect(`${longest} `)).toMatchObject({ error: { kind: 'limit' } });
});
