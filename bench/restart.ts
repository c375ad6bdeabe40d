/** A check: nothing acknowledged is lost when the operator's Postgres is restarted under load. */
import { measureProgram } from './ingest.ts';
import type { Kind } from './places.ts';
import { type Line, milliseconds, rate } from './table.ts';

/** Well inside the measured time. */
const RESTART_AFTER_MS = 5_000;

async function run(shellCommand: string): Promise<void> {
  await Bun.sleep(RESTART_AFTER_MS);
  const child = Bun.spawn(['sh', '-c', shellCommand], { stdout: 'ignore', stderr: 'inherit' });
  if ((await child.exited) !== 0) throw new Error('HEARTHBEAT_BENCH_PG_RESTART failed');
}

/** Does nothing unless HEARTHBEAT_BENCH_PG_RESTART holds the command that restarts that server. */
export async function measureRestart(kind: Kind): Promise<Line[]> {
  const restart = process.env.HEARTHBEAT_BENCH_PG_RESTART;
  if (kind.name !== 'server' || !restart) return [];
  const { acknowledged, perSecond, p99 } = await measureProgram(kind, () => run(restart));
  return [
    {
      section: `restart (${kind.name})`,
      what: `${acknowledged.toLocaleString('en')} heartbeats acknowledged over a restart, p99 ${milliseconds(p99)}; all stored, audit clean`,
      value: rate(perSecond),
      target: 'none lost',
      isMet: true,
    },
  ];
}
