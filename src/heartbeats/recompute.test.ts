import { afterAll, expect, test } from 'bun:test';
import { Elysia } from 'elysia';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { openTestDatabase } from '../db/testing.ts';
import type { Guard } from '../users/guard.ts';
import { openRecompute, type RecomputeDependencies } from './recompute.ts';
import { claimRecompute, findRecompute, stepRecompute } from './recompute-store.ts';
import { recomputeRoutes } from './routes-recompute.ts';
import { insertHeartbeats } from './store.ts';
import {
  addTimelineUser,
  auditTimeline,
  BARE,
  expectedTimeline,
  storedHeartbeats,
  storedTimeline,
} from './timeline-testing.ts';

// Their own, because any recompute that is open on a shared one would take these tests' work.
const database = await openTestDatabase();
afterAll(() => database.close());

const START = Date.UTC(2026, 5, 1, 18) / 1_000;
const LENGTH = 20;
/** Gaps of 1, 2, 3 … minutes. */
const HISTORY = Array.from({ length: LENGTH }, (_, position) => ({
  ...BARE,
  time: START + 30 * position * (position + 1),
  contentHash: BigInt(position),
}));

async function openHistory(options: Partial<RecomputeDependencies> = {}) {
  const userId = await addTimelineUser(database);
  await insertHeartbeats(
    database,
    HISTORY.map((heartbeat) => ({ userId, heartbeat })),
  );
  const bus = openLocalBus();
  const events: unknown[] = [];
  bus.subscribe('recompute', (event) => event.userId === userId && events.push(event));
  bus.subscribe('timeline', (event) => event.userId === userId && events.push('timeline'));
  const open = () =>
    openRecompute({ bus, clock: Date.now, log: silentLog, chunkRows: 8, database, ...options });
  const change = (sql: string) => database.run(`update users set ${sql} where id = $1`, [userId]);
  async function expectRule(timeoutSeconds: number, zone: string) {
    const raw = await storedHeartbeats(database, userId);
    expect(await storedTimeline(database, userId)).toEqual(
      expectedTimeline(raw, { timeoutSeconds, zone }),
    );
    expect(await auditTimeline(database, userId)).toEqual([]);
  }
  return { userId, events, open, change, expectRule };
}

test('A changed timeout is applied in chunks, with progress, and ends with fresh numbers', async () => {
  const { userId, events, open, change, expectRule } = await openHistory();
  const recompute = open();
  await recompute.idle();
  await change('timeout_seconds = 300');
  expect(await recompute.find(userId)).toEqual({ done: 0, total: LENGTH, reason: 'timeout' });
  expect(await auditTimeline(database, userId)).not.toEqual([]);
  recompute.wake();
  await recompute.idle();
  expect(events).toEqual([
    { userId, done: 8, total: LENGTH },
    { userId, done: 16, total: LENGTH },
    { userId, done: LENGTH, total: LENGTH },
    'timeline',
  ]);
  expect(await recompute.find(userId)).toBeNull();
  await expectRule(300, 'UTC');
  await recompute.close();
});

test('A changed time zone moves the days at once', async () => {
  const { userId, events, open, change, expectRule } = await openHistory();
  const recompute = open();
  await change(`timezone = 'Asia/Kathmandu'`);
  recompute.wake();
  await recompute.idle();
  expect(events).toEqual([{ userId, done: LENGTH, total: LENGTH }, 'timeline']);
  await expectRule(900, 'Asia/Kathmandu');
  await recompute.close();
});

test('A change that changes nothing makes no work', async () => {
  const { userId, change } = await openHistory();
  await change(`timezone = 'UTC', timeout_seconds = 900, bio = 'hello'`);
  expect(await findRecompute(database, userId)).toBeNull();
});

test('A second change in the middle of the first starts over, heartbeats meanwhile included', async () => {
  const { userId, open, change, expectRule } = await openHistory();
  await change('timeout_seconds = 300');
  expect(await stepRecompute(database, { userId, reason: 'timeout' }, 8, 20)).toEqual({
    done: 8,
    total: LENGTH,
  });
  await insertHeartbeats(
    database,
    [START + 5, START + 9_000].map((time) => ({ userId, heartbeat: { ...BARE, time } })),
  );
  await change('timeout_seconds = 120');
  expect(await findRecompute(database, userId)).toEqual({
    done: 0,
    total: LENGTH + 2,
    reason: 'timeout',
  });
  const recompute = open();
  await recompute.idle();
  // The first change's lease may still stand; its job is the same row, so any step goes on with it.
  while (await stepRecompute(database, { userId, reason: 'timeout' }, 8, 20));
  await expectRule(120, 'UTC');
  await recompute.close();
});

