/** The real program as a child process. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from './places.ts';
import { type Client, openClient, toBytes } from './raw-http.ts';

const CHECKOUT = join(import.meta.dir, '..');
/** A start that takes longer has failed. */
const START_LIMIT_MS = 60_000;
const POLL_MS = 5;

/** How the program is started: the command without arguments. */
export type Command = readonly string[];

export const fromSource: Command = [process.execPath, join(CHECKOUT, 'src/main.ts')];

/** The executable, when there is one. */
export function findBinary(): Command | null {
  const path = process.env.HEARTHBEAT_BINARY ?? join(CHECKOUT, 'dist/hearthbeat');
  return existsSync(path) ? [path] : null;
}

/** What the sections with no interest in starting use. */
export const command = (): Command =>
  process.env.HEARTHBEAT_BINARY ? [process.env.HEARTHBEAT_BINARY] : fromSource;

/** A port that was free just now. */
export function findPort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

/** This process's environment without what configures the program. */
function cleanEnvironment(): Record<string, string> {
  const own = /^(HEARTHBEAT_|DATABASE_URL|REDIS_URL|PORT$)/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || own.test(name) ? [] : [[name, value]],
    ),
  );
}

/** Asks until a path is answered with a success. */
export async function waitFor(port: number, path: string, child: Bun.Subprocess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error('the program ended instead of starting');
    if (Date.now() > deadline) throw new Error('the program does not start');
    let client: Client | undefined;
    try {
      client = await openClient(port);
      await client.ask(toBytes({ method: 'GET', path, key: '' }));
      return;
    } catch {
      await Bun.sleep(POLL_MS);
    } finally {
      client?.close();
    }
  }
}

export interface Program {
  port: number;
  process: Bun.Subprocess;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

/** Starts the program; returns at once, before it answers. */
export function launch(
  { dataDirectory, databaseUrl }: Address,
  program: Command = command(),
): Program {
  const port = findPort();
  const flags = ['serve', '--host', '127.0.0.1', '--port', String(port), '--data', dataDirectory];
  const child = Bun.spawn([...program, ...flags], {
    cwd: dataDirectory,
    env: {
      ...cleanEnvironment(),
      HEARTHBEAT_LOG_LEVEL: 'warn',
      ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    },
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'inherit',
  });
  return {
    port,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      await child.exited;
    },
  };
}

/** Lends the running program to `work`. */
export async function whileRunning<T>(
  address: Address,
  work: (program: Program) => Promise<T>,
): Promise<T> {
  const program = launch(address);
  try {
    await waitFor(program.port, '/readyz', program.process);
    return await work(program);
  } finally {
    await program.stop();
  }
}
