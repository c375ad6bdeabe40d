import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import { openTestDatabase } from '../db/testing.ts';
import { insertHeartbeats } from './store.ts';
import { addTimelineUser, BARE } from './timeline-testing.ts';

const LIMIT_MS = 60_000;
const START = 1_700_000_000;
const STEP_SECONDS = 60;

const Work = Type.Object({ written: Type.Integer(), read: Type.Integer() });

/** Rows of all timeline tables that a transaction has written and read so far. */
function work(tx: Queryable) {
  return tx.one(
    Work,
    `select
       sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
         + pg_stat_get_xact_tuples_deleted(oid)) as written,
       sum(pg_stat_get_xact_tuples_fetched(oid) + pg_stat_get_xact_tuples_returned(oid)) as read
     from pg_class
     where relname in (
       'users', 'users_pkey', 'heartbeats', 'heartbeats_pkey', 'heartbeats_timeline',
       'rollup_15m', 'rollup_15m_pkey', 'rollup_total', 'rollup_total_pkey',
       'rollup_day', 'rollup_day_pkey'
     )`,
  );
}

const history = (length: number) =>
  Array.from({ length }, (_, position) => ({
    ...BARE,
    time: START + position * STEP_SECONDS,
    contentHash: BigInt(position),
  }));

test(
  'One heartbeat in the middle of a history costs the same, however long the history is',
  async () => {
    // Alone, because statistics of a shared database would count others' work.
    const database = await openTestDatabase();
    const costs: (typeof Work.static)[] = [];
    for (const length of [20, 200, 4_000]) {
      const userId = await addTimelineUser(database);
      const rows = history(length).map((heartbeat) => ({ userId, heartbeat }));
      await insertHeartbeats(database, rows);
      const time = START + (length / 2) * STEP_SECONDS + 30;
      costs.push(
        await database.transaction(async (tx) => {
          const before = await work(tx);
          await insertHeartbeats(tx, [{ userId, heartbeat: { ...BARE, time } }]);
          const after = await work(tx);
          return { written: after.written - before.written, read: after.read - before.read };
        }),
      );
    }
    await database.close();
    expect([costs[1], costs[2]]).toEqual([costs[0], costs[0]]);
    expect(costs[0]?.written).toBeGreaterThan(0);
    // The row, the duration of the one before it and of its own, and three rollups.
    expect(costs[0]?.written).toBeLessThanOrEqual(6);
    expect(costs[0]?.read).toBeGreaterThan(0);
    expect(costs[0]?.read).toBeLessThanOrEqual(40);
  },
  LIMIT_MS,
);

test(
  'Removing a run of rows from the middle reads each of them a fixed number of times',
  async () => {
    const database = await openTestDatabase();
    const userId = await addTimelineUser(database);
    const length = 4_000;
    const rows = history(length).map((heartbeat) => ({ userId, heartbeat }));
    await insertHeartbeats(database, rows);
    const read = await database.transaction(async (tx) => {
      const before = await work(tx);
      await tx.run(
        'delete from heartbeats where user_id = $1 and content_hash between 500 and 3499',
        [userId],
      );
      return (await work(tx)).read - before.read;
    });
    await database.close();
    expect(read).toBeGreaterThan(3_000);
    expect(read).toBeLessThan(12 * length);
  },
  LIMIT_MS,
);

test(
  'Plans made while the tables were empty serve many users just as well',
  async () => {
    const database = await openTestDatabase();
    const userId = await addTimelineUser(database);
    await insertHeartbeats(database, [{ userId, heartbeat: { ...BARE, time: START } }]);
    const users = 300;
    const people = await Promise.all(
      Array.from({ length: users }, () => addTimelineUser(database)),
    );
    const everybody = (time: number) =>
      people.map((userId) => ({ userId, heartbeat: { ...BARE, time } }));
    await insertHeartbeats(database, everybody(START));
    const read = await database.transaction(async (tx) => {
      const before = await work(tx);
      await insertHeartbeats(tx, everybody(START + 60));
      return (await work(tx)).read - before.read;
    });
    const readOfRemoval = await database.transaction(async (tx) => {
      const before = await work(tx);
      await tx.run('delete from heartbeats where recorded_at = to_timestamp($1)', [START + 60]);
      return (await work(tx)).read - before.read;
    });
    await database.close();
    expect(read).toBeGreaterThan(users);
    expect(read).toBeLessThan(60 * users);
    expect(readOfRemoval).toBeGreaterThan(users);
    expect(readOfRemoval).toBeLessThan(60 * users);
  },
  LIMIT_MS,
);
