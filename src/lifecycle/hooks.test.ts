import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { TOLD_PER_REQUEST } from '../heartbeats/newest.ts';
import { DISABLE_AT, pauseOf } from './strikes.ts';
import { openTestLifecycle, type TestLifecycle, until } from './testing.ts';

/** Long enough to tell waiting for it from a machine that is busy. */
const RUN_LIMIT_MS = 6_000;

let house: TestLifecycle;
beforeAll(async () => {
  house = await openTestLifecycle({ runLimitMs: RUN_LIMIT_MS });
});
afterAll(() => house.close());

/** Keeps what it gets under a running number, and then the number. */
const DIARY = `
async function write(ctx, counter, entry, value) {
  const n = Number(await ctx.redis.get(counter)) + 1;
  await ctx.redis.set(entry + '-' + n, JSON.stringify(value));
  await ctx.redis.incr(counter);
}
async function on_heartbeat(ctx, heartbeat) { await write(ctx, 'count', 'beat', heartbeat); }
async function on_tick(ctx, tick) { await write(ctx, 'ticks', 'tick', tick); }
async function on_install(ctx) { await ctx.redis.incr('installs'); }`;

const nowSeconds = () => Math.floor(Date.now() / 1_000);

async function countOf(plugin: { name: string }, userId: string, key: string): Promise<number> {
  return Number((await house.keys.of(plugin.name, userId).get(key)) ?? 0);
}

/** Of the heartbeats that the diary holds. */
async function projectsOf(plugin: { name: string }, userId: string): Promise<string[]> {
  const keys = house.keys.of(plugin.name, userId);
  const count = Number((await keys.get('count')) ?? 0);
  const beats = Array.from({ length: count }, (_, index) => keys.get(`beat-${index + 1}`));
  return (await Promise.all(beats)).map((beat) => JSON.parse(beat ?? '{}').project);
}

