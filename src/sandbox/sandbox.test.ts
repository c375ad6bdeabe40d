/** What a plugin's author can rely on. */
import { afterAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Job } from './contract.ts';
import { failureOf, openTestSandbox, resultOf, toHookJob, toJob } from './testing.ts';

const sandbox = openTestSandbox();
afterAll(() => sandbox.close());

const run = (source: string, changes?: Partial<Job>) => sandbox.run(toJob(source, changes));
const runHook = (body: string, changes?: Partial<Job>) => sandbox.run(toHookJob(body, changes));
const endpoint = (name: string): Partial<Job> => ({ call: { kind: 'endpoint', name } });

describe('what is called', () => {
  test('a hook is a function at the top level, in whichever way it is written', async () => {
    for (const source of [
      'function on_heartbeat() { return 1 }',
      '"use strict"; async function on_heartbeat() { return 1 }',
      'const on_heartbeat = () => 1',
      'var on_heartbeat = async () => 1',
      'globalThis.on_heartbeat = () => 1',
      'with ({}) { on_heartbeat = () => 1 }',
      'const lifecycle = { on_heartbeat: () => 1 }',
      'lifecycle = { async on_heartbeat() { return this === lifecycle ? 1 : 2 } }',
      'export function on_heartbeat() { return 1 }',
      'export const lifecycle = { on_heartbeat: () => 1 }',
      'export default { on_heartbeat: () => 1 }',
      'function f() { return 1 }\nexport { f as on_heartbeat }',
      'await null; export const on_heartbeat = () => 1',
    ]) {
      expect([source, resultOf(await run(source))]).toEqual([source, 1]);
    }
  });

  test('an endpoint is an own function of endpoints, called on it', async () => {
    const source = 'const endpoints = { a(ctx, req) { return [req, this === endpoints] }, b: 1 }';
    const argument = { x: 1 };
    expect(resultOf(await run(source, { ...endpoint('a'), argument }))).toEqual([{ x: 1 }, true]);
    for (const name of ['b', 'c', 'constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(failureOf(await run(source, endpoint(name))).kind).toBe('no_handler');
    }
  });

  test('a hook that is not defined is no hook', async () => {
    for (const name of ['on_tick', 'constructor', '__proto__', 'toString']) {
      const call = { kind: 'hook', name } as const;
      const outcome = await run('const on_heartbeat = 1; const lifecycle = {}', { call });
      expect(failureOf(outcome).kind).toBe('no_handler');
    }
    expect(failureOf(await run('const on_heartbeat = 1')).kind).toBe('no_handler');
  });

  test('inspection names what a script defines', async () => {
    const source = `
      async function on_heartbeat() {}
      const on_tick = 1, lifecycle = { on_install() {}, on_user_login: 3 };
      const endpoints = { 'get-streak'() {}, reset: async () => {}, version: 2 };`;
    expect(await sandbox.inspect(source)).toEqual({
      ok: true,
      capabilities: { hooks: ['on_install', 'on_heartbeat'], endpoints: ['get-streak', 'reset'] },
    });
    expect(await sandbox.inspect('export function on_tick() {}')).toEqual({
      ok: true,
      capabilities: { hooks: ['on_tick'], endpoints: [] },
    });
    expect(await sandbox.inspect('')).toEqual({
      ok: true,
      capabilities: { hooks: [], endpoints: [] },
    });
  });

  test('a script for the browser has no container here', async () => {
    const inspection = await sandbox.inspect("container.textContent = 'Hello';");
    expect(inspection).toMatchObject({ ok: false, error: { kind: 'error', line: 1 } });
    const both = "if (container) container.textContent = 'x'; function on_tick() {}";
    expect(await sandbox.inspect(both)).toMatchObject({ capabilities: { hooks: ['on_tick'] } });
  });
});

describe('what a plugin sees', () => {
  test('the context, the argument, and both as globals', async () => {
    const body = `return [ctx.user_id, ctx.config.base_url, ctx.isDark, ctx.container, ctx.token,
      isDark, container, token, globalThis.ctx === ctx, event === heartbeat,
      globalThis.heartbeat === heartbeat, typeof req, heartbeat]`;
    expect(resultOf(await runHook(body))).toEqual([
      ...['user', 'http://here', true, null, 'server-context'],
      ...[true, null, 'server-context', true, true],
      ...[true, 'undefined', { project: 'p', language: 'Rust' }],
    ]);
    const source = 'const endpoints = { a: (ctx, r) => [req === r, typeof event] }';
    expect(resultOf(await run(source, endpoint('a')))).toEqual([true, 'undefined']);
  });

  test('every documented name may be declared again at the top level', async () => {
    const names = 'ctx req event heartbeat token container isDark log warn error console'.split(
      ' ',
    );
    const values = `[${names.join(', ')}]`;
    for (const source of [
      names.map((name, index) => `const ${name} = ${index};`).join(''),
      names.map((name, index) => `let ${name} = ${index};`).join(''),
      names.map((name, index) => `var ${name} = ${index};`).join(''),
      names.map((name, index) => `globalThis.${name} = ${index};`).join(''),
      names.map((name, index) => `"use strict"; ${name} = ${index};`).join(''),
    ]) {
      const outcome = await run(`${source}\nfunction on_heartbeat() { return ${values} }`);
      expect(resultOf(outcome)).toEqual(names.map((_, index) => index));
    }
    const functions = names.map((name) => `function ${name}() { return '${name}' }`).join('\n');
    const called = `[${names.map((name) => `${name}()`).join(', ')}]`;
    const outcome = await run(`${functions}\nfunction on_heartbeat() { return ${called} }`);
    expect(resultOf(outcome)).toEqual(names);
  });

  test('the top level may use what is different in every run', async () => {
    const source = `const user = ctx.user_id, now = Date.now(), dice = Math.random(), day = new Date();
      const project = heartbeat.project;
      function on_heartbeat() { return [user, now, dice, day.getTime(), project] }`;
    const seen = [];
    for (const name of ['one', 'two', 'three']) {
      const before = Date.now();
      const changes = { context: { user_id: name }, argument: { project: `p-${name}` } };
      const [user, now, dice, day, project] = resultOf(await run(source, changes)) as unknown[];
      expect([user, project]).toEqual([name, `p-${name}`]);
      expect(Number(now)).toBeGreaterThanOrEqual(before);
      expect(Number(day)).toBeGreaterThanOrEqual(before);
      seen.push(dice);
    }
    expect(new Set(seen).size).toBe(3);
  });

  test('the top level may call the host, in a module even wait for it, once a run', async () => {
    const asked: unknown[] = [];
    const host = async (operation: string, args: readonly unknown[]) =>
      asked.push([operation, args]);
    const module = "const n = await ctx.redis.incr('a'); export const on_heartbeat = () => n;";
    expect(resultOf(await run(module, { host }))).toBe(1);
    expect(resultOf(await run(module, { host }))).toBe(2);
    const script =
      "const n = ctx.redis.incr('b'); async function on_heartbeat() { return await n }";
    expect(resultOf(await run(script, { host }))).toBe(3);
    expect(asked).toEqual([
      ['redis.incr', ['a']],
      ['redis.incr', ['a']],
      ['redis.incr', ['b']],
    ]);
  });

  test('time is UTC, dice fall anew in every run, and there are no timers and no ways out', async () => {
    const zone = 'return [new Date(0).getHours(), new Date().getTimezoneOffset()]';
    expect(resultOf(await runHook(zone))).toEqual([0, 0]);
    const roll = 'return [Math.random(), Math.random()]';
    const rolls = [resultOf(await runHook(roll)), resultOf(await runHook(roll))].flat();
    expect(new Set(rolls).size).toBe(4);
    for (const number of rolls) expect(number).toBeWithin(0, 1);
    const names = ['setTimeout', 'fetch', 'require', 'process', 'Bun', 'std', 'os', 'host'];
    const kinds = `return [${names.map((name) => `typeof ${name}`).join(', ')}]`;
    expect(resultOf(await runHook(kinds))).toEqual(names.map(() => 'undefined'));
    expect(failureOf(await runHook("await import('fs')")).message).toContain('one file');
  });

  test('a run may have no argument', async () => {
    const { argument: _, ...job } = toHookJob('return [heartbeat, event]');
    expect(resultOf(await sandbox.run(job))).toEqual([null, null]);
  });

  test('log, warn and error join what they are given with spaces', async () => {
    const body = `log('a', 1, { b: [2] }, null, undefined); warn('w'); error(new TypeError('bad'));
      console.log('c'); console.info('i'); console.warn('cw'); console.error(Symbol('s')); log()`;
    expect((await runHook(body)).logs).toEqual([
      { level: 'log', text: 'a 1 {"b":[2]} null undefined' },
      { level: 'warn', text: 'w' },
      { level: 'error', text: 'TypeError: bad' },
      { level: 'log', text: 'c' },
      { level: 'log', text: 'i' },
      { level: 'warn', text: 'cw' },
      { level: 'error', text: 'Symbol(s)' },
      { level: 'log', text: '' },
    ]);
  });

  test('what the top level logs is in the log of every run', async () => {
    const source = "log('loaded'); function on_heartbeat() { log('ran') }";
    for (let time = 0; time < 2; time += 1) {
      expect((await run(source)).logs.map(({ text }) => text)).toEqual(['loaded', 'ran']);
    }
  });
});

describe('failures', () => {
  test('of syntax say where', async () => {
    expect(failureOf(await run('function on_heartbeat() {\n  retun 3 }'))).toMatchObject({
      kind: 'syntax',
      name: 'SyntaxError',
      line: 2,
      column: 9,
    });
    expect(await sandbox.inspect('export const a = ;')).toMatchObject({
      ok: false,
      error: { kind: 'syntax', line: 1, column: 18 },
    });
    expect(await sandbox.inspect("import fs from 'fs'")).toMatchObject({
      ok: false,
      error: { kind: 'syntax', message: 'A plugin is one file: it cannot import “fs”.' },
    });
  });

  test('at run time say where, in the plugin only', async () => {
    const error = failureOf(await runHook('const a = heartbeat.missing;\n  return a.b.c;'));
    expect(error).toMatchObject({ kind: 'error', name: 'TypeError', line: 3, column: 11 });
    expect(error.stack).toBe('at on_heartbeat (plugin.js:3:11)');
    const parsing = failureOf(await run("JSON.parse('{'); function on_heartbeat() {}"));
    expect(parsing).toMatchObject({ kind: 'error', name: 'SyntaxError', line: 1, column: 11 });
  });

  test('may be any value', async () => {
    const thrown = ['null', 'undefined', '3', '"text"', '{ code: 7 }', 'Symbol("s")', '() => 1'];
    for (const value of [...thrown, 'new Proxy({}, { get() { throw 1 } })']) {
      expect(failureOf(await runHook(`throw ${value}`)).kind).toBe('error');
    }
    expect(failureOf(await runHook('throw { code: 7 }')).message).toBe('{"code":7}');
    const sly =
      'const e = new Error("x"); Object.defineProperty(e, "message", { get() { throw e } }); throw e';
    expect(failureOf(await runHook(sly)).kind).toBe('error');
  });

  test('are told as they are, whatever the plugin has done to intrinsics', async () => {
    const tamper = `Array.prototype.toJSON = Object.prototype.toJSON = String.prototype.toJSON = () => 7;
      String.prototype.slice = Array.prototype.push = Reflect.apply = Object.keys = () => { throw 8 };
      JSON.stringify = JSON.parse = globalThis.String = () => 9; Promise.prototype.then = () => {};
      Object.defineProperty(Array.prototype, '0', { set() { throw 10 }, get() { return 11 } });`;
    const source = (body: string) => `${tamper} async function on_heartbeat(ctx) { ${body} }`;
    const error = failureOf(await run(source("throw new TypeError('mine')")));
    expect(error).toMatchObject({ kind: 'error', name: 'TypeError', message: 'mine' });
    const host = async (operation: string, [key]: readonly unknown[]) => `${operation} ${key}`;
    const asking = source("log('a'); return await ctx.redis.get('k')");
    expect(resultOf(await run(asking, { host }))).toBe('redis.get k');
    const inspected = `${tamper} const endpoints = { a() {} }; function on_tick() {}`;
    expect(await sandbox.inspect(inspected)).toEqual({
      ok: true,
      capabilities: { hooks: ['on_tick'], endpoints: ['a'] },
    });
  });

  test('name only places that can be', async () => {
    for (const [frame, place] of [
      ['plugin.js:99999999999999999999:0', {}],
      ['plugin.js:0:3', {}],
      ['plugin.js:3:0', { line: 3 }],
      ['plugin.js:3:4', { line: 3, column: 4 }],
    ] as const) {
      const { line, column } = failureOf(
        await runHook(`throw Object.assign(new Error(), { stack: 'at f (${frame})' })`),
      );
      expect({ ...(line && { line }), ...(column && { column }) }).toEqual(place);
    }
  });

  test('a promise that nothing can settle ends the run at once', async () => {
    const error = failureOf(await runHook('await new Promise(() => {})'));
    expect(error).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('never settles'),
    });
  });

  test('a result that is no JSON is an error', async () => {
    expect(failureOf(await runHook('return 1n')).kind).toBe('error');
    expect(failureOf(await runHook('const a = {}; a.a = a; return a')).kind).toBe('error');
    for (const nothing of ['', 'return undefined', 'return () => 1', 'return Symbol()']) {
      expect(resultOf(await runHook(nothing))).toBeNull();
    }
  });
});

