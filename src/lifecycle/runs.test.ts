import { beforeAll, describe, expect, test } from 'bun:test';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import { openInstalls } from '../plugins/installs.ts';
import type { Outcome } from '../sandbox/contract.ts';
import { rejectionOf } from '../users/testing.ts';
import { KEPT_DAYS, KEPT_RUNS } from './run-store.ts';
import { KEPT_LOG_CHARACTERS, openRuns, RUNS_PER_WRITE } from './runs.ts';
import { DISABLE_AT, openStrikes, pauseOf, strikesOf } from './strikes.ts';
import { openTestLifecycle } from './testing.ts';

let database: Database;
beforeAll(async () => {
  database = await sharedTestDatabase();
});

async function addInstall() {
  const [userId, pluginId] = [crypto.randomUUID(), crypto.randomUUID()];
  const name = `p-${pluginId}`;
  await database.run('insert into users (id, username) values ($1, $2)', [userId, userId]);
  await database.run(
    `insert into plugin_store (id, author_id, name, display_name) values ($1, $2, $3, 'P')`,
    [pluginId, userId, name],
  );
  await database.run('insert into installed_plugins (user_id, plugin_id) values ($1, $2)', [
    userId,
    pluginId,
  ]);
  return { userId, pluginId, name };
}

const usage = { ms: 4, waitedMs: 0, hostCalls: 0 };
const quiet: Outcome = { ok: true, json: 'null', logs: [], droppedLogs: 0, usage };
const saying = (text: string): Outcome => ({ ...quiet, logs: [{ level: 'log', text }] });
const hook = { kind: 'hook', name: 'on_tick' } as const;

function open() {
  const time = { now: Date.parse('2026-05-01T10:00:00Z') };
  return { time, runs: openRuns({ database, clock: () => time.now, log: silentLog }) };
}

describe('the record of runs', () => {
  test('keeps what a run said, threw and cost, newest first', async () => {
    const install = await addInstall();
    const { runs, time } = open();
    runs.add(install, hook, time.now, saying('hello'));
    const error = { kind: 'error', name: 'TypeError', message: 'bad', line: 3, column: 7 } as const;
    const failed: Outcome = { ok: false, error, logs: [], droppedLogs: 2, usage };
    runs.add(install, { kind: 'endpoint', name: 'stats' }, time.now + 1, failed);
    const report = await runs.report(install.userId, install.name);
    expect(report.runs).toMatchObject([
      { hook: 'rpc:stats', outcome: 'error', error, dropped: 2, duration_ms: 4 },
      { hook: 'on_tick', outcome: 'ok', error: null, logs: [{ level: 'log', text: 'hello' }] },
    ]);
    expect(report.runs[0]?.started_at.getTime()).toBe(time.now + 1);
    expect(report.days).toEqual([
      { day: '2026-05-01', hook: 'on_tick', runs: 1, failures: 0, milliseconds: 4, skipped: 0 },
      { day: '2026-05-01', hook: 'rpc:stats', runs: 1, failures: 1, milliseconds: 4, skipped: 0 },
    ]);
    await runs.close();
  });

  test('gathers runs that ended well and said nothing, the first one aside', async () => {
    const install = await addInstall();
    const { runs, time } = open();
    runs.add(install, hook, time.now, quiet);
    expect((await runs.report(install.userId, install.name)).runs).toHaveLength(1);
    for (let count = 0; count < 500; count++) runs.add(install, hook, time.now, quiet);
    expect((await runs.report(install.userId, install.name)).runs).toHaveLength(1);
    time.now += 10 * MINUTE_MS;
    runs.add(install, hook, time.now, quiet);
    const report = await runs.report(install.userId, install.name);
    expect(report.runs).toMatchObject([
      { runs: 501, duration_ms: 4 },
      { runs: 1, duration_ms: 4 },
    ]);
    expect(report.days).toMatchObject([{ runs: 502, milliseconds: 2_008 }]);
    await runs.close();
  });

  test('keeps a number of runs of each install, and of a burst the newest', async () => {
    const [install, other] = [await addInstall(), await addInstall()];
    const { runs, time } = open();
    runs.add(other, hook, time.now, saying('mine'));
    for (let round = 0; round < 4; round++) {
      for (let count = 0; count < RUNS_PER_WRITE + 5; count++) {
        time.now += 1;
        runs.add(install, hook, time.now, saying(`${round} ${count}`));
      }
      await runs.report(install.userId, install.name);
    }
    const report = await runs.report(install.userId, install.name);
    expect(report.runs).toHaveLength(KEPT_RUNS);
    expect(report.runs[0]?.logs[0]?.text).toBe(`3 ${RUNS_PER_WRITE + 4}`);
    expect(report.days[0]?.runs).toBe(4 * (RUNS_PER_WRITE + 5));
    expect((await runs.report(other.userId, other.name)).runs).toHaveLength(1);
    await runs.close();
  });

  test('keeps days for a while, and counts what was skipped', async () => {
    const install = await addInstall();
    const { runs, time } = open();
    runs.addSkipped(install, 'on_heartbeat', 12);
    await runs.report(install.userId, install.name);
    time.now += 24 * HOUR_MS * KEPT_DAYS;
    runs.addSkipped(install, 'on_heartbeat', 1);
    const { days } = await runs.report(install.userId, install.name);
    expect(days).toMatchObject([{ skipped: 1 }, { day: '2026-05-01', skipped: 12 }]);
    time.now += 24 * HOUR_MS;
    runs.add(install, hook, time.now, quiet);
    const later = await runs.report(install.userId, install.name);
    expect(later.days.map(({ day }) => day)).not.toContain('2026-05-01');
    await runs.close();
  });

  test('holds any text that a script may say, up to a length', async () => {
    const install = await addInstall();
    const { runs, time } = open();
    runs.add(install, hook, time.now, saying('nul \0, half \ud83d, whole 🔥'));
    const long: Outcome = {
      ...quiet,
      logs: ['x'.repeat(KEPT_LOG_CHARACTERS), 'y'].map((text) => ({ level: 'log', text })),
    };
    runs.add(install, hook, time.now + 1, long);
    const report = await runs.report(install.userId, install.name);
    expect(report.runs[1]?.logs[0]?.text).toBe('nul \ufffd, half \ufffd, whole 🔥');
    expect(report.runs[0]).toMatchObject({ dropped: 1 });
    expect(report.runs[0]?.logs).toHaveLength(1);
    await runs.close();
  });

  test('goes with the install, and is nobody else’s to read', async () => {
    const [install, other] = [await addInstall(), await addInstall()];
    const { runs, time } = open();
    runs.add(install, hook, time.now, saying('secret'));
    const asked = await rejectionOf(runs.report(other.userId, install.name));
    expect(asked).toBeInstanceOf(AppError);
    expect(asked).toMatchObject({ code: 'not_found' });
    await database.run('delete from installed_plugins where user_id = $1', [install.userId]);
    runs.add(install, hook, time.now, saying('too late'));
    runs.add(other, hook, time.now, saying('in time'));
    expect(await rejectionOf(runs.report(install.userId, install.name))).toMatchObject({
      code: 'not_found',
    });
    expect((await runs.report(other.userId, other.name)).runs).toHaveLength(1);
    await runs.close();
  });

  test('writes at the end what was not written yet', async () => {
    const install = await addInstall();
    const first = open();
    first.runs.add(install, hook, first.time.now, quiet);
    await first.runs.report(install.userId, install.name);
    first.runs.add(install, hook, first.time.now, quiet);
    await first.runs.close();
    const second = open();
    const report = await second.runs.report(install.userId, install.name);
    expect(report.runs).toHaveLength(2);
    await second.runs.close();
  });
});

