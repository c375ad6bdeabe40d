import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import { openLocalBus } from '../base/bus.ts';
import { silentLog } from '../base/log.ts';
import type { Database, Queryable } from '../db/database.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import type { Heartbeat } from './heartbeat.ts';
import { openRecompute } from './recompute.ts';
import { insertHeartbeats } from './store.ts';
import {
  addTimelineUser,
  auditTimeline,
  BARE,
  expectedTimeline,
  heartbeatStream,
  ODD_PLACES,
  type Settings,
  storedHeartbeats,
  storedTimeline,
} from './timeline-testing.ts';

const LIMIT_MS = 60_000;
const RUNS = 25;
const around = ODD_PLACES[1]?.around ?? 0;

/** A statement as a plugin may send it; `$1` is the user. */
type Statement = { sql: string; parameters: unknown[] };
type Action =
  | { kind: 'ingest'; heartbeats: Heartbeat[] }
  | ({ kind: 'statement' } & Statement)
  | { kind: 'settings'; settings: Settings };

/** Some of the user's rows, chosen by the data alone. */
const someRows = (modulus: number) => `user_id = $1 and content_hash % ${modulus} = 0`;
const instant = fc
  .integer({ min: -7_200, max: 100_000 })
  .map((offset) => new Date((around + offset) * 1_000).toISOString());
const rows = fc.integer({ min: 1, max: 5 }).map(someRows);

const statement: fc.Arbitrary<Statement> = fc.oneof(
  rows.map((where) => ({ sql: `delete from heartbeats where ${where}`, parameters: [] })),
  fc.tuple(rows, fc.constantFrom('', 'a', 'new')).map(([where, project]) => ({
    sql: `update heartbeats set project = $2, branch = 'moved' where ${where}`,
    parameters: [project],
  })),
  fc.tuple(rows, fc.integer({ min: -5, max: 200_000 })).map(([where, seconds]) => ({
    sql: `update heartbeats set duration_seconds = $2 where ${where}`,
    parameters: [seconds],
  })),
  fc.tuple(rows, fc.integer({ min: -7_200, max: 7_200 })).map(([where, seconds]) => ({
    sql: `update heartbeats set recorded_at = recorded_at + make_interval(secs => $2) where ${where}`,
    parameters: [seconds],
  })),
  fc.tuple(instant, fc.integer({ min: -5, max: 100_000 })).map(([at, seconds]) => ({
    sql: `insert into heartbeats (user_id, project, language, duration_seconds, recorded_at)
      select $1, name, 'Rust', $2, $3::timestamptz + at * interval '1 second'
      from (values ('plugin', 0), ('a', 0), ('', 20), ('b', 50), ('plugin', 60)) v (name, at)`,
    parameters: [seconds, at],
  })),
);

const action: fc.Arbitrary<Action> = fc.oneof(
  heartbeatStream(around, 15).map((heartbeats) => ({ kind: 'ingest' as const, heartbeats })),
  statement.map((one) => ({ kind: 'statement' as const, ...one })),
  fc
    .record({
      timeoutSeconds: fc.integer({ min: 60, max: 3_600 }),
      zone: fc.constantFrom(...ODD_PLACES.map(({ zone }) => zone)),
    })
    .map((settings) => ({ kind: 'settings' as const, settings })),
);

const ingest = (database: Queryable, userId: string, heartbeats: readonly Heartbeat[]) =>
  insertHeartbeats(
    database,
    heartbeats.map((heartbeat) => ({ userId, heartbeat })),
  );

async function act(database: Queryable, userId: string, action: Action): Promise<void> {
  if (action.kind === 'ingest') await ingest(database, userId, action.heartbeats);
  else if (action.kind === 'statement') {
    await database.run(action.sql, [userId, ...action.parameters]);
  } else {
    await database.run('update users set timeout_seconds = $2, timezone = $3 where id = $1', [
      userId,
      action.settings.timeoutSeconds,
      action.settings.zone,
    ]);
  }
}

/** As every writer should: the chain's lock before anything else (insertHeartbeats does it itself). */
async function actInTurn(database: Database, userId: string, action: Action): Promise<void> {
  if (action.kind === 'ingest') return act(database, userId, action);
  await database.transaction(async (tx) => {
    await tx.run('select lock_timeline(array[$1::uuid])', [userId]);
    await act(tx, userId, action);
  });
}

function openTestRecompute(database: Database) {
  const bus = openLocalBus();
  const recompute = openRecompute({
    database,
    bus,
    clock: Date.now,
    log: silentLog,
    chunkRows: 5,
  });
  return {
    ...recompute,
    async finish(userId: string) {
      while (await recompute.find(userId)) {
        recompute.wake();
        await recompute.idle();
        await Bun.sleep(1);
      }
    },
  };
}

