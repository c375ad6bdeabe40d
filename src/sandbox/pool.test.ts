/** The processes: when they start, how they end, and what a run notices of that. */
import { afterEach, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from './contract.ts';
import { POOL_TUNING } from './pool.ts';
import { CHILD_CPU_SECONDS, LONG_RUN_NICENESS, NICENESS } from './process.ts';
import { MAX_QUEUED_PER_KEY } from './queue.ts';
import { failureOf, openTestSandbox, resultOf, toHookJob } from './testing.ts';

const opened: Sandbox[] = [];
afterEach(() => Promise.all(opened.splice(0).map((sandbox) => sandbox.close())));

function open(options: Parameters<typeof openTestSandbox>[0] = {}): Sandbox {
  const sandbox = openTestSandbox(options);
  opened.push(sandbox);
  return sandbox;
}

/** Endless in the engine's own code, where nothing but a signal stops it. */
const NATIVE_LOOP = "'a'.repeat(3e6).indexOf('a'.repeat(15e5) + 'b')";

/** Long enough to be killed in the middle. */
const WAIT = 'for (const end = Date.now() + 2000; Date.now() < end; );';

/** The processes of the system that descend from `parent` and run a sandbox. */
function listChildren(parent = process.pid): number[] {
  const list = Bun.spawnSync(['ps', '-eo', 'pid=,ppid=,args=']).stdout.toString();
  return list
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , ppid, args]) => Number(ppid) === parent && args?.includes('sandbox-child'))
    .map(([, pid]) => Number(pid));
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > 20_000) throw new Error(`never came: ${what}`);
    await Bun.sleep(10);
  }
}

/** Has two children ready, and the plugin `good` proven. */
async function startBoth(sandbox: Sandbox): Promise<void> {
  const waiting: (() => void)[] = [];
  const host = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 2) for (const each of waiting) each();
    });
  const keys = ['first', 'second'];
  for (const key of ['good', ...keys]) await sandbox.run(toHookJob('return 1', { key }));
  const waits = keys.map((key) =>
    sandbox.run(toHookJob("await ctx.redis.get('a')", { key, host })),
  );
  for (const outcome of await Promise.all(waits)) resultOf(outcome);
}

const isAlive = (pid: number) => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

test('no process is started before the first run, and one is kept after it', async () => {
  const sandbox = open({ tuning: { spareAfterMs: 10_000 } });
  expect(sandbox.statistics()).toMatchObject({ children: 0, started: 0 });
  expect(resultOf(await sandbox.run(toHookJob('return 1')))).toBe(1);
  expect(resultOf(await sandbox.run(toHookJob('return 2')))).toBe(2);
  expect(sandbox.statistics()).toMatchObject({ children: 1, started: 1, finished: 2, running: 0 });
});

