/**
 * One embedded Postgres backend in a thread of its own: raw wire bytes in, raw wire bytes out.
 * `db/embedded` is the other end. Method and measurements: DESIGN section 3, "Embedded database".
 */
import { ptr } from 'bun:ffi';
import { existsSync, fsyncSync, renameSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

declare const self: Worker;

/** What this file uses of the Emscripten module that PGlite keeps to itself. */
interface PostgresModule {
  HEAPU8: Uint8Array<ArrayBuffer>;
  _InterruptPending: number;
  _QueryCancelPending: number;
  _PostgresMainLoopOnce: () => unknown;
}

interface EmscriptenModule {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } };
}

export type ToWorker = Uint8Array<ArrayBuffer> | 'open' | 'close';

export type FromWorker =
  | { kind: 'ready'; heap: number; interruptPending: number; queryCancelPending: number }
  | { kind: 'bytes'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'fatal'; reason: string }
  | { kind: 'closed' };

/** Exit status with which Postgres leaves one round of its main loop in good order. */
const EMSCRIPTEN_LOOP_EXIT = 100;

/** Emscripten's NODEFS has no fsync, so without this nothing would ever be flushed to disk. */
class DurableNodeFS extends NodeFS {
  override async init(...parameters: Parameters<NodeFS['init']>) {
    const result = await super.init(...parameters);
    result.emscriptenOpts.preRun?.push((module: unknown) => {
      (module as EmscriptenModule).NODEFS.stream_ops.fsync = (stream) => {
        fsyncSync(stream.nfd);
        return 0;
      };
    });
    return result;
  }
}

/** `ALTER SYSTEM` has no effect in single-user mode, so settings go in as start parameters. */
const settings: Record<string, string | number> = {
  search_path: 'public',
  exit_on_error: 'false',
  io_method: 'sync',
  max_worker_processes: 0,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  shared_buffers: '32MB',
  wal_sync_method: 'fsync',
  // Deeper recursion would overflow the wasm stack, which Postgres cannot catch.
  max_stack_depth: '100kB',
};

/** First start: unpack the directory baked at build time; a half-made one is never seen. */
async function unpackEmptyDatabase(directory: string, archive: string): Promise<void> {
  if (existsSync(`${directory}/PG_VERSION`)) return;
  const tar = await Bun.zstdDecompress(await Bun.file(archive).arrayBuffer());
  rmSync(`${directory}.new`, { recursive: true, force: true });
  await new Bun.Archive(tar).extract(`${directory}.new`);
  rmSync(directory, { recursive: true, force: true });
  renameSync(`${directory}.new`, directory);
}

/** The length of all complete messages at the start of `buffer`. */
function completeLength(buffer: Uint8Array, isStartup: boolean): number {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  if (isStartup)
    return buffer.length >= 4 && buffer.length >= view.getInt32(0) ? view.getInt32(0) : 0;
  let end = 0;
  while (end + 5 <= buffer.length && end + 1 + view.getInt32(end + 1) <= buffer.length) {
    end += 1 + view.getInt32(end + 1);
  }
  return end;
}

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function main(directory: string, archive: string): Promise<void> {
  await unpackEmptyDatabase(directory, archive);
  const database = new PGlite({
    fs: new DurableNodeFS(directory),
    startParams: [
      '--single',
      '-O',
      '-j',
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
  });
  await database.waitReady;
  const module = database.Module as unknown as PostgresModule;
  const fatal = (error: unknown) => send({ kind: 'fatal', reason: String(error) });

  // PGlite swallows wasm traps (stack overflow, out of memory), answers nothing and is broken
  // from then on; the parent restarts this thread when it hears of one.
  const runLoopOnce = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      return runLoopOnce();
    } catch (error) {
      if ((error as { status?: number }).status !== EMSCRIPTEN_LOOP_EXIT) fatal(error);
      throw error;
    }
  };

  let pending: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let isStartup = true;

  /** A new client on the same backend: it must find a clean session. */
  async function openSession(): Promise<void> {
    if (database.isInTransaction()) await database.exec('ROLLBACK');
    await database.exec('DISCARD ALL');
    pending = new Uint8Array(0);
    isStartup = true;
  }

  /** Hands the backend all complete messages in one call. */
  function exchange(bytes: Uint8Array<ArrayBuffer>): void {
    pending = pending.length ? new Uint8Array(Buffer.concat([pending, bytes])) : bytes;
    for (;;) {
      const end = completeLength(pending, isStartup);
      if (end === 0) return;
      const message = pending.slice(0, end);
      pending = pending.slice(end);
      isStartup = false;
      // A cancel that came too late for its statement must not hit the next one.
      new Int32Array(module.HEAPU8.buffer)[module._QueryCancelPending >> 2] = 0;
      const answer = new Uint8Array(database.execProtocolRawSync(message));
      if (answer.length) send({ kind: 'bytes', bytes: answer }, [answer.buffer]);
    }
  }

  self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
    try {
      if (data === 'open') await openSession();
      else if (data === 'close') {
        await database.close();
        send({ kind: 'closed' });
      } else exchange(data);
    } catch (error) {
      fatal(error);
    }
  };
  send({
    kind: 'ready',
    heap: ptr(new Uint8Array(module.HEAPU8.buffer)),
    interruptPending: module._InterruptPending,
    queryCancelPending: module._QueryCancelPending,
  });
}

const { HEARTHBEAT_PG_DIRECTORY: directory, HEARTHBEAT_PG_ARCHIVE: archive } = process.env;
if (directory && archive) await main(directory, archive);
