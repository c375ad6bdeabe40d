import { type Pointer, toArrayBuffer } from 'bun:ffi';
import { Database as LockFile } from 'bun:sqlite';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Duplex } from 'node:stream';
import pg from 'pg';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { resources } from '../base/resources.ts';
import type { FromWorker, ToWorker } from '../pg-worker.ts';
import type { Engine } from './engine.ts';

/** Bytes of wasm memory that hold Postgres' static variables, the cancel flags among them. */
const STATIC_MEMORY_BYTES = 1 << 27;

type Ready = Extract<FromWorker, { kind: 'ready' }>;

/**
 * Takes the exclusive lock on a data directory; PGlite has none of its own. The kernel releases
 * it however the process ends. Throws `conflict` when another process holds it.
 */
function lockDirectory(directory: string): LockFile {
  mkdirSync(dirname(directory), { recursive: true });
  const lock = new LockFile(`${directory}.lock`, { create: true });
  try {
    lock.run('PRAGMA locking_mode = EXCLUSIVE');
    lock.run('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    throw new AppError(
      'conflict',
      `${directory} is in use by another Hearthbeat. Stop that one, or give this one another --data folder.`,
      { cause },
    );
  }
}

/**
 * Opens the embedded Postgres in `directory` (made when missing). The result is an ordinary
 * `pg.Pool` of one connection, whose "socket" hands wire bytes to a thread (spikes: one driver for
 * both modes, no TCP). A broken backend is replaced; only what was in flight fails.
 */
export function openEmbedded(directory: string, log: Log): Engine {
  const lock = lockDirectory(directory);
  let worker: Worker | undefined;
  let ready: Ready | undefined;
  let starting: Promise<void> | undefined;
  let stopped: Promise<unknown> = Promise.resolve();
  let current: Wire | undefined;

  const post = (message: ToWorker, transfer: Transferable[] = []) =>
    worker?.postMessage(message, transfer);

  class Wire extends Duplex {
    connect() {
      current = this;
      starting ??= start();
      starting.then(
        () => {
          post('open');
          this.emit('connect');
        },
        (error) => this.destroy(error),
      );
      return this;
    }
    setNoDelay() {
      return this;
    }
    setKeepAlive() {
      return this;
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
    override _read() {}
    override _write(chunk: Buffer, _encoding: string, done: () => void) {
      const bytes = new Uint8Array(chunk);
      post(bytes, [bytes.buffer]);
      done();
    }
    override _final(done: () => void) {
      done();
      this.destroy();
    }
  }

  async function start(): Promise<void> {
    await stopped; // never two backends on one directory
    await new Promise<void>((resolve, reject) => {
      const started = new Worker(resources.databaseWorker, {
        env: {
          HEARTHBEAT_PG_DIRECTORY: directory,
          HEARTHBEAT_PG_ARCHIVE: resources.emptyDatabase,
        },
      });
      worker = started;
      stopped = new Promise((closed) => started.addEventListener('close', closed));
      started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'ready') {
          ready = data;
          resolve();
        } else if (data.kind === 'fatal') restart(data.reason);
        else if (data.kind === 'bytes') current?.push(Buffer.from(data.bytes.buffer));
      };
      started.onerror = (event) => {
        reject(new Error(event.message));
        restart(event.message);
      };
    });
  }

  function restart(reason: string): void {
    log.warn('embedded database restarted', { reason: reason.slice(0, 200) });
    worker?.terminate();
    worker = undefined;
    ready = undefined;
    starting = undefined;
    current?.destroy(new Error('the embedded database was restarted'));
    current = undefined;
  }

  function cancel(): void {
    if (!ready) return;
    const memory = new Int32Array(toArrayBuffer(ready.heap as Pointer, 0, STATIC_MEMORY_BYTES));
    memory[ready.queryCancelPending >> 2] = 1;
    memory[ready.interruptPending >> 2] = 1;
  }

  async function closeWorker(): Promise<void> {
    const closing = worker;
    if (!closing) return;
    await new Promise<void>((resolve) => {
      closing.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'closed') resolve();
      };
      post('close');
    });
    closing.terminate();
  }

  const pool = new pg.Pool({
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    stream: () => new Wire() as never,
  });
  pool.on('error', () => {}); // the failed query carries the error; an idle client is replaced

  return {
    kind: 'embedded',
    pool,
    cancel,
    restart,
    async close() {
      await pool.end();
      await closeWorker();
      lock.close();
    },
  };
}