test('any JSON comes back as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const host = async (_operation: string, [, parameters]: readonly unknown[]) => parameters;
      const body = 'return [heartbeat.value, await ctx.db.query("", ctx.given)]';
      const context = { given: value };
      const outcome = await runHook(body, { argument: { value }, context, host });
      const same = JSON.parse(JSON.stringify(value));
      expect(resultOf(outcome)).toEqual([same, same]);
    }),
    { numRuns: 150 },
  );
});

test('nothing survives from a run to the next', async () => {
  const traces = [
    'globalThis.trace = 1',
    'Object.prototype.trace = 1',
    'Array.prototype.trace = 1',
    'JSON.trace = 1',
    'heartbeat.constructor.trace = 1',
    'ctx.db.trace = 1',
    'on_heartbeat.trace = 1',
    'counter += 1',
    'list.push(1)',
    'Promise.prototype.trace = 1',
    'JSON.parse = () => 1',
    'Math.random = () => 4',
    'globalThis.ctx = 1',
    'Symbol.for("trace").description',
    'delete globalThis.log',
    'Object.freeze(Object.prototype)',
    'list.length = 1e6',
  ];
  const source = (body: string) => `let counter = 0; const list = [];
    async function on_heartbeat(ctx, heartbeat) { ${body};
      return [typeof trace, ({}).trace, [].trace, JSON.trace, Object.trace, ctx.db.trace,
        on_heartbeat.trace, counter, list.length, Promise.prototype.trace, JSON.parse('[2]')[0],
        Math.random() === 4, typeof globalThis.ctx, typeof log, Object.isFrozen(Object.prototype)] }`;
  // One text for all runs: whether it leaves a trace is in its argument.
  const all = source(`switch (heartbeat.trace) {
    ${traces.map((trace, index) => `case ${index}: ${trace}; break;`).join('\n')} }`);
  const clean = resultOf(await run(all, { argument: { trace: -1 } }));
  expect(resultOf(await run(all, { argument: { trace: 0 } }))).not.toEqual(clean);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(traces.length - 1), { maxLength: 4 }), async (left) => {
      for (const trace of left) await run(all, { argument: { trace } });
      expect(resultOf(await run(all, { argument: { trace: -1 } }))).toEqual(clean);
    }),
    { numRuns: 60 },
  );
});
