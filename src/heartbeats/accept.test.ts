import { beforeAll, expect, test } from 'bun:test';
import pg from 'pg';
import { openLocalBus } from '../base/bus.ts';
import { silentLog } from '../base/log.ts';
import { SECOND_MS } from '../base/time.ts';
import { isTransient } from '../db/database.ts';
import { rejectionOf } from '../users/testing.ts';
import { ITEMS_PER_STEP, type Items, openAccept, type Parse } from './accept.ts';
import { openClients } from './clients.ts';
import { openIngest } from './ingest.ts';
import { openLanguages } from './language.ts';
import { parseCodetrackr } from './parse-codetrackr.ts';
import { insertHeartbeats, type UserHeartbeat } from './store.ts';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';

let house: TestHeartbeats;
beforeAll(async () => {
  house = await openTestHeartbeats();
});

const parse: Parse = (value, context) =>
  parseCodetrackr(value, { ...context, defaultClaimSeconds: null });

const CURSED = 'cursed';
const REASON = 'This heartbeat cannot be stored.';

/** Accept over the real store; `insert` may be watched, held up or made to fail. */
function open(around: (rows: readonly UserHeartbeat[]) => void | Promise<void> = () => {}) {
  const { database, time } = house;
  const clock = () => time.now;
  const ingest = openIngest({
    async insert(rows) {
      await around(rows);
      return insertHeartbeats(database, rows);
    },
    isTransient,
    bus: openLocalBus(),
    log: silentLog,
  });
  const clients = openClients({ database, clock, log: silentLog });
  const accept = openAccept({ ingest, clock, languages: openLanguages(), clients });
  const all = async (userId: string, items: Items) => {
    const verdicts = [];
    for await (const step of accept.all(userId, items, parse)) verdicts.push(...step);
    return verdicts;
  };
  return { accept, clients, all };
}

/** As Postgres blames a row, for rows that no parser lets through. */
function refuseCursed(rows: readonly UserHeartbeat[]): void {
  if (!rows.some(({ heartbeat }) => heartbeat.project === CURSED)) return;
  const error = new pg.DatabaseError('made by the test', 0, 'error');
  error.code = '22023';
  throw error;
}

const item = (second: number, project = 'p') => ({
  project,
  editor: 'Zed',
  time: Math.floor(house.time.now / SECOND_MS) - 10_000 + second,
});
const items = (count: number) => Array.from({ length: count }, (_, second) => item(second % 9_000));

test('what the database refuses is told like what the parser refuses', async () => {
  const { all, accept, clients } = open(refuseCursed);
  const { id } = await house.addPerson();
  const verdicts = await all(id, [
    item(1),
    item(2, CURSED),
    { ...item(3), project: undefined },
    item(4),
  ]);
  expect(verdicts).toMatchObject([
    { isNew: true },
    { rejected: REASON },
    { rejected: expect.stringContaining('project is missing') },
    { isNew: true },
  ]);
  const refused = await rejectionOf(accept.one(id, item(5, CURSED), parse));
  expect(refused).toMatchObject({ code: 'invalid', fields: { heartbeat: REASON } });
  const known = await clients.list(id);
  expect(known.clients).toMatchObject([{ editor: 'Zed', heartbeats: 2 }]);
  expect(known.rejected).toHaveLength(2);
  expect(known.rejected).toContainEqual(
    expect.objectContaining({ client: 'Zed', field: 'heartbeat', reason: REASON, count: 2 }),
  );
});

test('one step is read ahead while another is written, and no more', async () => {
  const gate = Promise.withResolvers<void>();
  const { all } = open(() => gate.promise);
  const { id } = await house.addPerson();
  let read = 0;
  function* counted() {
    for (const each of items(3 * ITEMS_PER_STEP + 1)) {
      read += 1;
      yield each;
    }
  }
  const storing = all(id, counted());
  while (read < 2 * ITEMS_PER_STEP) await Bun.sleep(1);
  await Bun.sleep(50);
  expect(read).toBe(2 * ITEMS_PER_STEP);
  gate.resolve();
  expect(await storing).toHaveLength(3 * ITEMS_PER_STEP + 1);
});

test('what was read before a body broke off is stored, and the failure is told', async () => {
  const { accept } = open();
  const { id, key } = await house.addPerson();
  async function* broken() {
    yield* items(ITEMS_PER_STEP);
    throw new Error('broke off');
  }
  const steps = accept.all(id, broken(), parse);
  expect((await steps.next()).value).toHaveLength(ITEMS_PER_STEP);
  expect(await rejectionOf(steps.next())).toMatchObject({ message: 'broke off' });
  expect(await house.exported(key)).toHaveLength(ITEMS_PER_STEP);
});

test('a failed write is told at once, even when the body stalls', async () => {
  const { all } = open(() => {
    throw new Error('disk full');
  });
  const { id } = await house.addPerson();
  const stalled = Promise.withResolvers<void>();
  async function* stalling() {
    yield* items(ITEMS_PER_STEP);
    await stalled.promise;
  }
  expect(await rejectionOf(all(id, stalling()))).toMatchObject({ message: 'disk full' });
  stalled.resolve();
});
