/** Many attacks in a row, and what the process and its children look like meanwhile. */
import { silentLog } from '../../base/log.ts';
import { systemClock } from '../../base/time.ts';
import type { Sandbox } from '../contract.ts';
import { LIFECYCLE_PROFILE } from '../profile.ts';
import { openSandbox } from '../sandbox.ts';
import type { Attack } from './attack.ts';
import type { Lie } from './inspections.ts';
import { listChildren, residentBytes } from './processes.ts';
import { listGoodProblems, listLieProblems, type Trial, tryAttack } from './trial.ts';

const CHILDREN = 2;
const ASK_EVERY_MS = 10;
const WARM_UP_RUNS = 300;
/** Time that the system may take to forget a killed process. */
const SETTLE_MS = 300;

export interface Footprint {
  parentBytes: number;
  /** Of the largest child. */
  childBytes: number;
}

export interface SuiteResult {
  trials: Trial[];
  /** After a few attacks, and after all. */
  before: Footprint;
  after: Footprint;
  /** The longest that a plain request took meanwhile, and how many there were. */
  slowestAnswerMs: number;
  answers: number;
  /** The most that this process had in memory meanwhile. */
  peakParentBytes: number;
  /** Children that were still there when the sandbox had been closed. */
  leftOver: number[];
}

const open = (): Sandbox =>
  openSandbox({
    log: silentLog,
    clock: systemClock,
    profile: LIFECYCLE_PROFILE,
    children: CHILDREN,
  });

/** Some of each class, other ones for another seed. */
export function sample(attacks: readonly Attack[], perClass: number, seed: number): Attack[] {
  const classes = Map.groupBy(attacks, (attack) => attack.class);
  const rank = (attack: Attack) => Bun.hash.wyhash(attack.what, BigInt(seed));
  return [...classes.values()].flatMap((all) =>
    all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, perClass),
  );
}

/** Asks a plain endpoint of this process again and again until it is stopped. */
function openAsker() {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('ok') });
  let isOpen = true;
  let slowestAnswerMs = 0;
  let answers = 0;
  let peakParentBytes = 0;
  async function ask(): Promise<void> {
    while (isOpen) {
      const askedAt = performance.now();
      if ((await (await fetch(server.url)).text()) !== 'ok') throw new Error('no answer');
      slowestAnswerMs = Math.max(slowestAnswerMs, performance.now() - askedAt);
      answers += 1;
      peakParentBytes = Math.max(peakParentBytes, process.memoryUsage.rss());
      await Bun.sleep(ASK_EVERY_MS);
    }
  }
  const asking = ask();
  return {
    async stop() {
      isOpen = false;
      await asking;
      await server.stop(true);
      return { slowestAnswerMs, answers, peakParentBytes };
    },
  };
}

/** Looks at the scripts, all at once; what is wrong with what was found, by name. */
export async function lookAtAll(lies: Readonly<Record<string, Lie>>): Promise<string[]> {
  const sandbox = open();
  try {
    const looks = Object.entries(lies).map(async ([what, lie]) =>
      (await listLieProblems(sandbox, lie)).map((problem) => `${what}: ${problem}`),
    );
    const problems = (await Promise.all(looks)).flat();
    return [...problems, ...(await listGoodProblems(sandbox))];
  } finally {
    await sandbox.close();
  }
}

/**
 * Runs the attacks one after the other, as different plugins. The first of each class run twice:
 * before the plateau is measured, and in their turn.
 */
export async function runSuite(
  attacks: readonly Attack[],
  onTrial: (trial: Trial) => void = () => {},
): Promise<SuiteResult> {
  const others = new Set(listChildren());
  const own = () => listChildren().filter((pid) => !others.has(pid));
  const sandbox = open();
  async function footprint(): Promise<Footprint> {
    for (let run = 0; run < WARM_UP_RUNS; run += 1) await listGoodProblems(sandbox);
    await Bun.sleep(SETTLE_MS);
    Bun.gc(true);
    return {
      parentBytes: process.memoryUsage.rss(),
      childBytes: Math.max(...own().map(residentBytes)),
    };
  }

  const asker = openAsker();
  const trials: Trial[] = [];
  try {
    for (const attack of sample(attacks, 1, 0)) {
      await tryAttack(sandbox, { ...attack, what: `${attack.what}, to warm up` });
    }
    const before = await footprint();
    for (const attack of attacks) {
      const trial = await tryAttack(sandbox, attack);
      trials.push(trial);
      onTrial(trial);
    }
    const after = await footprint();
    await sandbox.close();
    await Bun.sleep(SETTLE_MS);
    return { trials, before, after, ...(await asker.stop()), leftOver: own() };
  } finally {
    await sandbox.close();
    await asker.stop();
  }
}