describe('on_heartbeat', () => {
  test('gets the documented fields, empty where the editor said nothing', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, DIARY);
    const time = nowSeconds() - 100;
    await house.send(key, { project: 'hearth', time });
    await house.send(key, {
      project: 'hearth',
      language: 'rust',
      file: 'src/main.rs',
      editor: 'VS Code',
      branch: 'main',
      os: 'Linux',
      machine: 'desk',
      duration: 12,
      time: time + 10,
      commit: 'abc',
      is_write: true,
    });
    await until(async () => (await countOf(plugin, id, 'count')) === 2);
    const keys = house.keys.of(plugin.name, id);
    expect(JSON.parse((await keys.get('beat-1')) ?? '')).toEqual({
      project: 'hearth',
      language: '',
      file: '',
      editor: '',
      branch: '',
      os: '',
      machine: '',
      duration: 0,
      time,
      user_id: id,
      commit: '',
      workspace_root: '',
      package_path: '',
      duration_seconds: 0,
      is_write: false,
      recorded_at: new Date(time * 1_000).toISOString(),
    });
    expect(JSON.parse((await keys.get('beat-2')) ?? '')).toMatchObject({
      language: 'Rust',
      file: 'src/main.rs',
      editor: 'VS Code',
      branch: 'main',
      os: 'Linux',
      machine: 'desk',
      duration: 12,
      duration_seconds: 12,
      time: time + 10,
      commit: 'abc',
      is_write: true,
    });
  });

  test('runs once for each new heartbeat of a batch, in order of time', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, DIARY);
    const start = nowSeconds() - 3_600;
    const beats = Array.from({ length: 40 }, (_, place) => ({
      project: `p${place}`,
      time: start + ((place * 17) % 40),
    }));
    await house.call('POST', '/heartbeats', { key, body: beats });
    await house.call('POST', '/heartbeats', { key, body: beats });
    await until(async () => (await countOf(plugin, id, 'count')) >= 40);
    await house.send(key, { project: 'last' });
    await until(async () => (await countOf(plugin, id, 'count')) >= 41);
    const keys = house.keys.of(plugin.name, id);
    const times: number[] = [];
    for (let place = 1; place <= 40; place++) {
      times.push(JSON.parse((await keys.get(`beat-${place}`)) ?? '').time);
    }
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(await countOf(plugin, id, 'count')).toBe(41);
  });

  test('runs for the newest of an import, and the rest is counted', async () => {
    const { key } = await house.addPerson();
    const plugin = await house.add(key, 'function on_heartbeat() {}');
    const start = nowSeconds() - 100_000;
    const items = Array.from({ length: TOLD_PER_REQUEST + 7 }, (_, place) => ({
      project: 'old',
      time: start + place,
    }));
    await house.call('POST', '/import', { key, body: items });
    const today = async () => {
      const { days } = await house.report(key, plugin.name);
      const found = days.find(({ hook }: { hook: string }) => hook === 'on_heartbeat');
      return found ?? { runs: 0, skipped: 0 };
    };
    await until(async () => (await today()).runs === TOLD_PER_REQUEST);
    expect(await today()).toMatchObject({ skipped: 7, failures: 0 });
    const { runs } = await house.report(key, plugin.name);
    const hooks = runs.filter(({ hook }: { hook: string }) => hook === 'on_heartbeat');
    expect(hooks.length).toBeLessThan(5); // they said nothing, so they share a row
  });

  test('is for those who installed the plugin, as long as they have it', async () => {
    const [ada, bob] = [await house.addPerson(), await house.addPerson()];
    const plugin = await house.add(ada.key, DIARY);
    await house.send(bob.key, { project: 'before' }); // from now on it is known that bob has none
    await house.install(bob.key, plugin.id);
    await house.send(bob.key, { project: 'between' });
    await until(async () => (await projectsOf(plugin, bob.id)).includes('between'));
    await house.call('DELETE', `/store/uninstall/${plugin.id}`, { key: bob.key });
    await house.send(bob.key, { project: 'after' });
    await house.send(ada.key);
    await until(async () => (await countOf(plugin, ada.id, 'count')) === 1);
    await Bun.sleep(100);
    expect(await projectsOf(plugin, bob.id)).not.toContain('after');
  });

  test('stops with a ban at once', async () => {
    const [ada, admin] = [await house.addPerson(), await house.addPerson({ isAdmin: true })];
    const plugin = await house.add(ada.key, DIARY);
    await house.send(ada.key);
    await until(async () => (await countOf(plugin, ada.id, 'count')) === 1);
    await house.call('POST', `/store/admin/ban/${plugin.id}`, { key: admin.key, body: {} });
    await house.send(ada.key, { project: 'banned' });
    await house.makeDue('tick', ada.id, plugin.id);
    await until(
      async () => (await house.findSchedule('tick', ada.id, plugin.id))?.is_parked === true,
    );
    expect(await countOf(plugin, ada.id, 'count')).toBe(1);
    expect(await countOf(plugin, ada.id, 'ticks')).toBe(0);
  });

  test('that never ends delays no acknowledgement and nobody else', async () => {
    const [eve, ada] = [await house.addPerson(), await house.addPerson()];
    const evil = await house.add(eve.key, 'function on_heartbeat() { while (true); }');
    const good = await house.add(ada.key, DIARY);
    await house.send(ada.key, { project: 'warm' });
    await until(async () => (await countOf(good, ada.id, 'count')) === 1);
    const started = performance.now();
    for (let place = 0; place < 5; place++) {
      await house.send(eve.key, { project: `e${place}` });
      await house.send(ada.key, { project: `a${place}` });
    }
    expect(performance.now() - started).toBeLessThan(RUN_LIMIT_MS);
    await until(async () => (await countOf(good, ada.id, 'count')) === 6);
    expect(performance.now() - started).toBeLessThan(RUN_LIMIT_MS);
    await until(async () => (await house.report(eve.key, evil.name)).paused_until !== null);
    const report = await house.report(eve.key, evil.name);
    expect(report.runs[0]).toMatchObject({ hook: 'on_heartbeat', outcome: 'timeout' });
    await until(async () => {
      const { days } = await house.report(eve.key, evil.name);
      return days[0]?.skipped === 4;
    });
  });
});

