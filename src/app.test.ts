import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type App, openApp, openCore } from './app.ts';
import { makeTestInstance, type TestInstance } from './app-testing.ts';
import { loadConfig } from './base/config.ts';
import { silentLog } from './base/log.ts';
import { makeTestDirectory, testServerUrl } from './db/testing.ts';

let instance: TestInstance;
let app: App;

beforeAll(async () => {
  instance = await makeTestInstance({ HEARTHBEAT_BASE_URL: 'http://example.org/hearth' });
  app = await openApp(instance.config, { log: silentLog });
});
afterAll(async () => {
  await app.close();
  await instance.remove();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(app.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** The sockets' ends, as the person's browser and editor see them. */
async function setUp(): Promise<{ key: string; cookie: string }> {
  const link = (await app.createSetupLink()) ?? '';
  const token = new URL(link).hash.replace('#token=', '');
  const setup = await post('/auth/setup', { token, username: 'ada', password: 'lovelace!' });
  expect(setup.status).toBeLessThan(300);
  const cookie = setup.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { accounts, keys } = app.services.users;
  const { key } = await keys.add((await accounts.getByName('ada')).id, { name: 'laptop' });
  return { key, cookie };
}

test('from an empty folder to a number that survives a restart', async () => {
  const link = await app.createSetupLink();
  expect(link).toStartWith('http://example.org/hearth/setup#token=');
  expect((await fetch(`${app.url}/hearth/readyz`)).status).toBe(200);

  const { key, cookie } = await setUp();
  expect(await app.createSetupLink()).toBeNull();
  const me = await fetch(`${app.url}/hearth/api/v1/user/me`, { headers: { cookie } });
  expect(await me.json()).toMatchObject({ username: 'ada' });

  const authorization = { Authorization: `Basic ${btoa(key)}` };
  const stream = await fetch(`${app.url}/api/v1/live`, { headers: { 'X-API-Key': key } });
  const events = stream.text();
  const now = Math.floor(Date.now() / 1_000);
  const beats = [120, 60, 0].map((ago) => ({ entity: '/a.ts', type: 'file', time: now - ago }));
  const bulk = await post('/hearth/api/users/current/heartbeats.bulk', beats, authorization);
  expect(bulk.status).toBe(201);
  expect((await bulk.json()).responses).toHaveLength(3);
  await Bun.sleep(20);

  await app.close();
  expect(await events).toContain('event: timeline\n');

  app = await openApp(instance.config, { log: silentLog });
  const summary = await fetch(`${app.url}/api/v1/stats/summary`, { headers: { 'X-API-Key': key } });
  expect(await summary.json()).toMatchObject({ total_seconds: 120 });
});

test('heartbeats that are in flight at a stop are answered, and kept', async () => {
  const busy = await makeTestInstance();
  const first = await openApp(busy.config, { log: silentLog });
  const { accounts, keys } = first.services.users;
  const { id } = await accounts.add({ username: 'bob', password: 'builder!!' });
  const { key } = await keys.add(id);
  const headers = { 'X-API-Key': key, 'Content-Type': 'application/json' };
  const answers = Array.from({ length: 20 }, (_, index) =>
    fetch(`${first.url}/api/v1/heartbeat`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ project: `p${index}` }),
    }).then(
      ({ status }) => status,
      () => 0, // never reached the server, so never acknowledged
    ),
  );
  await Promise.race(answers);
  await first.close();
  const acknowledged = (await Promise.all(answers)).filter(
    (status) => status === 200 || status === 201,
  );
  expect(acknowledged.length).toBeGreaterThan(0);

  const second = await openApp(busy.config, { log: silentLog });
  const response = await fetch(`${second.url}/api/v1/stats/projects?range=all`, { headers });
  const { projects } = await response.json();
  expect(projects.length).toBeGreaterThanOrEqual(acknowledged.length);
  await second.close();
  await busy.remove();
});

test('the command line may open the ground without a server', async () => {
  const own = await makeTestInstance();
  const core = await openCore(own.config, { log: silentLog });
  expect(core.migrated.length).toBeGreaterThan(0);
  expect(await core.users.accounts.list()).toEqual([]);
  await core.close();
  await own.remove();
});

test.if(!testServerUrl)('two on one folder: the second is told, the first goes on', async () => {
  await expect(openApp(instance.config, { log: silentLog })).rejects.toThrow(
    'is in use by another Hearthbeat',
  );
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
});

test('a start that fails gives back what it had opened', async () => {
  const own = await makeTestInstance();
  const { port } = new URL(app.url);
  const taken = { ...own.config, port: Number(port) };
  await expect(openApp(taken, { log: silentLog })).rejects.toThrow('Something else listens');
  const again = await openApp(own.config, { log: silentLog });
  await again.close();
  await own.remove();
});

test('a Postgres that does not come is waited for, then named, without its password', async () => {
  const { config } = loadConfig({
    environment: {
      HEARTHBEAT_DATA: makeTestDirectory(),
      DATABASE_URL: 'postgres://ada:lovelace@127.0.0.1:1/hearth',
    },
  });
  let time = 0;
  const clock = () => {
    time += 20_000;
    return time;
  };
  const error = await openApp(config, { log: silentLog, clock }).catch((thrown) => thrown);
  expect(error.message).toContain('ada@127.0.0.1:1/hearth cannot be used');
  expect(error.message).not.toContain('lovelace');
});

test('a data folder that cannot be one stops the embedded database only', async () => {
  const own = await makeTestInstance({ HEARTHBEAT_DATA: '/dev/null/data' });
  const opening = openApp(own.config, { log: silentLog });
  if (testServerUrl) await (await opening).close();
  else await expect(opening).rejects.toThrow('The data folder /dev/null/data cannot be used');
  await own.remove();
});
