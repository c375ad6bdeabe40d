import { expect, test } from 'bun:test';
import type { Database } from '../db/database.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import { insertHeartbeats } from './store.ts';
import {
  addTimelineUser,
  auditTimeline,
  BARE,
  expectedTimeline,
  storedHeartbeats,
  storedTimeline,
} from './timeline-testing.ts';

const START = Date.UTC(2026, 9, 25, 0, 50) / 1_000;
const ZONE = 'Europe/Berlin';

async function openHistory() {
  const database = await sharedTestDatabase();
  const userId = await addTimelineUser(database, { zone: ZONE });
  const rows = Array.from({ length: 12 }, (_, position) => ({
    userId,
    heartbeat: {
      ...BARE,
      time: START + position * 420,
      project: position % 3 === 0 ? 'a' : 'b',
      contentHash: BigInt(position),
      claimedSeconds: position % 4 === 0 ? 3_600 : null,
    },
  }));
  await insertHeartbeats(database, rows);
  return { database, userId };
}

/** Damage that no trigger sees, as a broken disk or a careless hand in psql might do. */
const DAMAGE: Record<string, (database: Database, userId: string) => Promise<unknown>> = {
  duration: (database, userId) =>
    database.transaction(async (tx) => {
      await tx.run(`select set_config('hearthbeat.repair', 'on', true)`);
      await tx.run(
        'update heartbeats set duration_seconds = duration_seconds + 1 where user_id = $1',
        [userId],
      );
    }),
  quarter: (database, userId) =>
    database.run('update rollup_15m set seconds = seconds - 1 where user_id = $1', [userId]),
  total: (database, userId) =>
    database.run('update rollup_total set heartbeats = 7 where user_id = $1', [userId]),
  name: (database, userId) =>
    database.run(`update rollup_total set project = 'c' where user_id = $1 and project = 'a'`, [
      userId,
    ]),
  day: (database, userId) => database.run('delete from rollup_day where user_id = $1', [userId]),
};

for (const [kind, damage] of Object.entries(DAMAGE)) {
  test(`The audit finds a wrong ${kind}, and a rebuild repairs it`, async () => {
    const { database, userId } = await openHistory();
    const before = await storedTimeline(database, userId);
    expect(await auditTimeline(database, userId)).toEqual([]);
    await damage(database, userId);
    expect((await auditTimeline(database, userId)).map((problem) => problem.kind)).toContain(kind);
    await database.run('select rebuild_timeline($1)', [userId]);
    expect(await auditTimeline(database, userId)).toEqual([]);
    expect(await storedTimeline(database, userId)).toEqual(before);
    const raw = await storedHeartbeats(database, userId);
    expect(before).toEqual(expectedTimeline(raw, { timeoutSeconds: 900, zone: ZONE }));
  });
}

test('The audit finds rollups of nobody', async () => {
  const database = await sharedTestDatabase();
  const nobody = crypto.randomUUID();
  await database.run('insert into rollup_day values ($1, current_date, 60, 1)', [nobody]);
  expect(await auditTimeline(database, nobody)).toEqual([{ kind: 'day', problems: 1 }]);
  await database.run('delete from rollup_day where user_id = $1', [nobody]);
});