test(
  'Inserts, deletes, updates and settings in any order keep the timeline exact',
  async () => {
    const database = await sharedTestDatabase();
    const recompute = openTestRecompute(database);
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 12 }), async (actions) => {
        const userId = await addTimelineUser(database);
        let settings: Settings = { timeoutSeconds: 900, zone: 'UTC' };
        for (const action of actions) {
          await actInTurn(database, userId, action);
          if (action.kind === 'settings') {
            settings = action.settings;
            // Half of the changes are still at work when the next action comes.
            if (settings.timeoutSeconds % 2 === 0) continue;
            await recompute.finish(userId);
          }
        }
        await recompute.finish(userId);
        const raw = await storedHeartbeats(database, userId);
        expect(await storedTimeline(database, userId)).toEqual(expectedTimeline(raw, settings));
        expect(await auditTimeline(database, userId)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    await recompute.close();
  },
  LIMIT_MS,
);

const DEADLOCK = '40P01';
const isDeadlock = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === DEADLOCK;

/** Several writers at once; `again` decides whether a failed action is tried again. */
async function writeAtOnce(
  writers: number,
  actions: Action[],
  write: (action: Action) => Promise<void>,
  again: (error: unknown) => boolean,
): Promise<void> {
  const waiting = [...actions];
  const writer = async () => {
    for (let action = waiting.shift(); action; action = waiting.shift()) {
      for (let done = false; !done; ) {
        try {
          await write(action);
          done = true;
        } catch (error) {
          if (!again(error)) throw error;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

const manyActions = (length: number) => fc.array(action, { minLength: length, maxLength: length });

async function expectExact(database: Database, userId: string): Promise<void> {
  const Stored = Type.Object({ timeoutSeconds: Type.Integer(), zone: Type.String() });
  const settings = await database.one(
    Stored,
    'select timeout_seconds as "timeoutSeconds", timezone as zone from users where id = $1',
    [userId],
  );
  const raw = await storedHeartbeats(database, userId);
  expect(await storedTimeline(database, userId)).toEqual(expectedTimeline(raw, settings));
  expect(await auditTimeline(database, userId)).toEqual([]);
}

test(
  'Eight writers that lock first neither lose a second nor meet a deadlock',
  async () => {
    const database = await sharedTestDatabase();
    const recompute = openTestRecompute(database);
    await fc.assert(
      fc.asyncProperty(manyActions(50), async (actions) => {
        const users = [await addTimelineUser(database), await addTimelineUser(database)];
        let turn = 0;
        const write = async (action: Action) => {
          const userId = users[turn++ % users.length] ?? '';
          await actInTurn(database, userId, action);
          recompute.wake();
        };
        await writeAtOnce(8, actions, write, () => false);
        for (const userId of users) {
          await recompute.finish(userId);
          await expectExact(database, userId);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
    await recompute.close();
  },
  LIMIT_MS,
);

test(
  'Writers that do not lock first may have to try again, but the timeline stays exact',
  async () => {
    const database = await sharedTestDatabase();
    const recompute = openTestRecompute(database);
    await fc.assert(
      fc.asyncProperty(manyActions(16), async (actions) => {
        const userId = await addTimelineUser(database);
        await writeAtOnce(3, actions, (action) => act(database, userId, action), isDeadlock);
        await recompute.finish(userId);
        await expectExact(database, userId);
      }),
      { numRuns: 2, endOnFailure: true },
    );
    await recompute.close();
  },
  LIMIT_MS,
);

const Left = Type.Object({ heartbeats: Type.Integer(), rollups: Type.Integer() });

test('A deleted user leaves neither heartbeats nor rollups', async () => {
  const database = await sharedTestDatabase();
  const userId = await addTimelineUser(database);
  await ingest(database, userId, [
    { ...BARE, time: around },
    { ...BARE, time: around + 60 },
  ]);
  await database.run('update users set timeout_seconds = 60 where id = $1', [userId]);
  await database.run('delete from users where id = $1', [userId]);
  const left = await database.one(
    Left,
    `select (select count(*) from heartbeats where user_id = $1) as heartbeats, (
       select count(*) from (
         select user_id from rollup_15m union all select user_id from rollup_total
         union all select user_id from rollup_day union all select user_id from recompute_jobs
       ) r where user_id = $1
     ) as rollups`,
    [userId],
  );
  expect(left).toEqual({ heartbeats: 0, rollups: 0 });
});

test('A heartbeat of nobody fails its batch, and nothing of the batch stays', async () => {
  const database = await sharedTestDatabase();
  const userId = await addTimelineUser(database);
  const batch = [userId, crypto.randomUUID()].map((owner) => ({
    userId: owner,
    heartbeat: { ...BARE, time: around },
  }));
  const failure = await insertHeartbeats(database, batch).then(
    () => null,
    (error) => error,
  );
  expect(failure).toHaveProperty('code', '23503');
  expect(await storedHeartbeats(database, userId)).toEqual([]);
});

test('SQL for the documented schema may insert the same row twice and leave out its time', async () => {
  const database = await sharedTestDatabase();
  const userId = await addTimelineUser(database);
  await database.run(`insert into heartbeats (user_id, project) values ($1, 'x'), ($1, 'x')`, [
    userId,
  ]);
  const raw = await storedHeartbeats(database, userId);
  expect(raw.map(({ claimedSeconds }) => claimedSeconds)).toEqual([30, 30]);
  await expectExact(database, userId);
});
