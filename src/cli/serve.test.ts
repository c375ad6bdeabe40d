/** The program as an operator starts it: a process, its streams, its signals. */
import { expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeTestInstance } from '../app-testing.ts';
import { makeTestDirectory } from '../db/testing.ts';

const main = join(import.meta.dir, '../main.ts');

function start(environment: Record<string, string>, ...argv: string[]) {
  return Bun.spawn([process.execPath, main, ...argv], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdout: 'pipe',
    stderr: 'pipe',
  });
}

async function readUntil(stream: ReadableStream<Uint8Array>, text: string): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let read = '';
  while (!read.includes(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    read += decoder.decode(value);
  }
  reader.releaseLock();
  return read;
}

test('it says where it is and how to begin, logs in JSON, and stops when told', async () => {
  const { environment, remove } = await makeTestInstance();
  const server = start(environment, '--log-level', 'debug');
  const out = await readUntil(server.stdout, 'setup#token=');
  const url = /is ready at (\S+)\n/.exec(out)?.[1] ?? '';
  expect(out).toContain(`Create the first account within 30 minutes: ${url}/setup#token=`);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);

  server.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  const log = await new Response(server.stderr).text();
  const lines: { message: string }[] = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ message }) => message)).toContain('ready');
  expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'stopped' });
  expect(log).not.toContain(/token=(\S+)/.exec(out)?.[1]);
  await remove();
});

test('a second signal stops it at once', async () => {
  const { environment, remove } = await makeTestInstance();
  const server = start(environment);
  await readUntil(server.stdout, 'setup#token=');
  server.kill('SIGINT');
  server.kill('SIGTERM');
  expect([0, 1]).toContain(await server.exited);
  await remove();
});

test('a bad option stops the start with exit code 2 before anything is made', async () => {
  const data = join(makeTestDirectory(), 'data');
  const server = start({ HEARTHBEAT_PORT: 'eighty', HEARTHBEAT_DATA: data });
  expect(await server.exited).toBe(2);
  expect(await new Response(server.stderr).text()).toContain('HEARTHBEAT_PORT is "eighty"');
  expect(await new Response(server.stdout).text()).toBe('');
  expect(existsSync(data)).toBe(false);
});

test('a demo says how to sign in, touches no data folder, and leaves nothing behind', async () => {
  const data = makeTestDirectory();
  const temporary = makeTestDirectory();
  const server = start(
    {
      HEARTHBEAT_DATA: join(data, 'mine'),
      HEARTHBEAT_HOST: '127.0.0.1',
      HEARTHBEAT_PORT: '0',
      TMPDIR: temporary,
    },
    '--demo',
  );
  const out = await readUntil(server.stdout, 'with the password');
  expect(out).toContain('Sign in as demo with the password ');
  expect(out).not.toContain('setup#token=');
  expect(readdirSync(temporary)).toHaveLength(1);
  server.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(join(data, 'mine'))).toBe(false);
});
