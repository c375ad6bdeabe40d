/** What a plugin's run costs, against a new runtime for every run in this process. */
import { silentLog } from '../src/base/log.ts';
import { systemClock } from '../src/base/time.ts';
import type { Sandbox } from '../src/sandbox/contract.ts';
import { LIFECYCLE_PROFILE } from '../src/sandbox/profile.ts';
import { openSandbox } from '../src/sandbox/sandbox.ts';
import { openFreshGuest } from './fresh-guest.ts';
import { measureHostile } from './hostile.ts';
import { median } from './numbers.ts';
import type { Kind } from './places.ts';
import { type Line, rate } from './table.ts';

const WARM_UP_MS = 500;
const MEASURE_MS = 2_000;
/** Sandbox and baseline take turns, because the machine is noisy. */
const ROUNDS = 3;
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
async function ratePerSecond(durationMs: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let runs = 0; ; ) {
    await work();
    runs += 1;
    const elapsed = performance.now() - startedAt;
    if (elapsed >= durationMs) return (runs * 1_000) / elapsed;
  }
}

async function measureFresh(what: What): Promise<number> {
  const guest = await openFreshGuest();
  const payload = JSON.stringify({ ctx: CONTEXT, argument: HEARTBEAT });
  const run = async () => void guest.run(SCRIPTS[what], payload);
  await ratePerSecond(WARM_UP_MS, run);
  return ratePerSecond(MEASURE_MS, run);
}

interface Rates {
  endToEnd: number;
  /** By what the children say that a run took them. */
  perChild: number;
}

async function drive(sandbox: Sandbox, what: What, durationMs: number): Promise<Rates> {
  let counted = 0;
  let spentMs = 0;
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
      spentMs += outcome.usage.ms;
      runs += 1;
    }
  }
  await Promise.all(Array.from({ length: PLUGINS }, (_, plugin) => repeat(`plugin ${plugin}`)));
  const elapsed = performance.now() - startedAt;
  return { endToEnd: (runs * 1_000) / elapsed, perChild: (runs * 1_000) / spentMs };
}

async function measureSandboxed(what: What, children: number): Promise<Rates> {
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

async function measureRound(what: What) {
  return {
    fresh: await measureFresh(what),
    one: await measureSandboxed(what, 1),
    two: await measureSandboxed(what, 2),
  };
}

async function measureWhat(section: string, what: What): Promise<Line[]> {
  const rounds: Awaited<ReturnType<typeof measureRound>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(what));
  const middle = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  const fresh = rate(middle((round) => round.fresh));
  const toLine = (title: string, pick: (round: (typeof rounds)[number]) => number): Line => ({
    section,
    what: `on_heartbeat with ${what}, ${title} : a new runtime per run`,
    value: rate(middle(pick)),
    baseline: fresh,
    ratio: middle((round) => pick(round) / round.fresh),
  });
  const inChild = toLine('in a child', ({ one }) => one.perChild);
  const endToEnd = toLine('end to end, two children', ({ two }) => two.endToEnd);
  const isLog = what === 'one log';
  return [
    isLog
      ? {
          ...inChild,
          target: `at least ${PER_CHILD_RATIO}`,
          isMet: (inChild.ratio ?? 0) >= PER_CHILD_RATIO,
        }
      : inChild,
    toLine('end to end, one child', ({ one }) => one.endToEnd),
    {
      ...endToEnd,
      target: `at least ${rate(END_TO_END_PER_SECOND)}`,
      isMet: middle(({ two }) => two.endToEnd) >= END_TO_END_PER_SECOND,
    },
  ];
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
