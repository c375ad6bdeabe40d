import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { RPC_BODY_BYTES } from './routes.ts';
import { CALLS_PER_USER } from './rpc.ts';
import { openTestLifecycle, type TestLifecycle, until } from './testing.ts';
import { MY_PLUGIN, STREAK_NOTIFIER } from './testing-scripts.ts';

let house: TestLifecycle;
beforeAll(async () => {
  house = await openTestLifecycle();
});
afterAll(() => house.close());

const HANDLERS = `const endpoints = {
  echo: (ctx, req) => ({ got: req, isPlain: Object.getPrototypeOf(req) === Object.prototype }),
  nothing: () => undefined,
  none: () => null,
  zero: () => 0,
  text: async () => 'täxt',
  boom: () => { throw new TypeError('not today'); },
  spin: () => { while (true); },
  hoard: () => { const all = []; for (;;) all.push(new Array(1e5).fill(0)); },
  who: (ctx) => [ctx.user_id, ctx.config.base_url],
};`;

describe('who may call', () => {
  test('nobody may not, and their body is not read', async () => {
    const answer = await house.call('POST', '/plugins/x/rpc/y', { body: '{' });
    expect(answer.status).toBe(401);
  });

  test('a plugin answers only those who installed it, as themselves', async () => {
    const [ada, bob] = [await house.addPerson(), await house.addPerson()];
    const { name, id } = await house.add(ada.key, HANDLERS);
    expect(await house.rpc(bob.key, name, 'who')).toMatchObject({
      status: 404,
      json: { error: 'Plugin not found or not installed', code: 'not_found' },
    });
    await house.install(bob.key, id);
    expect((await house.rpc(bob.key, name, 'who')).json).toEqual([bob.id, 'http://hearth.test']);
    expect((await house.rpc(ada.key, name, 'who')).json[0]).toBe(ada.id);
    await house.call('DELETE', `/store/uninstall/${id}`, { key: bob.key });
    expect((await house.rpc(bob.key, name, 'who')).status).toBe(404);
  });

  test('nobody may call what an administrator has banned, from the next request on', async () => {
    const [ada, admin] = [await house.addPerson(), await house.addPerson({ isAdmin: true })];
    const { name, id } = await house.add(ada.key, HANDLERS);
    expect((await house.rpc(ada.key, name, 'zero')).status).toBe(200);
    await house.call('POST', `/store/admin/ban/${id}`, { key: admin.key, body: {} });
    expect((await house.rpc(ada.key, name, 'zero')).status).toBe(404);
    await house.call('POST', `/store/admin/unban/${id}`, { key: admin.key });
    expect((await house.rpc(ada.key, name, 'zero')).status).toBe(200);
  });
});

describe('a call', () => {
  let key: string;
  let name: string;
  beforeAll(async () => {
    ({ key } = await house.addPerson());
    ({ name } = await house.add(key, HANDLERS));
  });

  test.each([
    [undefined, {}],
    ['', {}],
    ['  ', {}],
    ['null', {}],
    ['{"threshold":7200}', { threshold: 7200 }],
    ['[1]', [1]],
    ['{"__proto__":{"x":1}}', JSON.parse('{"__proto__":{"x":1}}')],
  ])('with the body %p passes %p', async (body, got) => {
    const { status, json } = await house.rpc(key, name, 'echo', body);
    expect(status).toBe(200);
    expect(JSON.stringify(json.got)).toBe(JSON.stringify(got));
    expect(json.isPlain).toBe(!Array.isArray(got));
  });

  test.each([
    ['nothing', { ok: true }],
    ['none', { ok: true }],
    ['zero', 0],
    ['text', 'täxt'],
  ])('%s answers what the handler returned', async (handler, body) => {
    const answer = await house.rpc(key, name, handler);
    expect(answer).toMatchObject({ status: 200, json: body });
    expect(answer.headers.get('content-type')).toStartWith('application/json');
  });

  test.each([
    ['boom', '{', 400, 'The body is not valid JSON.'],
    ['%20!', undefined, 400, 'Invalid handler name'],
    ['missing', undefined, 404, "Handler 'missing' not found in plugin endpoints"],
    ['constructor', undefined, 404, "Handler 'constructor' not found in plugin endpoints"],
    ['boom', undefined, 500, 'Plugin handler failed'],
    ['hoard', undefined, 500, 'Plugin handler failed'],
    ['spin', undefined, 504, 'Plugin handler timed out (15s limit)'],
  ])('of %p with %p ends in %p', async (handler, body, status, error) => {
    expect(await house.rpc(key, name, handler, body)).toMatchObject({ status, json: { error } });
  });

  test('of a handler that throws says what it threw', async () => {
    expect((await house.rpc(key, name, 'boom')).json.detail).toContain('not today');
  });

  test('drops from a name what no name has', async () => {
    expect((await house.rpc(key, name, 'z%20e.r%2Fo!')).json).toBe(0);
  });

  test('carries so much and no more', async () => {
    const most = JSON.stringify('x'.repeat(RPC_BODY_BYTES - 2));
    expect((await house.rpc(key, name, 'zero', most)).status).toBe(200);
    expect((await house.rpc(key, name, 'zero', `${most} `)).status).toBe(413);
  });

  test('with a body nested too deeply fails and costs nobody time', async () => {
    const { status, json } = await house.rpc(
      key,
      name,
      'zero',
      '['.repeat(99_999) + ']'.repeat(99_999),
    );
    expect([status, json.code]).toEqual([500, 'plugin_failed']);
  });

  test('adds nothing to the records under a name that its caller made up', async () => {
    const script = `const endpoints = new Proxy({ known: () => 1 }, { get: () => () => 2, has: () => true,
      getOwnPropertyDescriptor: () => ({ value: () => 2, enumerable: true, configurable: true }) });`;
    const all = await house.add(key, script);
    for (const handler of ['known', 'one', 'another', 'x'.repeat(5_000)]) {
      expect((await house.rpc(key, all.name, handler)).json).toBe(2);
    }
    const { days, runs } = await house.report(key, all.name);
    const named = (rows: { hook: string }[]) => rows.map(({ hook }) => hook).sort();
    expect([named(days), named(runs)]).toEqual([
      ['rpc:*', 'rpc:known'],
      ['rpc:*', 'rpc:known'],
    ]);
  });

  test('waits for no other call of its user beyond a few, and hangs nobody else', async () => {
    const other = await house.addPerson();
    const theirs = await house.add(other.key, HANDLERS);
    await house.rpc(other.key, theirs.name, 'zero');
    const spinning = Array.from({ length: CALLS_PER_USER }, () => house.rpc(key, name, 'spin'));
    await Bun.sleep(50);
    const refused = await house.rpc(key, name, 'zero');
    expect(refused).toMatchObject({ status: 429, json: { code: 'too_many' } });
    expect((await house.rpc(other.key, theirs.name, 'zero')).status).toBe(200);
    expect((await Promise.all(spinning)).map(({ status }) => status)).toEqual(
      Array.from({ length: CALLS_PER_USER }, () => 504),
    );
    expect((await house.rpc(key, name, 'zero')).status).not.toBe(429);
  });
});

