import { type Pointer, toArrayBuffer } from 'bun:ffi';
import { closeSync } from 'node:fs';
import type { Log } from '../base/log.ts';
import { resources } from '../base/resources.ts';
import type { FromWorker, ToWorker } from '../pg-worker.ts';
import { openProgramControl } from './control.ts';

type Ready = Extract<FromWorker, { kind: 'ready' }>;

/**
 * What was in flight when the embedded backend was replaced, or waited for one that did not come
 * up, fails with this. Nothing acknowledged is lost, and the next start may succeed.
 */
export class BackendReplaced extends Error {
  override readonly name = 'BackendReplaced';
}

export interface BackendOptions {
  directory: string;
  log: Log;
  /** An answer to the client `session`. */
  onBytes(session: number, bytes: Buffer): void;
  /** The backend is gone; the next `start` makes a new one. */
  onLost(error: Error): void;
  /** Runs `work`, now or soon, in order. */
  deliver(work: () => void): void;
}

/** The thread that runs the embedded Postgres, replaced whenever it breaks. */
export interface Backend {
  /** Resolves when it runs. Rejects when it cannot; the next call tries again. */
  start(): Promise<void>;
  /** A new client, on a clean session. */
  openSession(session: number): void;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /**
   * Asks the running statement to stop, as a real server's CancelRequest does. May be lost between
   * two protocol messages: repeat it until the statement ended. Does nothing to the next statement.
   */
  cancel(): void;
  /** Ends the thread at once, as kill -9 would. */
  replace(reason: string): void;
  /** Shuts Postgres down cleanly, so that the next start needs no recovery. */
  stop(): Promise<void>;
  flushes(): number;
  memoryBytes(): number;
}

/** A backend that cannot start is not tried again sooner than this. */
const START_RETRY_MS = 1_000;
const FLAG_BYTES = 4;

/** Postgres looks at both flags whenever it calls CHECK_FOR_INTERRUPTS(). */
function raise(address: number, offset: number): void {
  new Int32Array(toArrayBuffer(address as Pointer, offset, FLAG_BYTES))[0] = 1;
}

export function openBackend(options: BackendOptions): Backend {
  const { directory, log, onBytes, onLost, deliver } = options;
  const control = openProgramControl();
  let worker: Worker | undefined;
  let ready: Ready | undefined;
  let starting: Promise<void> | undefined;
  let failStart: (error: Error) => void = () => {};
  let ended: Promise<void> = Promise.resolve();

  function post(message: ToWorker, transfer: Transferable[] = []): void {
    worker?.postMessage(message, transfer);
  }

  /** The kernel keeps the files of a thread that was ended; a clean stop has closed its own. */
  function cleanUpAfter(thread: Worker): Promise<void> {
    return new Promise((resolve) => {
      thread.addEventListener('close', () => {
        for (const descriptor of control.forgetThread()) closeSync(descriptor);
        resolve();
      });
    });
  }

  async function launch(): Promise<void> {
    await ended; // never two backends on one directory
    const thread = new Worker(resources.databaseWorker, { env: {} });
    worker = thread;
    ended = cleanUpAfter(thread);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    failStart = reject;
    const lose = (reason: string) => {
      if (worker === thread) replace(reason);
    };
    thread.onerror = (event) => lose(event.message);
    const receive = (data: FromWorker) => {
      if (worker !== thread) return;
      if (data.kind === 'bytes') onBytes(data.session, Buffer.from(data.bytes.buffer));
      else if (data.kind === 'fatal') lose(data.reason);
      else if (data.kind === 'ready') {
        ready = data;
        resolve();
      }
    };
    thread.onmessage = ({ data }: MessageEvent<FromWorker>) => deliver(() => receive(data));
    const archive = resources.emptyDatabase;
    post({ kind: 'start', directory, archive, control: control.shared });
    return promise;
  }

  function detach(): Worker | undefined {
    const thread = worker;
    worker = undefined;
    ready = undefined;
    starting = undefined;
    return thread;
  }

  /** Requests come faster than starts fail, so the same answer serves for a while. */
  function holdFailure(failed: Promise<void>): void {
    starting = failed;
    setTimeout(() => {
      if (starting === failed) starting = undefined;
    }, START_RETRY_MS).unref();
  }

  function replace(reason: string): void {
    const wasReady = ready !== undefined;
    const failed = starting;
    const thread = detach();
    if (!thread) return;
    thread.terminate();
    if (wasReady) {
      log.warn('embedded database restarted', { reason });
      onLost(new BackendReplaced(`The embedded database was restarted: ${reason}`));
      return;
    }
    log.error('embedded database does not start', { reason });
    if (failed) holdFailure(failed);
    failStart(new BackendReplaced(reason));
  }

  async function stop(): Promise<void> {
    await starting?.catch(() => {}); // whoever asked for the start has the error
    const thread = detach();
    if (thread) {
      await new Promise<void>((resolve) => {
        thread.onerror = () => resolve();
        thread.onmessage = ({ data }: MessageEvent<FromWorker>) => {
          if (data.kind === 'closed' || data.kind === 'fatal') resolve();
        };
        thread.postMessage({ kind: 'close' } satisfies ToWorker);
      });
      thread.terminate();
    }
    await ended;
  }

  return {
    start() {
      starting ??= launch();
      return starting;
    },
    openSession: (session) => post({ kind: 'open', session }),
    send: (bytes) => post({ kind: 'bytes', bytes }, [bytes.buffer]),
    cancel() {
      if (!ready) return;
      const { interruptPending, queryCancelPending } = ready;
      control.withAddress((address) => {
        raise(address, queryCancelPending);
        raise(address, interruptPending);
      });
    },
    replace,
    stop,
    flushes: control.flushes,
    memoryBytes: control.memoryBytes,
  };
}
