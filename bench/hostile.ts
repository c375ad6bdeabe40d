/** A plain endpoint's latency while hostile plugins run without pause in the same process's sandbox. */
import { Value } from '@sinclair/typebox/value';
import { silentLog } from '../src/base/log.ts';
import { systemClock } from '../src/base/time.ts';
import type { Sandbox } from '../src/sandbox/contract.ts';
import { LIFECYCLE_PROFILE } from '../src/sandbox/profile.ts';
import { openSandbox } from '../src/sandbox/sandbox.ts';
import { runChild } from './child.ts';
import { median, quantile } from './numbers.ts';
import { LatencyResult } from './sandbox-load.ts';
import { type Line, milliseconds } from './table.ts';

const CHILDREN = 2;
const EVERY_MS = 10;
const DURATION_MS = 8_000;
/** With and without take turns, because the machine is noisy. */
const ROUNDS = 3;
/** Before a refused plugin is offered again: its queue is full, or it is being slowed down. */
const REFUSED_PAUSE_MS = 5;
const TARGET_RATIO = 3;

const HOSTILE: Record<string, string> = {
  'an endless loop': 'for (;;);',
  'a memory bomb': 'const list = []; for (;;) list.push(new Uint8Array(1e5));',
  'a native that does not return': 'return "a".repeat(3e6).indexOf("a".repeat(15e5) + "b");',
  'a flood of calls and lines':
    'for (;;) { log("x".repeat(1e4)); try { await ctx.redis.get("key"); } catch {} }',
};

/** Runs each of them again as soon as it has ended, until it is stopped. */
function attack(sandbox: Sandbox) {
  let isOpen = true;
  let runs = 0;
  async function repeat(name: string, body: string): Promise<void> {
    while (isOpen) {
      const outcome = await sandbox.run({
        key: name,
        source: `async function on_heartbeat(ctx) { ${body} }`,
        call: { kind: 'hook', name: 'on_heartbeat' },
        context: { user_id: 'somebody' },
        host: async () => 'value',
      });
      if (!outcome.ok && outcome.error.kind === 'busy') await Bun.sleep(REFUSED_PAUSE_MS);
      else runs += 1;
    }
  }
  const repeating = Object.entries(HOSTILE).map(([name, body]) => repeat(name, body));
  return {
    /** Closes the sandbox under them, which ends what runs. */
    async stop(): Promise<number> {
      isOpen = false;
      await sandbox.close();
      await Promise.all(repeating);
      return runs;
    },
  };
}

async function measureLatencies(port: number): Promise<number[]> {
  const input = { port, everyMs: EVERY_MS, durationMs: DURATION_MS };
  return Value.Decode(LatencyResult, await runChild('sandbox-load.ts', input)).latencies;
}

async function measureRound(port: number) {
  const calm = await measureLatencies(port);
  const attacking = attack(
    openSandbox({
      log: silentLog,
      clock: systemClock,
      profile: LIFECYCLE_PROFILE,
      children: CHILDREN,
    }),
  );
  const attacked = await measureLatencies(port);
  return { calm, attacked, runs: await attacking.stop() };
}

export async function measureHostile(section: string): Promise<Line[]> {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('ok') });
  const rounds: Awaited<ReturnType<typeof measureRound>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await measureRound(server.port ?? 0));
  }
  await server.stop(true);
  return [0.5, 0.99].map((share): Line => {
    const value = median(rounds.map(({ attacked }) => quantile(attacked, share)));
    const baseline = median(rounds.map(({ calm }) => quantile(calm, share)));
    const ratio = value / baseline;
    return {
      section,
      what: `plain request beside ${Object.keys(HOSTILE).length} hostile plugins, p${share * 100} : without them`,
      value: milliseconds(value),
      baseline: milliseconds(baseline),
      ratio,
      ...(share === 0.99 && {
        target: `at most ${TARGET_RATIO}`,
        isMet: ratio <= TARGET_RATIO,
      }),
    };
  });
}