test('Work that a crash left is gone on with from where it stopped, once its lease is over', async () => {
  const { userId, events, open, change, expectRule } = await openHistory();
  await change('timeout_seconds = 300');
  expect(await claimRecompute(database, 1)).toEqual({ userId, reason: 'timeout' });
  await stepRecompute(database, { userId, reason: 'timeout' }, 8, 1);
  const early = open();
  await early.idle();
  expect(events).toEqual([]);
  await Bun.sleep(1_100);
  early.wake();
  await early.idle();
  expect(events.slice(0, 1)).toEqual([{ userId, done: 16, total: LENGTH }]);
  await expectRule(300, 'UTC');
  await early.close();
});

test('Closing stops after the chunk at hand and gives the job back', async () => {
  const { userId, open, change, expectRule } = await openHistory({ chunkRows: 1 });
  await change('timeout_seconds = 300');
  const first = open();
  await first.close();
  const left = await findRecompute(database, userId);
  expect(left?.done).toBeLessThan(LENGTH);
  const second = open();
  await second.idle();
  await expectRule(300, 'UTC');
  await second.close();
});

test('Two settings changed at once are two jobs, each claimed once', async () => {
  const { userId, change, open, expectRule } = await openHistory();
  await change(`timezone = 'Asia/Kathmandu', timeout_seconds = 300`);
  const claims = [];
  for (let turn = 0; turn < 3; turn += 1) claims.push(await claimRecompute(database, 1));
  expect(claims.map((job) => job?.reason).sort()).toEqual(['timeout', 'timezone', undefined]);
  await Bun.sleep(1_100);
  const recompute = open();
  await recompute.idle();
  await expectRule(300, 'Asia/Kathmandu');
  expect(await findRecompute(database, userId)).toBeNull();
  await recompute.close();
});

test('A user who leaves takes the work along', async () => {
  const { userId, change } = await openHistory();
  await change('timeout_seconds = 300');
  await database.run('delete from users where id = $1', [userId]);
  expect(await stepRecompute(database, { userId, reason: 'timeout' }, 8, 20)).toBeNull();
});

test('A zone that only Postgres knows, or nobody, is refused', async () => {
  const { change } = await openHistory();
  for (const zone of ['Nowhere/Land', 'CEST', '+05:30', 'ABC3:07', 'Foo/Bar3', 'PDT', '']) {
    const failure = await change(`timezone = '${zone}'`).then(
      () => zone,
      (error) => error,
    );
    expect(failure).toHaveProperty('code', '22023');
  }
  for (const zone of ['Japan', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'europe/berlin']) {
    await change(`timezone = '${zone}'`);
  }
});

test('Only its user sees the progress', async () => {
  const { userId, change } = await openHistory();
  const other = await addTimelineUser(database);
  const guard: Pick<Guard, 'requireUser'> = {
    async requireUser(request) {
      const id = request.headers.get('x-user');
      if (!id) throw new AppError('unauthorized', 'Sign in first.');
      return {
        id,
        username: 'someone',
        isAdmin: false,
        timezone: 'UTC',
        timezoneIsChosen: false,
        timeoutSeconds: 900,
        credential: { kind: 'session', id, scope: 'full' },
      };
    },
  };
  const app = new Elysia()
    .onError(({ error, set }) => {
      set.status = error instanceof AppError ? 401 : 500;
    })
    .use(recomputeRoutes({ guard, recompute: { find: (id) => findRecompute(database, id) } }));
  const ask = (headers = {}) =>
    app.handle(new Request('http://localhost/api/v1/recompute', { headers }));
  await change('timeout_seconds = 300');
  expect((await ask()).status).toBe(401);
  expect(await (await ask({ 'x-user': other })).json()).toEqual({ recompute: null });
  expect(await (await ask({ 'x-user': userId })).json()).toEqual({
    recompute: { done: 0, total: LENGTH, reason: 'timeout' },
  });
});
