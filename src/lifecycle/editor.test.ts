import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { RUNS_PER_USER } from './routes-editor.ts';
import { openTestLifecycle, type TestLifecycle } from './testing.ts';

let house: TestLifecycle;
let key: string;
let id: string;
beforeAll(async () => {
  house = await openTestLifecycle();
  ({ key, id } = await house.addPerson());
  await house.send(key, { project: 'real' });
});
afterAll(() => house.close());

const run = async (code: string, trigger?: string, more: object = {}) =>
  (await house.call('POST', '/cteditor/run', { key, body: { code, trigger, ...more } })).json;

describe('a run in the editor', () => {
  test('is for people who are signed in, and needs a script', async () => {
    expect((await house.call('POST', '/cteditor/run', { body: {} })).status).toBe(401);
    expect((await house.call('POST', '/cteditor/run', { key, body: {} })).status).toBe(400);
    expect((await house.call('POST', '/cteditor/run', { key, body: '{' })).status).toBe(400);
  });

  test('shows logs as documented, and beside that as data', async () => {
    const code = "function on_tick() { log('a', 1); warn('b'); error('c'); return { x: 1 }; }";
    expect(await run(code, 'on_tick')).toMatchObject({
      success: true,
      stdout: 'a 1\n[WARN] b\n[ERROR] c',
      stderr: '',
      logs: [
        { level: 'log', text: 'a 1' },
        { level: 'warn', text: 'b' },
        { level: 'error', text: 'c' },
      ],
      result: { x: 1 },
      error: null,
      exit_code: 0,
    });
  });

  test('gives a heartbeat with all nine fields, or the given ones', async () => {
    const code = 'function on_heartbeat(ctx, heartbeat) { return heartbeat; }';
    const { result } = await run(code);
    for (const field of ['project', 'language', 'file', 'editor', 'branch', 'os', 'machine']) {
      expect(result[field]).toBeString();
      expect(result[field]).not.toBe('');
    }
    expect(result).toMatchObject({ duration: 30, user_id: id });
    expect(Math.abs(result.time - Date.now() / 1_000)).toBeLessThan(60);
    const given = await run(code, 'on_heartbeat', { heartbeat: { project: 'mine', duration: 5 } });
    expect(given.result).toMatchObject({ project: 'mine', duration: 5, language: 'Rust' });
  });

  test('calls an endpoint with the given body', async () => {
    const code = "const endpoints = { 'add-one': (ctx, req) => (req.n ?? 0) + 1 };";
    expect(await run(code, 'rpc:add-one', { rpc_body: { n: 41 } })).toMatchObject({
      result: 42,
      stdout: '42',
    });
    expect((await run(code, 'rpc:add-one')).result).toBe(1);
    const missing = await run(code, 'rpc:other');
    expect(missing).toMatchObject({ success: false, exit_code: 1 });
    expect(missing.stderr).toContain("Handler 'other' not found");
  });

  test.each([
    ['function on_tick() {\n  throw new RangeError("no");\n}', 'RangeError: no', 2],
    ['function on_tick() {\n  let = 1;\n', 'SyntaxError', null],
    ['const x = 1;\nx.y.z;', 'TypeError', 2],
    ['const x = 1;', 'The script defines no on_tick.', null],
    ['function on_tick() { while (true); }', 'Plugin execution timed out (15s limit)', null],
    [
      'function on_tick() { const a = []; for (;;) a.push(new Array(1e5).fill(0)); }',
      'memory',
      null,
    ],
  ])('fails with %p by saying where and why', async (code, stderr, line) => {
    const ran = await run(code, 'on_tick');
    expect(ran).toMatchObject({ success: false, exit_code: 1 });
    expect(ran.stderr).toContain(stderr);
    expect(ran.error.message).toBe(ran.stderr);
    if (line !== null) expect(ran.error.line).toBe(line);
  });

  test('sees the real data of its user, and leaves it as it was', async () => {
    const plugin = await house.add(key, 'async function on_tick() {}');
    const keys = house.keys.of(plugin.name, id);
    await keys.set('n', '5');
    const code = `async function on_tick(ctx) {
      const count = async () =>
        (await ctx.db.query('select count(*) as n from heartbeats', []))[0].n;
      const before = await count();
      await ctx.db.query('delete from heartbeats where user_id = $1', [ctx.user_id]);
      return [before, await count(), await ctx.redis.incr('n'), await ctx.redis.get('n')];
    }`;
    for (let round = 0; round < 2; round++) {
      expect((await run(code, 'on_tick', { name: plugin.name })).result).toEqual([1, 0, 6, '6']);
    }
    expect(await keys.get('n')).toBe('5');
    expect((await house.call('GET', '/heartbeats/latest', { key })).text).toContain('real');
    expect((await run(code, 'on_tick')).result).toEqual([1, 0, 1, '1']); // another name, other keys
    expect((await house.report(key, plugin.name)).runs).toEqual([]);
  });

  test('waits for its turn, a few at a time', async () => {
    const body = { code: 'function on_tick() { while (true); }', trigger: 'on_tick' };
    const post = () => house.call('POST', '/cteditor/run', { key, body });
    const running = Array.from({ length: RUNS_PER_USER }, post);
    await Bun.sleep(50);
    expect((await post()).status).toBe(429);
    for (const { json } of await Promise.all(running)) expect(json.exit_code).toBe(1);
    expect((await run('function on_tick() {}', 'on_tick')).exit_code).toBe(0);
  });

  test('shows nobody else’s data', async () => {
    const other = await house.addPerson();
    const { json } = await house.call('POST', '/cteditor/run', {
      key: other.key,
      body: {
        code: "async function on_tick(ctx) { return ctx.db.query('select * from heartbeats', []); }",
        trigger: 'on_tick',
      },
    });
    expect(json.result).toEqual([]);
  });
});
