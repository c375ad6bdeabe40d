import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHECKOUT = join(import.meta.dir, '../..');
/** A cold embedded database on a busy machine. */
const START_LIMIT_MS = 60_000;
const POLL_MS = 50;
const DEMO_LOGIN = /Sign in as (?<username>\S+) with the password (?<password>\S+)/;
const SETUP_LINK = /https?:\/\/\S+\/setup#token=[^\s"']+/;

export interface Program {
  /** Where its pages are, without a slash at the end. */
  url: string;
  /** Printed while there is no account. */
  setupLink: string | null;
  /** Who may sign in to a demo, as printed; null when it is none. */
  demo: { username: string; password: string } | null;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
}

interface StartOptions {
  dataDirectory: string;
  port: number;
  /** Put behind `HEARTHBEAT_BASE_URL`, for example `/hb`. */
  basePath?: string;
  /** The name in that address, where only a browser knows it. */
  publicHost?: string;
  /** Made-up people with a year of work; kept in memory, not in the data directory. */
  isDemo?: boolean;
}

/**
 * Starts the program as an operator would: the executable that HEARTHBEAT_BINARY names, or the
 * sources. Throws with its output when it does not come up.
 */
export async function startProgram({
  dataDirectory,
  port,
  basePath = '',
  publicHost = '127.0.0.1',
  isDemo = false,
}: StartOptions): Promise<Program> {
  const url = `http://127.0.0.1:${port}${basePath}`;
  const binary = process.env.HEARTHBEAT_BINARY;
  if (!binary) buildAssets();
  const command = binary ? [binary] : [process.execPath, 'src/main.ts'];
  const child = Bun.spawn({
    cmd: [
      ...command,
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--data',
      dataDirectory,
      ...(isDemo ? ['--demo'] : []),
    ],
    cwd: binary ? dataDirectory : CHECKOUT,
    env: {
      ...process.env,
      ...(basePath && { HEARTHBEAT_BASE_URL: `http://${publicHost}:${port}${basePath}` }),
    },
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const output: string[] = [];
  collect(child.stdout, output);
  collect(child.stderr, output);

  const findDemo = () => DEMO_LOGIN.exec(output.join(''))?.groups;
  const findLink = () => SETUP_LINK.exec(output.join(''))?.[0] ?? null;
  try {
    await waitUntil(async () => {
      if (child.exitCode !== null) throw new Error(`The program ended:\n${output.join('')}`);
      const instance = await readInstance(url);
      // The link is printed after the first answer is possible.
      if (isDemo) return findDemo() !== undefined;
      return instance !== null && (!instance.setup_required || findLink() !== null);
    }, output);
  } catch (error) {
    child.kill();
    throw error;
  }
  const setupLink = findLink();
  const { username, password } = findDemo() ?? {};
  return {
    url,
    setupLink,
    demo: username && password ? { username, password } : null,
    async stop() {
      child.kill('SIGTERM');
      await child.exited;
    },
  };
}

/** What the sources carry: the executable has it inside. */
function buildAssets(): void {
  const built = Bun.spawnSync([process.execPath, 'src/build.ts', 'assets'], { cwd: CHECKOUT });
  if (!built.success) throw new Error(built.stderr.toString());
}

async function collect(stream: ReadableStream<Uint8Array>, output: string[]): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) output.push(decoder.decode(chunk, { stream: true }));
}

async function waitUntil(isReady: () => Promise<boolean>, output: string[]): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (await isReady()) return;
    await Bun.sleep(POLL_MS);
  }
  throw new Error(`The program did not start:\n${output.join('')}`);
}

/** Null while nothing listens. */
async function readInstance(url: string): Promise<{ setup_required: boolean } | null> {
  try {
    const answer = await fetch(`${url}/api/v1/instance`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** A port that was free a moment ago. */
export function findFreePort(): number {
  const server = Bun.serve({ port: 0, fetch: () => new Response() });
  const { port } = server;
  server.stop(true);
  if (port === undefined) throw new Error('no free port');
  return port;
}

/** An empty folder for one program's data, gone with `remove`. */
export function makeDataDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'hearthbeat-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