describe('the documented plugins (spec/codetrackr 10)', () => {
  test('streak notifier: install, tick, read, reset', async () => {
    const { key, id } = await house.addPerson();
    await house.send(key, { time: Math.floor(Date.now() / 1_000) - 30 });
    const plugin = await house.add(key, STREAK_NOTIFIER);
    const keys = house.keys.of(plugin.name, id);
    await until(async () => (await keys.get('streak')) === '0');
    await house.makeDue('tick', id, plugin.id);
    await until(async () => (await keys.get('streak')) === '1');
    const today = new Date().toISOString().slice(0, 10);
    const read = () => house.rpc(key, plugin.name, 'get-streak');
    expect((await read()).json).toEqual({ streak: 1, last_day: today });
    expect((await house.rpc(key, plugin.name, 'reset-streak')).json).toEqual({ ok: true });
    expect((await read()).json).toEqual({ streak: 0, last_day: null });
    const { runs } = await house.report(key, plugin.name);
    expect(JSON.stringify(runs)).toContain('Day 1 of streak — keep it up!');
    expect(JSON.stringify(runs)).toContain(`Streak reset by user ${id}`);
  });

  test('settings: inserted as an object, merged, and read back', async () => {
    const { key, id } = await house.addPerson();
    const { name, id: pluginId } = await house.add(key, MY_PLUGIN);
    const Row = Type.Object({ type: Type.String(), settings: Type.Unknown() });
    const find = () =>
      house.database.find(
        Row,
        `select jsonb_typeof(settings) as type, settings from plugin_settings
         where user_id = $1 and plugin = 'my-plugin'`,
        [id],
      );
    await until(async () => (await find()) !== null);
    expect(await find()).toEqual({ type: 'object', settings: { notify: true, threshold: 3600 } });
    const set = await house.rpc(key, name, 'set-threshold', { threshold: 7200 });
    expect(set.json).toEqual({ ok: true, threshold: 7200 });
    expect(await find()).toEqual({ type: 'object', settings: { notify: true, threshold: 7200 } });
    await house.makeDue('tick', id, pluginId);
    await until(async () =>
      JSON.stringify((await house.report(key, name)).runs).includes('threshold: 7200 s'),
    );
  });

  test('statistics are numbers, with and without a body', async () => {
    const { key } = await house.addPerson();
    const { name } = await house.add(key, MY_PLUGIN);
    await house.send(key, { duration: 3_600, time: Math.floor(Date.now() / 1_000) - 4_000 });
    for (const body of [undefined, {}]) {
      const { json } = await house.rpc(key, name, 'stats', body);
      expect(json).toEqual({ sessions: 1, total_hours: '1.0' });
    }
  });

  test('delete-account deletes the caller and nobody else', async () => {
    const [ada, bob] = [await house.addPerson(), await house.addPerson()];
    const { name, id } = await house.publish(bob.key, MY_PLUGIN);
    await house.install(ada.key, id);
    await house.install(bob.key, id);
    await house.send(ada.key);
    expect((await house.rpc(ada.key, name, 'delete-account')).json).toEqual({ ok: true });
    expect((await house.call('GET', '/user/me', { key: ada.key })).status).toBe(401);
    expect((await house.call('GET', '/user/me', { key: bob.key })).json.username).toBe(
      bob.username,
    );
    expect(await house.findSchedule('tick', ada.id, id)).toBeNull();
    expect(await house.findSchedule('tick', bob.id, id)).not.toBeNull();
  });
});