describe('a plugin that keeps failing', () => {
  test('pauses longer and longer, is disabled with a reason, and wakes when its user enables it', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, "function on_heartbeat() { throw new Error('never'); }");
    const failures = async () => {
      const { days } = await house.report(key, plugin.name);
      return days.find(({ hook }: { hook: string }) => hook === 'on_heartbeat')?.failures ?? 0;
    };
    for (let count = 1; count <= DISABLE_AT; count++) {
      await house.send(key, { project: `p${count}` });
      await until(async () => (await failures()) === count);
      house.time.offset += pauseOf(count);
      house.bus.publish('plugins', { userId: id });
    }
    await until(async () => (await house.report(key, plugin.name)).disabled_reason !== null);
    const { disabled_reason, runs } = await house.report(key, plugin.name);
    expect(disabled_reason).toContain('never');
    expect(runs[0]).toMatchObject({
      outcome: 'error',
      error: { message: 'never', line: 1 },
    });
    expect((await house.rpc(key, plugin.name, 'x')).status).toBe(409);
    await house.send(key, { project: 'unheard' });
    await Bun.sleep(200);
    expect(await failures()).toBe(DISABLE_AT);

    const path = `/plugins/${plugin.name}/enable`;
    expect((await house.call('POST', path)).status).toBe(401);
    const other = await house.addPerson();
    expect((await house.call('POST', path, { key: other.key })).status).toBe(404);
    expect((await house.call('POST', path, { key })).json).toEqual({ status: 'enabled' });
    await house.send(key, { project: 'again' });
    await until(async () => (await failures()) === DISABLE_AT + 1);
    expect((await house.report(key, plugin.name)).disabled_reason).toBeNull();
  });

  test('has its failures forgotten when it runs well', async () => {
    const { key } = await house.addPerson();
    const script = `async function on_heartbeat(ctx, { project }) {
      if (project === 'bad') throw new Error('bad');
      await ctx.redis.set('good', '1');
    }`;
    const plugin = await house.add(key, script);
    const start = nowSeconds() - 1_000;
    for (let count = 0; count < 12; count++) {
      const project = count % 4 === 3 ? 'good' : 'bad';
      await house.send(key, { project, time: start + count });
    }
    await until(async () => (await house.report(key, plugin.name)).days[0]?.runs === 12);
    expect((await house.report(key, plugin.name)).paused_until).toBeNull();
  });
});

describe('on_install', () => {
  test('runs once for each install, and again after a new one', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, DIARY);
    await until(async () => (await countOf(plugin, id, 'installs')) === 1);
    await until(async () => (await house.findSchedule('install', id, plugin.id)) === null);
    await house.install(key, plugin.id);
    await house.publish(key, `${DIARY} // newer`, plugin.name);
    expect(await house.findSchedule('install', id, plugin.id)).toBeNull();
    await house.call('DELETE', `/store/uninstall/${plugin.id}`, { key });
    expect(await house.findSchedule('tick', id, plugin.id)).toBeNull();
    await house.install(key, plugin.id);
    await until(async () => (await countOf(plugin, id, 'installs')) === 2);
    await Bun.sleep(100);
    expect(await countOf(plugin, id, 'installs')).toBe(2);
  });

  test('is not run later for those who had the plugin before it had one', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, 'function on_tick() {}');
    await until(async () => (await house.findSchedule('install', id, plugin.id)) === null);
    await house.publish(key, DIARY, plugin.name);
    await house.makeDue('tick', id, plugin.id);
    await until(async () => (await countOf(plugin, id, 'ticks')) === 1);
    expect(await countOf(plugin, id, 'installs')).toBe(0);
  });
});

describe('on_tick', () => {
  test('comes about every minute, and says for which moment', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, DIARY);
    await house.makeDue('tick', id, plugin.id);
    await until(async () => (await countOf(plugin, id, 'ticks')) === 1);
    const tick = JSON.parse((await house.keys.of(plugin.name, id).get('tick-1')) ?? '');
    expect(Math.abs(Date.parse(tick.scheduled_at) - Date.now())).toBeLessThan(20_000);
    expect(tick.attempt).toBe(1);
    await until(async () => {
      const row = await house.findSchedule('tick', id, plugin.id);
      return row !== null && !row.is_parked;
    });
  });

  test('sleeps without a plugin that defines it, and wakes with a version that does', async () => {
    const { key, id } = await house.addPerson();
    const plugin = await house.add(key, 'function on_heartbeat() {}');
    await house.makeDue('tick', id, plugin.id);
    await until(async () => (await house.findSchedule('tick', id, plugin.id))?.is_parked === true);
    await house.publish(key, DIARY, plugin.name);
    await until(async () => (await house.findSchedule('tick', id, plugin.id))?.is_parked === false);
  });

  test('runs once, however many instances there are', async () => {
    const { key, id } = await house.addPerson();
    const others = [house.openAnother(), house.openAnother()];
    const plugins = [];
    for (let count = 0; count < 8; count++) plugins.push(await house.add(key, DIARY));
    for (let round = 1; round <= 2; round++) {
      await Promise.all(plugins.map((plugin) => house.makeDue('tick', id, plugin.id)));
      for (const plugin of plugins) {
        await until(async () => (await countOf(plugin, id, 'ticks')) >= round);
      }
    }
    await Bun.sleep(300);
    for (const plugin of plugins) expect(await countOf(plugin, id, 'ticks')).toBe(2);
    for (const plugin of plugins) expect(await countOf(plugin, id, 'installs')).toBe(1);
    await Promise.all(others.map((other) => other.close()));
  });
});
