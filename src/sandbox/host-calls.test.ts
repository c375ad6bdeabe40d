/** What a plugin asks of the server while it runs. */
import { afterAll, describe, expect, test } from 'bun:test';
import type { Job } from './contract.ts';
import { LIFECYCLE_PROFILE } from './profile.ts';
import { failureOf, openTestSandbox, resultOf, toHookJob, toJob } from './testing.ts';

const sandbox = openTestSandbox();
afterAll(() => sandbox.close());

const runHook = (body: string, changes?: Partial<Job>) => sandbox.run(toHookJob(body, changes));

describe('host calls', () => {
  test('carry the operation and its arguments, and bring back any value', async () => {
    const body = `return [await ctx.db.query('q', ['ü', 1, null]), await ctx.redis.get('k'),
      await ctx.redis.set('k', 'v'), await ctx.redis.del('k'), await ctx.redis.incr('k')]`;
    const host = async (operation: string, args: readonly unknown[]) =>
      operation === 'redis.set' ? undefined : [operation, ...args];
    const outcome = await runHook(body, { host });
    expect(resultOf(outcome)).toEqual([
      ['db.query', 'q', ['ü', 1, null]],
      ['redis.get', 'k'],
      null,
      ['redis.del', 'k'],
      ['redis.incr', 'k'],
    ]);
    expect(outcome.usage.hostCalls).toBe(5);
  });

  test('are under way together', async () => {
    const open: (() => void)[] = [];
    const host = (operation: string) =>
      new Promise((resolve) => {
        open.push(() => resolve(operation));
        if (open.length === 3) for (const answer of open.toReversed()) answer();
      });
    const body =
      "return await Promise.all([ctx.redis.get('a'), ctx.redis.get('b'), ctx.db.query('c')])";
    expect(resultOf(await runHook(body, { host }))).toEqual(['redis.get', 'redis.get', 'db.query']);
  });

  test('that fail throw an error with its name and message, at the line that asked', async () => {
    const host = async () => {
      throw Object.assign(new RangeError('too far'), { secret: 'x', stack: '/srv/host.ts:1' });
    };
    const body =
      "try { await ctx.redis.get('a') } catch (e) { return [e instanceof Error, e.name, e.message, Object.keys(e), e.stack.includes('host.ts')] }";
    expect(resultOf(await runHook(body, { host }))).toEqual([
      true,
      'RangeError',
      'too far',
      [],
      false,
    ]);
    expect(failureOf(await runHook("\nawait ctx.redis.get('a')", { host }))).toMatchObject({
      kind: 'error',
      name: 'RangeError',
      message: 'too far',
      line: 3,
    });
  });

  test('nobody waits for are made all the same, and answered to nobody', async () => {
    const asked: string[] = [];
    const host = async (operation: string) => asked.push(operation);
    const body =
      "ctx.redis.incr('a'); (async () => { await null; ctx.redis.del('b') })(); return 1";
    expect(resultOf(await runHook(body, { host }))).toBe(1);
    expect(resultOf(await runHook("return await ctx.redis.get('c')", { host }))).toBe(3);
    expect(asked).toEqual(['redis.incr', 'redis.del', 'redis.get']);
  });
});

test('where host calls stop the guest, it has their answers without waiting', async () => {
  const profile = { ...LIFECYCLE_PROFILE, hostCalls: 'blocking' } as const;
  const blocking = openTestSandbox({ profile });
  const host = async (operation: string, [key]: readonly unknown[]) => {
    if (key === 'bad') throw new RangeError('no such key');
    await Bun.sleep(5);
    return `${operation} ${key}`;
  };
  const body = `const all = [ctx.redis.get('a'), ctx.redis.get('b')];
    try { ctx.redis.get('bad') } catch (e) { all.push(e.name + ' ' + e.message) }
    return all`;
  const job = toHookJob(body, { host });
  const expected = ['redis.get a', 'redis.get b', 'RangeError no such key'];
  expect(resultOf(await blocking.run(job))).toEqual(expected);
  const never = { host: () => new Promise(() => {}), limitMs: 100 };
  expect(failureOf(await blocking.run({ ...job, ...never })).kind).toBe('timeout');
  const atTop = toJob("const a = ctx.redis.get('k'); function on_heartbeat() { return a }", {
    host,
  });
  expect(resultOf(await blocking.run(atTop))).toBe('redis.get k');
  await blocking.close();
});
