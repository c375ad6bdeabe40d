/**
 * The private socket through which the command line reaches a running server: JSON over HTTP, a
 * fixed list of operations. Who may write to the data folder may use it, and nobody else.
 */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Services } from '../app.ts';
import { AppError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Operation, operations } from './operations.ts';

const SOCKET_NAME = 'control.sock';
const OWNER_ONLY = 0o600;

const Reply = Type.Union([
  Type.Object({ result: Type.Unknown() }),
  Type.Object({
    code: Type.Union([
      ...(['invalid', 'unauthorized', 'forbidden', 'not_found', 'conflict'] as const).map((code) =>
        Type.Literal(code),
      ),
      ...(['too_large', 'too_many', 'unavailable'] as const).map((code) => Type.Literal(code)),
    ]),
    error: Type.String(),
  }),
  Type.Object({ internal: Type.String() }),
]);
type Reply = Static<typeof Reply>;

export interface Control {
  close(): Promise<void>;
}

async function reply(services: Services, request: Request, log: Log): Promise<Reply> {
  const name = new URL(request.url).pathname.slice(1);
  const operation = operations.find((candidate) => candidate.name === name);
  if (!operation) return { code: 'not_found', error: `The server does not know ${name}.` };
  log.info('command line', { operation: name });
  try {
    return { result: await operation.runUnknown(services, await request.json()) };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, error: error.message };
    log.error('a command failed', { operation: name, error });
    return { internal: messageOf(error) };
  }
}

/** Whether a server answers at this path. A socket file stays behind when a process is killed. */
async function isAnswered(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    await fetch('http://localhost/', { unix: path });
    return true;
  } catch {
    return false;
  }
}

/**
 * Listens in the data folder; null when it cannot, which only costs the command line its way to
 * this server: the path may be too long for a socket, or another instance shares the folder.
 */
export async function openControl(
  dataDirectory: string,
  services: Services,
  log: Log,
): Promise<Control | null> {
  const path = join(dataDirectory, SOCKET_NAME);
  try {
    if (await isAnswered(path)) throw new Error('another server listens there');
    rmSync(path, { force: true });
    const server = Bun.serve({
      unix: path,
      fetch: async (request) => Response.json(await reply(services, request, log)),
    });
    chmodSync(path, OWNER_ONLY);
    return {
      async close() {
        await server.stop();
        rmSync(path, { force: true });
      },
    };
  } catch (error) {
    log.warn('no control socket: the command line cannot reach this server', {
      path,
      reason: messageOf(error),
    });
    return null;
  }
}

/** Asks the server that runs on this data folder; null when none does. Throws what it throws. */
export async function callControl<Input, Output>(
  dataDirectory: string,
  operation: Operation<Input, Output>,
  input: Input,
): Promise<{ output: Output } | null> {
  const path = join(dataDirectory, SOCKET_NAME);
  if (!(await isAnswered(path))) return null;
  const response = await fetch(`http://localhost/${operation.name}`, {
    unix: path,
    method: 'POST',
    body: JSON.stringify(input),
  });
  const answer: unknown = await response.json();
  if (!Value.Check(Reply, answer)) throw new Error('unexpected answer from the server');
  if ('error' in answer) throw new AppError(answer.code, answer.error);
  if ('internal' in answer) throw new Error(`the server failed: ${answer.internal}`);
  return { output: operation.parseOutput(answer.result) };
}
