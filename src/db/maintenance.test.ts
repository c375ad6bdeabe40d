import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { Database } from './database.ts';
import {
  CHECKPOINT_WAL_BYTES,
  type Maintenance,
  MEMORY_LIMIT_BYTES,
  openMaintenance,
} from './maintenance.ts';
import { openEmptyDatabase, testServerUrl } from './testing.ts';

setDefaultTimeout(60_000);

describe.skipIf(Boolean(testServerUrl))('maintenance of the embedded database', () => {
  let database: Database;
  let maintenance: Maintenance;
  let now = 1_800_000_000_000;
  const done: string[] = [];
  const failed: unknown[] = [];
  const log: Log = {
    ...silentLog,
    debug: (_message, fields) => void done.push(String(fields?.what)),
    warn: (_message, fields) => void failed.push(fields),
  };

  beforeAll(async () => {
    database = await openEmptyDatabase();
    await database.run('create table notes (id int primary key, text text)');
    maintenance = openMaintenance({ database, clock: () => now, log });
  });
  afterAll(async () => {
    await maintenance.close();
    await database.close();
    expect(failed).toEqual([]);
  });

  /** What it did, `ms` later. */
  async function runAfter(ms: number): Promise<string[]> {
    now += ms;
    await maintenance.runDue();
    return done.splice(0);
  }

  const write = (count: number) =>
    database.run(
      `insert into notes select (select coalesce(max(id), 0) from notes) + i, repeat(md5(i::text), 30)
       from generate_series(1, $1) i`,
      [count],
    );

  test('does nothing while little was written', async () => {
    await write(1);
    expect(await runAfter(MINUTE_MS)).toEqual([]);
  });

  test('makes a checkpoint in time, once for what was written', async () => {
    await write(1);
    expect(await runAfter(5 * MINUTE_MS)).toEqual(['checkpoint']);
    expect(await runAfter(3 * MINUTE_MS)).toEqual([]);
  });

  test('makes a checkpoint as soon as much was written, so that a recovery stays short', async () => {
    const Wal = Type.Object({ bytes: Type.Number() });
    const walBytes = async () =>
      (
        await database.one(
          Wal,
          'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) as bytes from pg_control_checkpoint()',
        )
      ).bytes;
    while ((await walBytes()) < CHECKPOINT_WAL_BYTES) await write(10_000);
    expect(await runAfter(0)).toEqual(['checkpoint']);
    expect(await walBytes()).toBeLessThan(1_000_000);
  });

  test('vacuums and analyzes what changed much, and nothing else', async () => {
    await database.run('create table quiet (id int)');
    await database.run('delete from notes where id % 2 = 0');
    const steps = await runAfter(10 * MINUTE_MS);
    expect(steps).toContain('vacuum public.notes');
    expect(steps).toContain('analyze public.notes');
    expect(steps).not.toContain('vacuum public.quiet');
    const Stats = Type.Object({ dead: Type.Number(), analyzed: Type.Boolean() });
    expect(
      await database.one(
        Stats,
        "select n_dead_tup as dead, last_analyze is not null as analyzed from pg_stat_user_tables where relname = 'notes'",
      ),
    ).toEqual({ dead: 0, analyzed: true });
    expect(await runAfter(10 * MINUTE_MS)).not.toContain('vacuum public.notes');
  });

  test('vacuums every table once a day', async () => {
    await write(1);
    const steps = await runAfter(DAY_MS);
    expect(steps).toContain('vacuum public.quiet');
    expect(steps).toContain('vacuum pg_catalog.pg_class');
    await write(1);
    expect(await runAfter(11 * MINUTE_MS)).not.toContain('vacuum public.quiet');
  });

  test('leaves an idle database alone', async () => {
    await runAfter(HOUR_MS); // writes of its own last work
    await runAfter(HOUR_MS);
    const before = database.engine.embedded?.flushes();
    expect(await runAfter(10 * DAY_MS)).toEqual([]);
    expect(database.engine.embedded?.flushes()).toBe(before);
  });

  test('gives memory back that a large query needed, between two statements', async () => {
    const memory = () => database.engine.embedded?.memoryBytes() ?? 0;
    await database.run("select length(repeat('x', 250000000))");
    expect(memory()).toBeGreaterThan(MEMORY_LIMIT_BYTES);
    now += HOUR_MS;
    const during = [maintenance.runDue(), database.run('select 1'), database.run('select 1')];
    expect((await Promise.all(during)).slice(1)).toEqual([1, 1]);
    expect(done.splice(0)).toContain('give memory back');
    expect(memory()).toBeLessThan(MEMORY_LIMIT_BYTES);
    const Count = Type.Object({ count: Type.Number() });
    const { count } = await database.one(Count, 'select count(*) as count from notes');
    expect(count).toBeGreaterThan(5_000);
  });
});

describe.skipIf(!testServerUrl)('maintenance of a real server', () => {
  test('is left to the server', async () => {
    const database = await openEmptyDatabase();
    const maintenance = openMaintenance({ database, clock: Date.now, log: silentLog });
    await maintenance.runDue();
    await maintenance.close();
    await database.close();
  });
});
