/**
 * One embedded Postgres backend in a thread of its own: raw wire bytes in, raw wire bytes out.
 * `db/backend` is the other end. Method and measurements: DESIGN section 3, "Embedded database".
 */
import { PGlite } from '@electric-sql/pglite';
import { openThreadControl, type ThreadControl } from './db/control.ts';
import { DurableNodeFS } from './db/durable-fs.ts';
import { MessageStream } from './db/framing.ts';
import { unpackEmptyDatabase } from './db/unpack.ts';

declare const self: Worker;

export type ToWorker =
  | { kind: 'start'; directory: string; archive: string; control: SharedArrayBuffer }
  /** A new client; what was left of the one before is cleared away. */
  | { kind: 'open'; session: number }
  | { kind: 'bytes'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'close' };

export type FromWorker =
  /** Where in the wasm memory the two flags of a cancel lie. */
  | { kind: 'ready'; interruptPending: number; queryCancelPending: number }
  | { kind: 'bytes'; session: number; bytes: Uint8Array<ArrayBuffer> }
  /** The backend is broken and this thread does nothing any more: end it. */
  | { kind: 'fatal'; reason: string }
  | { kind: 'closed' };

/** What this file uses of the Emscripten module that PGlite keeps to itself. */
interface PostgresModule {
  _InterruptPending: number;
  _QueryCancelPending: number;
  _PostgresMainLoopOnce: () => unknown;
  _PostgresMainLongJmp: () => unknown;
  _PostgresSendReadyForQueryIfNecessary: () => unknown;
  _ProcessStartupPacket: () => unknown;
}

/** Exit status with which a reported SQL error leaves Postgres' main loop. */
const SQL_ERROR_STATUS = 100;
/** Answers longer than this are sent on while Postgres still makes the rest. */
const ANSWER_CHUNK_BYTES = 64 * 1024;

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
  min_wal_size: '32MB',
  // fdatasync is a stub in Emscripten.
  wal_sync_method: 'fsync',
  // Deeper recursion would overflow the wasm stack, which Postgres cannot catch.
  max_stack_depth: '100kB',
};

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

/** What Postgres said before it died, such as a disk without room; a trap alone says nothing. */
const lastWords = { text: '' };
const DYING = /\b(?:PANIC|FATAL):\s+(.*)/;

/**
 * Reports a backend that must not run another instruction, and sleeps until the parent ends this
 * thread: PGlite would go on with the rest of the message, a COMMIT perhaps, on broken memory.
 */
function giveUp(error: unknown): never {
  send({ kind: 'fatal', reason: lastWords.text || String(error) });
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/**
 * PGlite swallows wasm traps (stack overflow, out of memory, a failed fsync), answers nothing and
 * is broken from then on. Only a reported SQL error may pass.
 */
function stopAtTraps(module: PostgresModule): void {
  const names = [
    '_PostgresMainLoopOnce',
    '_PostgresMainLongJmp',
    '_PostgresSendReadyForQueryIfNecessary',
    '_ProcessStartupPacket',
  ] as const;
  for (const name of names) {
    const call: (...values: number[]) => unknown = module[name];
    module[name] = (...values: number[]) => {
      try {
        return call(...values);
      } catch (error) {
        if ((error as { status?: number }).status === SQL_ERROR_STATUS) throw error;
        return giveUp(error);
      }
    };
  }
}

function startBackend(directory: string, control: ThreadControl): PGlite {
  return new PGlite({
    fs: new DurableNodeFS(directory, control),
    onStderr(line) {
      lastWords.text = line.match(DYING)?.[1] ?? lastWords.text;
      return false;
    },
    startParams: [
      '--single',
      '-O',
      '-j',
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
  });
}

const encoder = new TextEncoder();
const SYNC_MESSAGE = new Uint8Array([0x53, 0, 0, 0, 4]);

/** A simple-protocol query. */
function queryMessage(sql: string): Uint8Array<ArrayBuffer> {
  const text = encoder.encode(`${sql}\0`);
  const message = new Uint8Array(5 + text.length);
  message[0] = 0x51;
  new DataView(message.buffer).setInt32(1, 4 + text.length);
  message.set(text, 5);
  return message;
}

class Backend {
  #session = 0;
  #messages = new MessageStream();

  constructor(private readonly database: PGlite) {}

  /** A new client on the same backend: it must find a clean session. */
  open(session: number): void {
    this.#execute(SYNC_MESSAGE, () => {}); // the last client may have left in the middle of one
    this.#execute(queryMessage('ROLLBACK'), () => {});
    this.#execute(queryMessage('DISCARD ALL'), () => {});
    this.#session = session;
    this.#messages = new MessageStream();
  }

  receive(bytes: Uint8Array<ArrayBuffer>): void {
    for (const messages of this.#messages.push(bytes)) {
      const answer = new Answer(this.#session);
      this.#execute(messages, (part) => answer.add(part));
      answer.flush();
    }
  }

  /** Not `execProtocolRawSync`: that one parses each answer and keeps it for ever. */
  #execute(messages: Uint8Array, onAnswer: (part: Uint8Array) => void): void {
    this.database
      .execProtocolRawStream(messages, { syncToFs: false, onRawData: onAnswer })
      .catch(giveUp);
  }
}

/** Gathers the pieces of an answer, which Postgres hands out 8 KB at a time. */
class Answer {
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(private readonly session: number) {}

  add(part: Uint8Array): void {
    this.#parts.push(part.slice()); // `part` lies in the wasm memory
    this.#length += part.length;
    if (this.#length >= ANSWER_CHUNK_BYTES) this.flush();
  }

  flush(): void {
    if (this.#length === 0) return;
    const bytes = new Uint8Array(this.#length);
    let end = 0;
    for (const part of this.#parts) {
      bytes.set(part, end);
      end += part.length;
    }
    send({ kind: 'bytes', session: this.session, bytes }, [bytes.buffer]);
    this.#parts = [];
    this.#length = 0;
  }
}

async function start({ directory, archive, control }: Extract<ToWorker, { kind: 'start' }>) {
  await unpackEmptyDatabase(directory, archive);
  const database = startBackend(directory, openThreadControl(control));
  await database.waitReady;
  const module = database.Module as unknown as PostgresModule;
  stopAtTraps(module);
  const backend = new Backend(database);

  self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === 'open') backend.open(data.session);
    else if (data.kind === 'bytes') backend.receive(data.bytes);
    else if (data.kind === 'close') {
      await database.close();
      send({ kind: 'closed' });
    }
  };
  send({
    kind: 'ready',
    interruptPending: module._InterruptPending,
    queryCancelPending: module._QueryCancelPending,
  });
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') start(data).catch(giveUp);
};
