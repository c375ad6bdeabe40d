import { beforeAll, expect, test } from 'bun:test';
import { isInScope, isInWidgetScope, type Scope } from './scopes.ts';
import { addPerson, openTestUsers, type TestUsers } from './testing.ts';

/** Each kind of route, and which scopes reach it besides `full`. */
const routes: readonly [method: string, path: string, scopes: readonly Scope[]][] = [
  ['POST', '/api/v1/heartbeat', ['write']],
  ['POST', '/api/v1/heartbeats', ['write']],
  ['POST', '/api/v1/import', ['write']],
  ['POST', '/api/v1/plugins/errors', ['write']],
  ['POST', '/api/v1/users/current/heartbeats', ['write']],
  ['POST', '/api/v1/users/current/heartbeats.bulk', ['write']],
  ['POST', '/api/v1/users/ada/external_durations.bulk', ['write']],
  ['DELETE', '/api/v1/users/current/heartbeats', []],
  ['GET', '/api/v1/users/current/heartbeats', []],
  ['GET', '/api/v1/users/current/data_dumps', []],
  ['POST', '/api/v1/users/current/get_api_key', []],
  ['GET', '/api/v1/stats/dashboard', ['read']],
  ['GET', '/api/v1/stats/overview', ['read']],
  ['GET', '/api/v1/live', ['read']],
  ['GET', '/api/v1/heartbeats/latest', ['read']],
  ['GET', '/api/v1/user/me', ['read']],
  ['GET', '/api/v1/users/current', ['read']],
  ['HEAD', '/api/v1/users/current/statusbar/today', ['read']],
  ['GET', '/api/v1/users/current/summaries', ['read']],
  ['GET', '/api/v1/users/current/stats/last_7_days', ['read']],
  ['PATCH', '/api/v1/user/me', []],
  ['DELETE', '/api/v1/user/me', []],
  ['POST', '/api/v1/user/password', []],
  ['GET', '/api/v1/keys', []],
  ['POST', '/api/v1/keys', []],
  ['GET', '/api/v1/sessions', []],
  ['GET', '/api/v1/users', []],
  ['POST', '/api/v1/invites', []],
  ['GET', '/api/v1/export/json', []],
  ['GET', '/api/v1/clients', []],
  ['POST', '/api/v1/setup/tokens', []],
  ['GET', '/api/v1/admin/facts', []],
  ['GET', '/api/v1/something/new', []],
];

test.each(routes)('%s %s', (method, path, scopes) => {
  expect(isInScope('full', method, path)).toBe(true);
  for (const scope of ['write', 'read'] as const) {
    expect({ scope, may: isInScope(scope, method, path) }).toEqual({
      scope,
      may: scopes.includes(scope),
    });
  }
});

test.each([
  ['GET', '/api/v1/stats/summary', true],
  ['GET', '/api/v1/user/me', true],
  ['GET', '/api/v1/heartbeats/latest', true],
  ['GET', '/api/v1/live', false],
  ['POST', '/api/v1/plugins/streak/rpc/get-streak', true],
  ['POST', '/api/v1/plugins/helper/rpc/get', true],
  ['GET', '/api/v1/plugins/helper/settings', false],
  ['GET', '/api/v1/plugins/streak/settings', true],
  ['PUT', '/api/v1/plugins/streak/settings', false],
  ['GET', '/api/v1/plugins/streak-notifier/settings', false],
  ['POST', '/api/v1/plugins/streak-notifier/rpc/get-streak', false],
  ['POST', '/api/v1/plugins/streak/rpc/get/streak', false],
  ['POST', '/api/v1/plugins/streak/rpc/', false],
  ['GET', '/api/v1/plugins/streak/rpc/get-streak', false],
  ['POST', '/api/v1/plugins/streak/token', false],
  ['POST', '/api/v1/heartbeat', false],
  ['PATCH', '/api/v1/user/me', false],
  ['GET', '/api/v1/keys', false],
  ['GET', '/api/v1/export/json', false],
  ['GET', '/api/v1/plugins/panels', false],
  ['DELETE', '/api/v1/store/uninstall/x', false],
])('a widget of streak: %s %s is %p', (method, path, may) => {
  const widget = { pluginName: 'streak', callableNames: ['streak', 'helper'] };
  expect(isInWidgetScope(widget, method, path)).toBe(may);
});

test.each([
  ['GET', '/api/v1/stats/summary', true],
  ['POST', '/api/v1/plugins/mine/rpc/x', true],
  ['POST', '/api/v1/plugins/other/rpc/x', false],
  ['GET', '/api/v1/plugins/null/settings', false],
])('a draft in the editor: %s %s is %p', (method, path, may) => {
  expect(isInWidgetScope({ pluginName: null, callableNames: ['mine'] }, method, path)).toBe(may);
});

let here: TestUsers;
beforeAll(async () => {
  here = await openTestUsers();
});

test('keys are made with a scope, full unless said, and lists show it', async () => {
  const { key } = await addPerson(here);
  for (const scope of ['write', 'read']) {
    const made = await here.call('POST', '/api/v1/keys', { key, body: { name: scope, scope } });
    expect(made.json).toMatchObject({ key: { name: scope, scope } });
  }
  const wrong = await here.call('POST', '/api/v1/keys', { key, body: { scope: 'admin' } });
  expect(wrong.status).toBe(400);
  const { json } = await here.call('GET', '/api/v1/keys', { key });
  expect(json).toMatchObject({
    keys: expect.arrayContaining([
      expect.objectContaining({ name: 'test', scope: 'full' }),
      expect.objectContaining({ name: 'read', scope: 'read' }),
    ]),
  });
});

test('the guard refuses what the scope does not reach, and says what the key is for', async () => {
  const { id } = await addPerson(here, { isAdmin: true });
  const reader = await here.users.keys.add(id, { scope: 'read' });
  const writer = await here.users.keys.add(id, { scope: 'write' });
  const ask = async (method: string, path: string, key: string) =>
    (await here.call(method, path, { key, body: method === 'GET' ? undefined : {} })).status;
  expect(await ask('GET', '/api/v1/user/me', reader.key)).toBe(200);
  expect(await ask('PATCH', '/api/v1/user/me', reader.key)).toBe(403);
  expect(await ask('GET', '/api/v1/user/me', writer.key)).toBe(403);
  expect(await ask('POST', '/api/v1/keys', writer.key)).toBe(403);
  expect(await ask('GET', '/api/v1/users', reader.key)).toBe(403);
  const refused = await here.call('GET', '/api/v1/keys', { key: reader.key });
  expect(refused.json).toMatchObject({
    code: 'forbidden',
    error: expect.stringContaining('only reads numbers'),
  });
});