test('a child has no environment of ours, the root as its directory, and less priority', async () => {
  const before = listChildren();
  const sandbox = open();
  await sandbox.run(toHookJob('return 1'));
  const [pid] = listChildren().filter((each) => !before.includes(each));
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const names = environment.map((line) => line.split('=')[0]).filter((name) => name !== '');
  // The shell that sets its limits adds its own directory.
  const known = ['TZ', 'BUN_JSC_maxPerThreadStackUsage', 'PWD', 'OLDPWD', 'SHLVL', '_'];
  expect(names.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  expect(Number(stat[16])).toBe(10); // nice
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  expect(limits).toMatch(/Max cpu time\s+600\s/);
  expect(limits).toMatch(/Max core file size\s+0\s/);
  expect(limits).toMatch(/Max file size\s+0\s/);
  expect(limits).toMatch(/Max open files\s+64\s/);
  const cwd = Bun.spawnSync(['readlink', `/proc/${pid}/cwd`])
    .stdout.toString()
    .trim();
  expect(cwd).toBe('/');
});

test('a run that cannot be interrupted is killed with its child, and others go on meanwhile', async () => {
  const sandbox = open();
  await startBoth(sandbox);
  const bad = sandbox.run(toHookJob(NATIVE_LOOP, { key: 'bad', limitMs: 1_000 }));
  const good = [];
  while (sandbox.statistics().killed === 0) {
    good.push(resultOf(await sandbox.run(toHookJob('return 1', { key: 'good' }))));
  }
  expect(good.length).toBeGreaterThan(10);
  const outcome = await bad;
  expect(failureOf(outcome).kind).toBe('timeout');
  expect(outcome.usage.ms).toBeWithin(1_950, 4_000);
  expect(sandbox.statistics().killed).toBe(1);
  expect(resultOf(await sandbox.run(toHookJob('return 2', { key: 'bad' })))).toBe(2);
});

test('a long run makes a spare child start, so that a kill costs nobody a start', async () => {
  const sandbox = open({ children: 1 });
  const bad = sandbox.run(toHookJob(NATIVE_LOOP, { key: 'bad', limitMs: 500 }));
  const next = sandbox.run(toHookJob('return 1', { key: 'next' }));
  await until(() => sandbox.statistics().children === 2, 'a spare child');
  await bad;
  expect(resultOf(await next)).toBe(1);
  expect(sandbox.statistics()).toMatchObject({ started: 2, killed: 1, children: 1 });
});

test('a run whose child dies before it asked for anything is run again, once', async () => {
  const before = listChildren();
  const sandbox = open({ children: 1, tuning: { spareAfterMs: 10_000 } });
  await sandbox.run(toHookJob('return 1'));
  const own = () => listChildren().filter((pid) => !before.includes(pid));
  const killWhileRunning = async () => {
    await until(() => sandbox.statistics().running === 1, 'a run');
    await Bun.sleep(100);
    const { crashed } = sandbox.statistics();
    for (const pid of own()) process.kill(pid, 'SIGKILL');
    await until(() => sandbox.statistics().crashed > crashed, 'a crash');
  };
  const run = sandbox.run(toHookJob(`${WAIT} return 2`));
  await killWhileRunning();
  expect(resultOf(await run)).toBe(2);

  const twice = sandbox.run(toHookJob(WAIT));
  await killWhileRunning();
  await killWhileRunning();
  expect(failureOf(await twice).kind).toBe('crashed');
});

test('a run whose child dies after it asked for something is not run again', async () => {
  const before = listChildren();
  const sandbox = open({ children: 1 });
  const asked: string[] = [];
  const host = async (operation: string) => {
    asked.push(operation);
    for (const pid of listChildren()) if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
  };
  const outcome = await sandbox.run(toHookJob("await ctx.redis.incr('a')", { host }));
  expect(failureOf(outcome).kind).toBe('crashed');
  expect(outcome.usage.hostCalls).toBe(1);
  expect(asked).toEqual(['redis.incr']);
  expect(resultOf(await sandbox.run(toHookJob('return 1')))).toBe(1);
});

test('runs of one plugin are one after the other, unless they may overlap', async () => {
  const sandbox = open({ children: 3 }); // two of them for plugins that wait as long as this one
  const now = { open: 0 };
  const most = { count: 0 };
  const host = async () => {
    now.open += 1;
    most.count = Math.max(most.count, now.open);
    await Bun.sleep(400);
    now.open -= 1;
  };
  const job = toHookJob("await ctx.redis.get('a')", { host });
  await Promise.all([sandbox.run(job), sandbox.run(job)]);
  expect(most.count).toBe(1);
  const free = { ...job, mayOverlap: true };
  await Promise.all([1, 2, 3, 4].map(() => sandbox.run(free)));
  expect(most.count).toBeGreaterThan(1);
});

test('a queue that is full refuses at once', async () => {
  const sandbox = open({ children: 1 });
  const host = () => new Promise(() => {});
  const stuck = sandbox.run(toHookJob("await ctx.redis.get('a')", { host, limitMs: 1_000 }));
  await until(() => sandbox.statistics().running === 1, 'the first run');
  const waiting = Array.from({ length: MAX_QUEUED_PER_KEY }, () =>
    sandbox.run(toHookJob('return 1')),
  );
  const outcome = await sandbox.run(toHookJob('return 2'));
  expect(failureOf(outcome).kind).toBe('busy');
  expect(sandbox.statistics().refused).toBe(1);
  expect(failureOf(await stuck).kind).toBe('timeout');
  expect((await Promise.all(waiting)).map(resultOf)).toEqual(waiting.map(() => 1));
});

test('a child is replaced after so many runs, or so much time', async () => {
  expect(POOL_TUNING.childMs / 1_000).toBeLessThan(CHILD_CPU_SECONDS);
  const often = open({ tuning: { childRuns: 5, spareAfterMs: 10_000 } });
  for (let time = 0; time < 11; time += 1) await often.run(toHookJob('return 1'));
  expect(often.statistics()).toMatchObject({ started: 3, killed: 0, crashed: 0 });
  const long = open({ tuning: { childMs: 50 } });
  const busy = toHookJob('for (const end = Date.now() + 60; Date.now() < end; );');
  for (let time = 0; time < 3; time += 1) resultOf(await long.run(busy));
  expect(long.statistics().started).toBeGreaterThanOrEqual(3);
});

test('children that have nothing to do are closed, but for one', async () => {
  const sandbox = open({ tuning: { idleMs: 300 } });
  const host = () => Bun.sleep(200);
  const run = (key: string) => sandbox.run(toHookJob("await ctx.redis.get('a')", { key, host }));
  await Promise.all([run('a'), run('b')]); // proves both, on the slow lane
  await Promise.all([run('a'), run('b')]);
  expect(sandbox.statistics().children).toBeGreaterThan(1);
  await until(() => sandbox.statistics().children === 1, 'one child');
  await Bun.sleep(700);
  expect(sandbox.statistics().children).toBe(1);
  expect(resultOf(await sandbox.run(toHookJob('return 1')))).toBe(1);
});

test('closing ends every run and every process', async () => {
  const before = listChildren();
  const sandbox = open({ children: 1 });
  const runs = ['a', 'b'].map((key) => sandbox.run(toHookJob('for (;;) {}', { key })));
  await until(() => sandbox.statistics().running === 1, 'a run');
  await sandbox.close();
  for (const outcome of await Promise.all(runs)) expect(failureOf(outcome).kind).toBe('busy');
  expect(failureOf(await sandbox.run(toHookJob('return 1'))).kind).toBe('busy');
  expect(sandbox.statistics()).toMatchObject({ children: 0, queued: 0, running: 0 });
  expect(listChildren().filter((pid) => !before.includes(pid))).toEqual([]);
});

test('no child outlives a server that was killed: not one that waits, not one that loops', async () => {
  const program = `
    const { openTestSandbox, toHookJob } = await import(${JSON.stringify(join(import.meta.dir, 'testing.ts'))});
    const sandbox = openTestSandbox({ tuning: { spareAfterMs: 1 } });
    const run = (key, body) => sandbox.run(toHookJob(body, { key, limitMs: 8000 }));
    await run('a', 'return 1');
    await run('b', 'return 1');
    void run('a', 'for (;;) {}');
    void run('b', 'for (;;) {}');
    setInterval(() => console.log(sandbox.statistics().running, sandbox.statistics().children), 20);`;
  const server = Bun.spawn([process.execPath, '-e', program], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const reader = server.stdout.getReader();
  for (let told = ''; !/^2 3$/m.test(told); ) {
    told += new TextDecoder().decode((await reader.read()).value);
  }
  const children = listChildren(server.pid);
  expect(children).toHaveLength(3);
  server.kill('SIGKILL');
  await server.exited;
  await until(() => !children.some(isAlive), 'the end of all children');
});

test('a long run leaves the processor to others, and only while it is long where that may be undone', async () => {
  const sandbox = open({ tuning: { ...POOL_TUNING, spareAfterMs: 50 } });
  const before = listChildren();
  await sandbox.run(toHookJob('return 1', { key: 'good' }));
  const [pid = 0] = listChildren().filter((each) => !before.includes(each));
  expect(getPriority(pid)).toBe(NICENESS);
  const running = sandbox.run(toHookJob(WAIT, { key: 'good' }));
  await until(() => getPriority(pid) === LONG_RUN_NICENESS, 'the lower priority');
  await running;
  const canRaise = process.getuid?.() === 0;
  expect([NICENESS, ...(canRaise ? [] : [LONG_RUN_NICENESS])]).toContain(getPriority(pid));
});