test('whatever it throws, the last failure that is borne disables a plugin', async () => {
  const install = await addInstall();
  const bus = openLocalBus();
  const installs = openInstalls({ database, bus, clock: Date.now, removeKeys: async () => {} });
  const strikes = openStrikes({ database, clock: Date.now, installs });
  const failure = { kind: 'error', message: 'a\0b\ud800' } as const;
  for (let count = 1; count < DISABLE_AT; count++) {
    expect(await strikes.add(install, failure)).toBeNull();
  }
  expect(await strikes.add(install, failure)).toEndWith('a\ufffdb\ufffd');
  const { runs } = open();
  const { disabledReason } = await runs.report(install.userId, install.name);
  expect(disabledReason).toEndWith('a\ufffdb\ufffd');
});

test('a plugin’s name is checked before it is looked up', async () => {
  const house = await openTestLifecycle();
  const { key } = await house.addPerson();
  const { name } = await house.add(key, 'const endpoints = { a: () => 1 };');
  for (const [method, what] of [
    ['GET', 'runs'],
    ['POST', 'enable'],
  ] as const) {
    expect((await house.call(method, `/plugins/${name}/${what}`, { key })).status).toBe(200);
    for (const wrong of ['%00', 'x'.repeat(101)]) {
      expect((await house.call(method, `/plugins/${wrong}/${what}`, { key })).status).toBe(400);
    }
  }
  await house.close();
});

test('pauses begin after five strikes, double, and end at an hour', () => {
  expect([0, 4, 5, 9, 10, 15, 35, 1_000].map((strikes) => pauseOf(strikes) / 1_000)).toEqual([
    0, 0, 30, 30, 60, 120, 1_920, 3_600,
  ]);
  expect(['error', 'syntax', 'timeout', 'memory', 'limit', 'crashed'] as const).toSatisfy((kinds) =>
    kinds.every((kind) => strikesOf(kind) > 0),
  );
  expect(strikesOf('busy') + strikesOf('no_handler')).toBe(0);
});
