/** What a plugin's run costs, against an engine in this process with a new runtime for every run. */
import { readFileSync } from 'node:fs';
import { silentLog } from '../src/base/log.ts';
import { resources } from '../src/base/resources.ts';
import { systemClock } from '../src/base/time.ts';
import type { Sandbox } from '../src/sandbox/contract.ts';
import { compileEngine } from '../src/sandbox/instance.ts';
import type { Outside } from '../src/sandbox/outside.ts';
import { LIFECYCLE_PROFILE } from '../src/sandbox/profile.ts';
import { openSandbox } from '../src/sandbox/sandbox.ts';
import { openVm } from '../src/sandbox/vm.ts';
import { openFreshGuest } from './fresh-guest.ts';
import { measureHostile } from './hostile.ts';
import { median } from './numbers.ts';
import type { Kind } from './places.ts';
import { type Line, rate } from './table.ts';

const WARM_UP_MS = 500;
const MEASURE_MS = 2_000;
const ROUNDS = 3;
/** Within one process the two take turns, because the machine is noisy. */
const SLICES = 20;
const SLICE_MS = 150;
/** Plugins that are run at once, each with one run under way. */
const PLUGINS = 16;
const PER_CHILD_RATIO = 4;
const END_TO_END_PER_SECOND = 3_000;

const SCRIPTS = {
  'one log': `async function on_heartbeat(ctx, heartbeat) {
    log('Heartbeat from', heartbeat.editor, 'on', heartbeat.project);
  }`,
  'one key-value call': `async function on_heartbeat(ctx, heartbeat) {
    return await ctx.redis.incr('count:' + heartbeat.project);
  }`,
};
type What = keyof typeof SCRIPTS;

const CONTEXT = { user_id: crypto.randomUUID(), config: { base_url: 'http://localhost:8080' } };
const HEARTBEAT = {
  ...{ project: 'hearthbeat', language: 'TypeScript', file: 'src/main.ts', editor: 'VS Code' },
  ...{ branch: 'main', os: 'Linux', machine: 'desk', duration: 30, time: 1_700_000_000 },
};

/** Repeats `work` until the time is over; runs per second. */
function ratePerSecond(durationMs: number, work: () => void): number {
  const startedAt = performance.now();
  for (let runs = 0; ; ) {
    work();
    runs += 1;
    const elapsed = performance.now() - startedAt;
    if (elapsed >= durationMs) return (runs * 1_000) / elapsed;
  }
}

async function openFresh(what: What): Promise<() => void> {
  const guest = await openFreshGuest();
  const payload = JSON.stringify({ ctx: CONTEXT, argument: HEARTBEAT });
  return () => void guest.run(SCRIPTS[what], payload);
}

/** What a child does for a run, without the pipe: in this process, as the baseline is. */
async function openChildsPart(what: What): Promise<() => void> {
  const vm = await openVm(await compileEngine(readFileSync(resources.quickjs)), LIFECYCLE_PROFILE);
  const input = JSON.stringify({ context: CONTEXT, argument: HEARTBEAT });
  const call = { kind: 'hook', name: 'on_heartbeat' } as const;
  const asked: number[] = [];
  const outside: Outside = {
    send: (id) => void asked.push(id),
    receive: () => ({ call: asked.shift() ?? 0, json: '[1,1]' }),
  };
  return () => {
    const job = { run: 1, hash: what, call, input, limitMs: LIFECYCLE_PROFILE.runLimitMs };
    const report = vm.run(job, () => SCRIPTS[what], outside);
    if (!report.ok) throw new Error(`a run failed: ${report.error.message}`);
  };
}

/** Runs per second of each, slice by slice in turns. */
async function measureInProcess(what: What): Promise<{ own: number; fresh: number }[]> {
  const own = await openChildsPart(what);
  const fresh = await openFresh(what);
  ratePerSecond(WARM_UP_MS, own);
  ratePerSecond(WARM_UP_MS, fresh);
  return Array.from({ length: SLICES }, () => ({
    own: ratePerSecond(SLICE_MS, own),
    fresh: ratePerSecond(SLICE_MS, fresh),
  }));
}

/** Runs per second through the pool. */
async function drive(sandbox: Sandbox, what: What, durationMs: number): Promise<number> {
  let counted = 0;
  let runs = 0;
  const startedAt = performance.now();
  async function repeat(key: string): Promise<void> {
    while (performance.now() - startedAt < durationMs) {
      const outcome = await sandbox.run({
        key,
        source: SCRIPTS[what],
        call: { kind: 'hook', name: 'on_heartbeat' },
        context: CONTEXT,
        argument: HEARTBEAT,
        host: async () => ++counted,
      });
      if (!outcome.ok) throw new Error(`a run failed: ${outcome.error.message}`);
      runs += 1;
    }
  }
  await Promise.all(Array.from({ length: PLUGINS }, (_, plugin) => repeat(`plugin ${plugin}`)));
  const elapsed = performance.now() - startedAt;
  return (runs * 1_000) / elapsed;
}

async function measureSandboxed(what: What, children: number): Promise<number> {
  const sandbox = openSandbox({
    log: silentLog,
    clock: systemClock,
    profile: LIFECYCLE_PROFILE,
    children,
  });
  try {
    await drive(sandbox, what, WARM_UP_MS);
    return await drive(sandbox, what, MEASURE_MS);
  } finally {
    await sandbox.close();
  }
}

async function measureWhat(section: string, what: What): Promise<Line[]> {
  const slices = await measureInProcess(what);
  const fresh = median(slices.map((slice) => slice.fresh));
  const title = `on_heartbeat with ${what}`;
  const ratio = median(slices.map((slice) => slice.own / slice.fresh));
  const isLog = what === 'one log';
  const inProcess: Line = {
    section,
    what: `${title}, one child's part : a new runtime per run`,
    value: rate(median(slices.map((slice) => slice.own))),
    baseline: rate(fresh),
    ratio,
    ...(isLog && { target: `at least ${PER_CHILD_RATIO}`, isMet: ratio >= PER_CHILD_RATIO }),
  };
  const lines = [inProcess];
  for (const children of [1, 2]) {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.push(await measureSandboxed(what, children));
    }
    const value = median(rates);
    lines.push({
      section,
      what: `${title}, end to end, children: ${children}`,
      value: rate(value),
      baseline: rate(fresh),
      ratio: value / fresh,
      ...(children === 2 && {
        target: `at least ${rate(END_TO_END_PER_SECOND)}`,
        isMet: value >= END_TO_END_PER_SECOND,
      }),
    });
  }
  return lines;
}

/** Needs no database: measured once, with the embedded kind. */
export async function measureSandbox(kind: Kind): Promise<Line[]> {
  if (kind.name !== 'embedded') return [];
  return [
    ...(await measureWhat('sandbox', 'one log')),
    ...(await measureWhat('sandbox', 'one key-value call')),
    ...(await measureHostile('sandbox')),
  ];
}
