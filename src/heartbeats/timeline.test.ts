import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import type { Database } from '../db/database.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import type { Heartbeat } from './heartbeat.ts';
import { heartbeatId } from './heartbeat-id.ts';
import { insertHeartbeats } from './store.ts';
import {
  addTimelineUser,
  auditTimeline,
  DIMENSIONS,
  deliveries,
  expectedTimeline,
  heartbeatStream,
  ODD_PLACES,
  storedTimeline,
  toRaw,
} from './timeline-testing.ts';

/** For a slow machine with the embedded database. */
const LIMIT_MS = 60_000;
const RUNS = 40;
const timeout = fc.integer({ min: 60, max: 3_600 });
const place = fc.constantFrom(...ODD_PLACES);

const delivered = fc
  .record({ place, timeoutSeconds: timeout })
  .chain(({ place: { zone, around }, timeoutSeconds }) =>
    heartbeatStream(around).chain((stream) =>
      fc.record({
        stream: fc.constant(stream),
        settings: fc.constant({ zone, timeoutSeconds }),
        batches: deliveries(stream),
      }),
    ),
  );

const insert = (database: Database, userId: string, heartbeats: readonly Heartbeat[]) =>
  insertHeartbeats(
    database,
    heartbeats.map((heartbeat) => ({ userId, heartbeat })),
  );

test(
  'Any order, batching and repetition of the same heartbeats gives what the rule says',
  async () => {
    const database = await sharedTestDatabase();
    await fc.assert(
      fc.asyncProperty(delivered, async ({ stream, settings, batches }) => {
        const userId = await addTimelineUser(database, settings);
        const added: string[] = [];
        for (const batch of batches) added.push(...(await insert(database, userId, batch)));
        expect(added.sort()).toEqual(stream.map((one) => heartbeatId(userId, one)).sort());
        expect(await storedTimeline(database, userId)).toEqual(
          expectedTimeline(toRaw(userId, stream), settings),
        );
        expect(await auditTimeline(database, userId)).toEqual([]);
        expect(await insert(database, userId, stream)).toEqual(new Set());
        expect(await storedTimeline(database, userId)).toEqual(
          expectedTimeline(toRaw(userId, stream), settings),
        );
      }),
      { numRuns: RUNS },
    );
  },
  LIMIT_MS,
);

test(
  'Batches of many users keep each timeline apart',
  async () => {
    const database = await sharedTestDatabase();
    await fc.assert(
      fc.asyncProperty(
        fc.array(heartbeatStream(ODD_PLACES[0]?.around ?? 0, 12), { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 20 }),
        async (streams, size) => {
          const people = await Promise.all(
            streams.map(async (stream) => ({ userId: await addTimelineUser(database), stream })),
          );
          const rows = people.flatMap(({ userId, stream }) =>
            stream.map((heartbeat) => ({ userId, heartbeat })),
          );
          rows.sort((a, b) => (a.heartbeat.contentHash < b.heartbeat.contentHash ? -1 : 1));
          for (let at = 0; at < rows.length; at += size) {
            await insertHeartbeats(database, rows.slice(at, at + size));
          }
          for (const { userId, stream } of people) {
            expect(await storedTimeline(database, userId)).toEqual(
              expectedTimeline(toRaw(userId, stream), { timeoutSeconds: 900, zone: 'UTC' }),
            );
          }
        },
      ),
      { numRuns: RUNS / 2 },
    );
  },
  LIMIT_MS,
);

const Sums = Type.Object({
  raw: Type.Integer(),
  quarters: Type.Integer(),
  totals: Type.Integer(),
  days: Type.Integer(),
});
const SUMS = `
  select
    (select coalesce(sum(duration_seconds), 0) from heartbeats where user_id = $1) as raw,
    (select coalesce(sum(seconds), 0) from rollup_15m where user_id = $1) as quarters,
    (select coalesce(sum(seconds), 0) from rollup_total where user_id = $1) as totals,
    (select coalesce(sum(seconds), 0) from rollup_day where user_id = $1) as days`;
const Part = Type.Object({ seconds: Type.Integer(), raw: Type.Integer() });

test(
  'Every dimension, the days and plugin SQL over the raw rows add up to one total',
  async () => {
    const database = await sharedTestDatabase();
    await fc.assert(
      fc.asyncProperty(delivered, async ({ settings, batches }) => {
        const userId = await addTimelineUser(database, settings);
        for (const batch of batches) await insert(database, userId, batch);
        const { raw, quarters, totals, days } = await database.one(Sums, SUMS, [userId]);
        expect({ quarters, totals, days }).toEqual({ quarters: raw, totals: raw, days: raw });
        for (const dimension of DIMENSIONS) {
          // A filter is a part of the whole: it is applied to durations that know all heartbeats.
          const parts = await database.list(
            Part,
            `select sum(t.seconds) as seconds, (
             select sum(duration_seconds) from heartbeats h
             where h.user_id = $1 and coalesce(h.${dimension}, '') = t.${dimension}
           ) as raw
           from rollup_total t where user_id = $1 group by t.${dimension}`,
            [userId],
          );
          expect(parts.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(raw);
          for (const part of parts) expect(part.seconds).toBe(part.raw);
        }
      }),
      { numRuns: RUNS / 2 },
    );
  },
  LIMIT_MS,
);

test(
  'A quarter hour never holds more than 900 seconds, nor a day more than it has',
  async () => {
    const database = await sharedTestDatabase();
    const Over = Type.Object({ quarters: Type.Integer(), days: Type.Integer() });
    await fc.assert(
      fc.asyncProperty(delivered, async ({ settings, batches }) => {
        const userId = await addTimelineUser(database, settings);
        for (const batch of batches) await insert(database, userId, batch);
        const over = await database.one(
          Over,
          `select
           (select count(*) from (
             select from rollup_15m where user_id = $1 group by bucket having sum(seconds) > 900
           ) q) as quarters,
           (select count(*) from rollup_day where user_id = $1 and seconds > 25 * 3600) as days`,
          [userId],
        );
        expect(over).toEqual({ quarters: 0, days: 0 });
      }),
      { numRuns: RUNS / 2 },
    );
  },
  LIMIT_MS,
);
