/**
 * What a real server's background processes do and the embedded Postgres has none of: checkpoints,
 * vacuum, and giving memory back. Each step is short, since all statements share one session.
 */
import { Type } from '@sinclair/typebox';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from './database.ts';
import type { EmbeddedControls } from './engine.ts';

/** How often to look whether something is due. An idle database is not asked anything. */
const CHECK_INTERVAL_MS = 5 * SECOND_MS;
/** Replaying this much after a crash takes about a second, and so does no checkpoint. */
export const CHECKPOINT_WAL_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_INTERVAL_MS = 5 * MINUTE_MS;
const VACUUM_CHECK_INTERVAL_MS = 10 * MINUTE_MS;
/** Every table, however little changed, so that transaction ids never get too old. */
const FULL_VACUUM_INTERVAL_MS = DAY_MS;
/**
 * A vacuum is cancelled after this time, to let others have their turn, and goes on with twice the
 * time: the pages that it has cleaned stay clean.
 */
const VACUUM_SLICE_MS = 250;
/** Above this the backend is replaced: its memory only grows. It starts with 128 MB. */
export const MEMORY_LIMIT_BYTES = 320 * 1024 * 1024;
const RECYCLE_INTERVAL_MS = HOUR_MS;
const MAINTENANCE_LIMIT_MS = 30 * MINUTE_MS;

const CANCELLED = '57014';

export interface MaintenanceOptions {
  database: Database;
  clock: Clock;
  log: Log;
}

export interface Maintenance {
  /** Does what is due now; a failure is logged and tried again later. */
  runDue(): Promise<void>;
  /** Stops, after the step that is running. */
  close(): Promise<void>;
}

const Wal = Type.Object({ bytes: Type.Number() });
const Table = Type.Object({ name: Type.String(), vacuum: Type.Boolean(), analyze: Type.Boolean() });

/** Bytes that a recovery would have to replay now. */
async function readWalBytes(database: Database): Promise<number> {
  const { bytes } = await database.one(
    Wal,
    'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) as bytes from pg_control_checkpoint()',
  );
  return bytes;
}

/** Tables with what autovacuum would do to them; the thresholds are its defaults, halved. */
async function listTables(database: Database) {
  // Postgres books what a statement changed up to a second late, so after the vacuum for it.
  await database.run('select pg_stat_force_next_flush()');
  return database.list(
    Table,
    `select format('%I.%I', schemaname, relname) as name,
       n_dead_tup > 50 + 0.1 * n_live_tup or n_ins_since_vacuum > 1000 + 0.1 * n_live_tup as vacuum,
       n_mod_since_analyze > 50 + 0.05 * n_live_tup as analyze
     from pg_stat_all_tables where schemaname not in ('pg_toast', 'information_schema')`,
  );
}

/** In slices that grow, so that it ends however large the table is. */
async function vacuum(database: Database, table: string): Promise<void> {
  for (let limitMs = VACUUM_SLICE_MS; ; limitMs *= 2) {
    try {
      await database.run(`vacuum ${table}`, [], { limitMs });
      return;
    } catch (error) {
      const wasCancelled = error instanceof Error && 'code' in error && error.code === CANCELLED;
      if (!wasCancelled) throw error;
    }
  }
}

/** The state of one maintained database, and its steps. */
class Caretaker {
  #checkpointAt: number;
  #vacuumCheckAt: number;
  #fullVacuumAt: number;
  #recycledAt: number;
  /** How often the backend had flushed when each step last looked; no change means no writes. */
  #flushesAtWalCheck = -1;
  #flushesAtCheckpoint = -1;
  #flushesAtVacuum = -1;
  #isClosing = false;

  constructor(
    private readonly options: MaintenanceOptions,
    private readonly embedded: EmbeddedControls,
  ) {
    const now = options.clock();
    this.#checkpointAt = now;
    this.#vacuumCheckAt = now;
    this.#fullVacuumAt = now;
    this.#recycledAt = now;
  }

  stop(): void {
    this.#isClosing = true;
  }

  async run(): Promise<void> {
    if (await this.#isCheckpointDue()) await this.#checkpoint();
    if (this.#isVacuumDue()) await this.#vacuum();
    if (this.#isRecycleDue()) await this.#recycle();
  }

  async #timed(what: string, work: () => Promise<void>): Promise<void> {
    if (this.#isClosing) return;
    const started = performance.now();
    await work();
    this.options.log.debug('database maintenance', {
      what,
      ms: Math.round(performance.now() - started),
    });
  }

  async #isCheckpointDue(): Promise<boolean> {
    const { database, clock } = this.options;
    const flushes = this.embedded.flushes();
    if (flushes === this.#flushesAtCheckpoint) return false;
    if (clock() - this.#checkpointAt >= CHECKPOINT_INTERVAL_MS) return true;
    if (flushes === this.#flushesAtWalCheck) return false;
    this.#flushesAtWalCheck = flushes;
    return (await readWalBytes(database)) >= CHECKPOINT_WAL_BYTES;
  }

  async #checkpoint(): Promise<void> {
    const { database, clock } = this.options;
    await this.#timed('checkpoint', async () => {
      await database.run('checkpoint', [], { limitMs: MAINTENANCE_LIMIT_MS });
    });
    this.#checkpointAt = clock();
    this.#flushesAtCheckpoint = this.embedded.flushes();
  }

  #isVacuumDue(): boolean {
    const isTime = this.options.clock() - this.#vacuumCheckAt >= VACUUM_CHECK_INTERVAL_MS;
    return isTime && this.embedded.flushes() !== this.#flushesAtVacuum;
  }

  async #vacuum(): Promise<void> {
    const { database, clock } = this.options;
    const isFull = clock() - this.#fullVacuumAt >= FULL_VACUUM_INTERVAL_MS;
    for (const table of await listTables(database)) {
      if (isFull || table.vacuum) {
        await this.#timed(`vacuum ${table.name}`, () => vacuum(database, table.name));
      }
      if (table.analyze) {
        await this.#timed(`analyze ${table.name}`, async () => {
          await database.run(`analyze ${table.name}`, [], { limitMs: MAINTENANCE_LIMIT_MS });
        });
      }
    }
    this.#vacuumCheckAt = clock();
    if (isFull) this.#fullVacuumAt = clock();
    this.#flushesAtVacuum = this.embedded.flushes();
  }

  #isRecycleDue(): boolean {
    const isTime = this.options.clock() - this.#recycledAt >= RECYCLE_INTERVAL_MS;
    return isTime && this.embedded.memoryBytes() >= MEMORY_LIMIT_BYTES;
  }

  async #recycle(): Promise<void> {
    await this.#timed('give memory back', () => this.embedded.recycle());
    this.#recycledAt = this.options.clock();
  }
}

/** Looks after the embedded database from now on. The operator's own server looks after itself. */
export function openMaintenance(options: MaintenanceOptions): Maintenance {
  const { embedded } = options.database.engine;
  if (!embedded) return { runDue: async () => {}, close: async () => {} };
  const caretaker = new Caretaker(options, embedded);
  let running: Promise<void> | undefined;

  function runDue(): Promise<void> {
    running ??= caretaker
      .run()
      .catch((error) =>
        options.log.warn('database maintenance failed', { error: messageOf(error) }),
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  const timer = setInterval(runDue, CHECK_INTERVAL_MS);
  return {
    runDue,
    async close() {
      clearInterval(timer);
      caretaker.stop();
      await running;
    },
  };
}
