import { Duplex } from 'node:stream';
import pg from 'pg';
import { AppError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Backend, openBackend } from './backend.ts';
import { checkVersion, lockDirectory } from './directory.ts';
import type { Engine } from './engine.ts';

/** One client's "socket": its wire bytes go to the backend's thread and come back from there. */
class Wire extends Duplex {
  constructor(
    private readonly backend: Backend,
    readonly session: number,
  ) {
    super();
  }

  connect(): this {
    this.backend.start().then(
      () => {
        this.backend.openSession(this.session);
        this.emit('connect');
      },
      (cause) => this.destroy(cause),
    );
    return this;
  }

  // What `pg` expects of a TCP socket.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.backend.send(new Uint8Array(chunk));
    done();
  }

  /** `pg` writes a statement in five pieces; they travel as one. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.backend.send(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk))));
    done();
  }

  override _final(done: () => void): void {
    done();
    this.destroy();
  }
}

export interface EmbeddedOptions {
  /** How an answer reaches the program; for tests (see `deliverInTests`). */
  deliver?: (work: () => void) => void;
}

/**
 * Opens the embedded Postgres in `directory` (made when missing). The result is an ordinary
 * `pg.Pool` of one connection, whose "socket" hands wire bytes to a thread (spikes: one driver for
 * both modes, no TCP). A broken backend is replaced; only what was in flight fails. Throws
 * `conflict` when the directory is in use or of another version, `unavailable` when it cannot be
 * written.
 */
export function openEmbedded(
  directory: string,
  log: Log,
  { deliver = (work) => work() }: EmbeddedOptions = {},
): Engine {
  const lock = lockDirectory(directory);
  try {
    checkVersion(directory);
  } catch (error) {
    lock.release();
    throw error;
  }
  let current: Wire | undefined;
  let sessions = 0;

  const backend = openBackend({
    directory,
    log,
    deliver,
    onBytes(session, bytes) {
      if (session === current?.session) current.push(bytes);
    },
    onLost(error) {
      current?.destroy(error);
      current = undefined;
    },
  });

  const pool = new pg.Pool({
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    stream: () => {
      sessions += 1;
      current = new Wire(backend, sessions);
      return current as never; // `pg` wants a net.Socket; it uses no more than Wire has
    },
  });
  pool.on('error', () => {}); // the failed query carries the error; an idle client is replaced

  return {
    kind: 'embedded',
    pool,
    refusal: (error) =>
      new AppError(
        'unavailable',
        `The embedded database in ${directory} does not start: ${messageOf(error)}. Check that the disk has room and works. If it does, restore a backup.`,
        { cause: error },
      ),
    embedded: {
      cancel: backend.cancel,
      replace: backend.replace,
      flushes: backend.flushes,
      memoryBytes: backend.memoryBytes,
      async recycle() {
        const client = await pool.connect(); // so nobody else is in the middle of anything
        await backend.stop();
        client.release(true);
      },
    },
    async close() {
      await pool.end();
      await backend.stop();
      lock.release();
    },
  };
}
