import { expect, test } from 'bun:test';
import type { Database } from '../db/database.ts';
import { openTestDatabase } from '../db/testing.ts';
import { openTestHeartbeats } from './testing.ts';
import { auditTimeline } from './timeline-testing.ts';

/** Long enough for several replacements of the embedded backend on a slow machine. */
const LIMIT_MS = 60_000;

/** Takes away every connection, and the embedded backend as a whole. */
async function breakConnections(database: Database): Promise<void> {
  const { embedded } = database.engine;
  if (embedded) return embedded.replace('the test wants it');
  await database
    .run(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()',
    )
    .catch(() => {}); // its own connection is among them
}

test(
  'every acknowledged heartbeat is there, and counted, after the database was restarted under load',
  async () => {
    const database = await openTestDatabase();
    const house = await openTestHeartbeats({ database });
    const { id, key } = await house.addPerson();
    await house.call('POST', '/api/v1/heartbeat', { key, body: { project: 'warm', time: 1e9 } });
    const acknowledged: number[] = [];
    let next = 1_600_000_000;
    let working = true;
    const editors = Array.from({ length: 8 }, async () => {
      while (working) {
        next += 1;
        const time = next;
        const answer = await house.call('POST', '/api/v1/heartbeat', {
          key,
          body: { project: 'p', time },
        });
        expect(answer.status).toBe(200);
        acknowledged.push(time);
      }
    });
    for (let round = 0; round < 3; round += 1) {
      await Bun.sleep(200);
      await breakConnections(database);
    }
    await Bun.sleep(200);
    working = false;
    await Promise.all(editors);
    const stored = new Set((await house.exported(key)).map((row) => Date.parse(row.time) / 1_000));
    expect(acknowledged.length).toBeGreaterThan(8);
    expect(acknowledged.filter((time) => !stored.has(time))).toEqual([]);
    expect(await auditTimeline(database, id)).toEqual([]);
    await house.heartbeats.close();
    await database.close();
  },
  LIMIT_MS,
);
