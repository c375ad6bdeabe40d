/** A person's settings of a plugin, and the token that its widget holds. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { MAX_WIDGET_TOKENS_PER_USER, WIDGET_TOKEN_MS } from '../users/widget-tokens.ts';
import { MAX_JSON_DEPTH } from './storable.ts';
import { newName, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';

let here: TestPlugins;
type Person = Awaited<ReturnType<TestPlugins['addPerson']>>;
let author: Person;
beforeAll(async () => {
  here = await openTestPlugins();
  author = await here.addPerson();
});
afterAll(() => here.close());

async function installFor(person: Person, fields: Record<string, unknown> = {}) {
  const plugin = await here.publish(author.key, { script: WIDGET, ...fields });
  await here.call('POST', `/store/install/${plugin.id}`, { key: person.key });
  return plugin;
}

describe('settings', () => {
  const settings_schema = {
    type: 'object',
    properties: { goal: { type: 'integer', minimum: 1, default: 4 } },
  };

  test('have defaults, are checked, saved, and seen in the panel', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person, { settings_schema });
    const path = `/plugins/${plugin.name}/settings`;
    const ask = (method: string, body?: unknown) =>
      here.call(method, path, { key: person.key, body });
    expect((await ask('GET')).json).toEqual({ settings: { goal: 4 }, schema: settings_schema });
    const wrong = await ask('PUT', { goal: 0 });
    expect([wrong.status, Object.keys(wrong.json.fields)]).toEqual([400, ['goal']]);
    expect((await ask('PUT', [1])).status).toBe(400);
    expect((await ask('PUT', { goal: 6 })).json.settings).toEqual({ goal: 6 });
    expect((await ask('GET')).json.settings).toEqual({ goal: 6 });
    expect((await ask('PUT', {})).json.settings).toEqual({ goal: 4 });
    const { panels } = (await here.call('GET', '/plugins/panels', { key: person.key })).json;
    expect(panels[0].has_settings).toBe(true);
  });

  test('are each person’s own, and of what they have installed', async () => {
    const [ada, bob, eve] = [
      await here.addPerson(),
      await here.addPerson(),
      await here.addPerson(),
    ];
    const plugin = await installFor(ada, { settings_schema });
    await here.call('POST', `/store/install/${plugin.id}`, { key: bob.key });
    const path = `/plugins/${plugin.name}/settings`;
    await here.call('PUT', path, { key: ada.key, body: { goal: 9 } });
    expect((await here.call('GET', path, { key: bob.key })).json.settings).toEqual({ goal: 4 });
    expect((await here.call('GET', path, { key: eve.key })).status).toBe(404);
    expect((await here.call('PUT', path, { key: eve.key, body: {} })).status).toBe(404);
    expect((await here.call('GET', path)).status).toBe(401);
    expect(
      (await here.call('GET', `/plugins/${newName()}/settings`, { key: ada.key })).status,
    ).toBe(404);
  });

  test('that the database cannot hold are refused before it sees them', async () => {
    const plugin = await installFor(author);
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const put = async (body: string) => {
      const path = `/plugins/${plugin.name}/settings`;
      return (await here.call('PUT', path, { key: author.key, body })).status;
    };
    const publish = async (settings_schema: string) => {
      const body = `{"name":"${plugin.name}","display_name":"P","settings_schema":${settings_schema}}`;
      return (await here.call('POST', '/store/publish', { key: author.key, body })).status;
    };
    expect(await put(nested(MAX_JSON_DEPTH - 1))).toBe(200);
    for (const depth of [MAX_JSON_DEPTH, 5_000, 30_000]) expect(await put(nested(depth))).toBe(400);
    for (const text of ['\\u0000', '\\ud800']) {
      expect(await put(`{"a":"${text}"}`)).toBe(400);
      expect(await put(`{"a":[{"${text}":1}]}`)).toBe(400);
      expect(await publish(`{"type":"object","title":"${text}","properties":{}}`)).toBe(400);
    }
    const more = nested(5_000).slice(1);
    expect(await publish(`{"type":"object","properties":{},${more}`)).toBe(400);
  });

  test('keep what the plugin itself wrote there', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person, { settings_schema });
    await here.database.run(
      `insert into plugin_settings (user_id, plugin, settings) values ($1, $2, '{"seen":3}')`,
      [person.id, plugin.name],
    );
    const path = `/plugins/${plugin.name}/settings`;
    await here.call('PUT', path, { key: person.key, body: { goal: 2 } });
    const { json } = await here.call('GET', path, { key: person.key });
    expect(json.settings).toEqual({ goal: 2, seen: 3 });
    await here.database.run(`update plugin_settings set settings = '[1]' where plugin = $1`, [
      plugin.name,
    ]);
    expect((await here.call('GET', path, { key: person.key })).json.settings).toEqual({ goal: 4 });
  });
});

describe("a widget's token", () => {
  const askToken = async (person: Person, name: string) =>
    here.call('POST', `/plugins/${name}/token`, { key: person.key });
  const statusOf = async (token: string, method = 'GET', path = '/user/me') =>
    (await here.call(method, path, { bearer: token })).status;

  test('is for those who have the plugin, and lasts ten minutes', async () => {
    const person = await here.addPerson();
    const { name } = await installFor(person);
    expect((await here.call('POST', `/plugins/${name}/token`)).status).toBe(401);
    expect((await askToken(author, name)).status).toBe(404);
    const { status, json } = await askToken(person, name);
    expect(status).toBe(200);
    expect(Date.parse(json.expires_at)).toBe(here.time.now + WIDGET_TOKEN_MS);
    const me = await here.call('GET', '/user/me', { bearer: json.token });
    expect(me.json.username).toBe(person.username);
    here.time.now += WIDGET_TOKEN_MS;
    const ended = await here.call('GET', '/user/me', { bearer: json.token });
    expect([ended.status, ended.json.error]).toEqual([
      401,
      'This widget token has ended. Ask for another.',
    ]);
  });

  test('reads numbers and its own settings, and nothing else', async () => {
    const admin = await here.addPerson({ isAdmin: true });
    const own = await installFor(admin);
    const other = await installFor(admin);
    const { token } = (await askToken(admin, own.name)).json;
    expect(await statusOf(token, 'GET', `/plugins/${own.name}/settings`)).toBe(200);
    const refused: [string, string][] = [
      ['PUT', `/plugins/${own.name}/settings`],
      ['GET', `/plugins/${other.name}/settings`],
      ['POST', `/plugins/${own.name}/token`],
      ['GET', '/plugins/panels'],
      ['GET', '/store/installed'],
      ['PATCH', '/user/me'],
      ['GET', '/keys'],
      ['POST', '/keys'],
      ['GET', '/sessions'],
      ['GET', '/users'],
      ['GET', '/admin/facts'],
      ['POST', '/store/publish'],
      ['POST', `/store/admin/ban/${other.id}`],
    ];
    for (const [method, path] of refused) {
      expect({ method, path, status: await statusOf(token, method, path) }).toEqual({
        method,
        path,
        status: 403,
      });
    }
  });

  /** Whether the guard lets the token call an endpoint of the plugin. */
  const mayCall = (token: string, name: string) =>
    here.users.guard
      .requireUser(
        new Request(`http://localhost/api/v1/plugins/${name}/rpc/get`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}` },
        }),
      )
      .then(
        () => true,
        () => false,
      );

  test('calls endpoints of its plugin, of its author’s and of those it depends on, once installed', async () => {
    const [person, friend, stranger] = await Promise.all([1, 2, 3].map(() => here.addPerson()));
    if (!person || !friend || !stranger) throw new Error('three people');
    const base = await here.publish(stranger.key, { script: WIDGET });
    const foreign = await here.publish(stranger.key, { script: WIDGET });
    const sibling = await here.publish(friend.key, { script: WIDGET });
    const own = await here.publish(friend.key, {
      script: WIDGET,
      description: `Needs @${base.name}`,
    });
    for (const { id } of [own, foreign]) {
      await here.call('POST', `/store/install/${id}`, { key: person.key });
    }
    const { token } = (await askToken(person, own.name)).json;
    const reach = () =>
      Promise.all([own, base, sibling, foreign].map(({ name }) => mayCall(token, name)));
    expect(await reach()).toEqual([true, true, false, false]);
    await here.call('POST', `/store/install/${sibling.id}`, { key: person.key });
    expect(await reach()).toEqual([true, true, true, false]);
  });

  test('of a draft in the editor calls what its user has published and installed', async () => {
    const person = await here.addPerson();
    const own = await here.publish(person.key, { script: WIDGET });
    const foreign = await installFor(person);
    await here.call('POST', `/store/install/${own.id}`, { key: person.key });
    expect((await here.call('POST', '/cteditor/token')).status).toBe(401);
    const { json } = await here.call('POST', '/cteditor/token', { key: person.key });
    expect(await statusOf(json.token)).toBe(200);
    expect(await mayCall(json.token, own.name)).toBe(true);
    expect(await mayCall(json.token, foreign.name)).toBe(false);
  });

  test('tells no address to write to', async () => {
    const person = await here.addPerson();
    const { name } = await installFor(person);
    await here.database.run("update users set email = 'ada@example.org' where id = $1", [
      person.id,
    ]);
    const { token } = (await askToken(person, name)).json;
    const emailOf = async (given: { bearer: string } | { key: string }) =>
      (await here.call('GET', '/user/me', given)).json.email;
    expect(await emailOf({ key: person.key })).toBe('ada@example.org');
    expect(await emailOf({ bearer: token })).toBeNull();
  });

  test('is no key: only Bearer carries it', async () => {
    const person = await here.addPerson();
    const { name } = await installFor(person);
    const { token } = (await askToken(person, name)).json;
    expect((await here.call('GET', '/user/me', { key: token })).status).toBe(401);
    expect((await here.call('GET', `/user/me?api_key=${token}`)).status).toBe(401);
    expect(await statusOf(`${token.slice(0, -1)}_`)).toBe(401);
  });

  test('ends with the install', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person);
    const { token } = (await askToken(person, plugin.name)).json;
    await here.call('DELETE', `/store/uninstall/${plugin.id}`, { key: person.key });
    await here.call('POST', `/store/install/${plugin.id}`, { key: person.key });
    expect(await statusOf(token)).toBe(401);
  });

  test('is no administrator’s, whosever it is', async () => {
    const admin = await here.addPerson({ isAdmin: true });
    const plugin = await installFor(admin);
    const { token } = (await askToken(admin, plugin.name)).json;
    expect(await here.users.widgetTokens.findUser(token)).toMatchObject({
      id: admin.id,
      isAdmin: false,
    });
  });

  test('ends when the session that asked for it runs out', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person);
    const secret = await here.users.sessions.add(person.id, { address: 'x', userAgent: 'x' });
    const cookie = `hearthbeat_session=${secret}`;
    const { json } = await here.call('POST', `/plugins/${plugin.name}/token`, { cookie });
    expect(await statusOf(json.token)).toBe(200);
    await here.database.run('update sessions set expires_at = $2 where user_id = $1', [
      person.id,
      new Date(here.time.now),
    ]);
    expect(await statusOf(json.token)).toBe(401);
  });

  test('ends while its plugin is banned', async () => {
    const [person, admin] = [await here.addPerson(), await here.addPerson({ isAdmin: true })];
    const plugin = await installFor(person);
    const { token } = (await askToken(person, plugin.name)).json;
    expect(await statusOf(token)).toBe(200);
    await here.call('POST', `/store/admin/ban/${plugin.id}`, { key: admin.key });
    expect(await statusOf(token)).toBe(401);
    expect((await askToken(person, plugin.name)).status).toBe(404);
  });

  test('ends with the session that asked for it, by signing out everywhere too', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person);
    const secret = await here.users.sessions.add(person.id, { address: 'x', userAgent: 'x' });
    const cookie = `hearthbeat_session=${secret}`;
    const answer = await here.call('POST', `/plugins/${plugin.name}/token`, { cookie });
    expect(answer.status).toBe(200);
    const byKey = (await askToken(person, plugin.name)).json.token;
    expect(await statusOf(answer.json.token)).toBe(200);
    await here.users.sessions.removeOthers(person.id, null);
    expect([await statusOf(answer.json.token), await statusOf(byKey)]).toEqual([401, 200]);
    await here.users.keys.remove(person.id, person.keyId);
    expect(await statusOf(byKey)).toBe(401);
  });

  test('ends with the account being disabled', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person);
    const { token } = (await askToken(person, plugin.name)).json;
    await here.addPerson({ isAdmin: true });
    await here.users.accounts.setDisabled(person.id, true);
    expect([401, 403]).toContain(await statusOf(token));
  });

  test('is one of few: the oldest end early', async () => {
    const person = await here.addPerson();
    const plugin = await installFor(person);
    const first = (await askToken(person, plugin.name)).json.token;
    await here.database.run(
      `insert into widget_tokens (token_hash, user_id, plugin_id, expires_at)
       select md5(random()::text), $1, $2, $3 from generate_series(1, $4)`,
      [
        person.id,
        plugin.id,
        new Date(here.time.now + 2 * WIDGET_TOKEN_MS),
        MAX_WIDGET_TOKENS_PER_USER - 1,
      ],
    );
    expect(await statusOf(first)).toBe(200);
    const last = (await askToken(person, plugin.name)).json.token;
    expect([await statusOf(first), await statusOf(last)]).toEqual([401, 200]);
  });
});
