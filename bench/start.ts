/** From the command to the first answer, and what it holds in memory when nothing happens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './numbers.ts';
import type { Kind, Place } from './places.ts';
import {
  type Command,
  findBinary,
  findPort,
  fromSource,
  launch,
  type Program,
  waitFor,
} from './program.ts';
import { type Line, megabytes } from './table.ts';

const STARTS = 7;
const IDLE_MS = 3_000;
const TARGETS = {
  embedded: { seconds: 0.6, megabytes: 200 },
  server: { seconds: 0.25, megabytes: 100 },
};
const MEGABYTE = 1024 ** 2;

interface Start {
  seconds: number;
  bytes: number;
}

function residentBytes(pid: number): number {
  const [, kilobytes] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** One start until `path` is answered, and the memory a while later. */
async function measureStart(start: () => Program, path: string): Promise<Start> {
  const startedAt = performance.now();
  const program = start();
  try {
    await waitFor(program.port, path, program.process);
    const seconds = (performance.now() - startedAt) / 1_000;
    await Bun.sleep(IDLE_MS);
    return { seconds, bytes: residentBytes(program.process.pid) };
  } finally {
    await program.stop();
  }
}

function launchBareServer(): Program {
  const port = findPort();
  const child = Bun.spawn([
    process.execPath,
    join(import.meta.dir, 'bare-server.ts'),
    String(port),
  ]);
  return {
    port,
    process: child,
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

async function measureCommand(place: Place, command: Command) {
  const once = () => measureStart(() => launch(place, command), '/healthz');
  await once(); // the first start makes the files that the others find
  const program: Start[] = [];
  const bare: Start[] = [];
  for (let round = 0; round < STARTS; round++) {
    program.push(await once());
    bare.push(await measureStart(launchBareServer, '/'));
  }
  const middle = (starts: Start[]): Start => ({
    seconds: median(starts.map(({ seconds }) => seconds)),
    bytes: median(starts.map(({ bytes }) => bytes)),
  });
  const best = Math.min(...program.map(({ seconds }) => seconds));
  return { program: middle(program), bare: middle(bare), best };
}

async function measureFrom(kind: Kind, from: string, command: Command): Promise<Line[]> {
  const { program, bare, best } = await kind.inPlace((place) => measureCommand(place, command));
  const target = TARGETS[kind.name];
  const section = `start (${kind.name})`;
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return [
    {
      section,
      what: `${from}: warm start to first answer (best ${seconds(best)}) : bare Bun.serve`,
      value: seconds(program.seconds),
      baseline: seconds(bare.seconds),
      ratio: program.seconds / bare.seconds,
      target: `at most ${target.seconds} s`,
      isMet: program.seconds <= target.seconds,
    },
    {
      section,
      what: `${from}: resident memory after ${IDLE_MS / 1_000} idle seconds : bare Bun.serve`,
      value: megabytes(program.bytes),
      baseline: megabytes(bare.bytes),
      ratio: program.bytes / bare.bytes,
      target: `at most ${target.megabytes} MB`,
      isMet: program.bytes <= target.megabytes * MEGABYTE,
    },
  ];
}

export async function measureStarts(kind: Kind): Promise<Line[]> {
  const binary = findBinary();
  return [
    ...(await measureFrom(kind, 'source', fromSource)),
    ...(binary ? await measureFrom(kind, 'executable', binary) : []),
  ];
}
