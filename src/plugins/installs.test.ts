import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { rejectionOf } from '../users/testing.ts';
import { MAX_INSTALLED_DEPENDENCIES, MAX_INSTALLS_PER_USER } from './installs.ts';
import { LIFECYCLE, newName, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';

let here: TestPlugins;
let author: { id: string; key: string };
let admin: { id: string; key: string };
beforeAll(async () => {
  here = await openTestPlugins();
  author = await here.addPerson();
  admin = await here.addPerson({ isAdmin: true });
});
afterAll(() => here.close());

const install = (id: string, key: string) => here.call('POST', `/store/install/${id}`, { key });
const panelsOf = async (key: string) =>
  (await here.call('GET', '/plugins/panels', { key })).json.panels;
const publish = (fields: Record<string, unknown> = {}) =>
  here.publish(author.key, { script: WIDGET, ...fields });

test('nobody installs without signing in; a bad id is told; an unknown plugin is not available', async () => {
  const { id } = await publish();
  expect((await here.call('POST', `/store/install/${id}`)).status).toBe(401);
  expect((await install('nonsense', author.key)).status).toBe(400);
  const { status, json } = await install(crypto.randomUUID(), author.key);
  expect([status, json.error]).toEqual([403, 'This plugin is not available']);
});

test('an installed widget is a panel at once, and none when uninstalled', async () => {
  const person = await here.addPerson();
  const plugin = await publish({ display_name: 'Shown', icon: '📈', widget_type: 'chart' });
  expect((await install(plugin.id, person.key)).json).toEqual({ status: 'installed' });
  expect(await panelsOf(person.key)).toEqual([
    {
      panel: plugin.name,
      title: 'Shown',
      icon: '📈',
      plugin_type: 'widget',
      widget_type: 'chart',
      api_endpoint: null,
      plugin_id: plugin.id,
      version: '0.1.0',
      script: WIDGET,
      accepted_version: null,
      accepted_script: null,
      latest_version: '0.1.0',
      update_waits: false,
      has_settings: false,
      disabled_reason: null,
      columns: null,
      rows: null,
    },
  ]);
  const installed = await here.call('GET', '/store/installed', { key: person.key });
  expect(installed.json.installed).toMatchObject([{ id: plugin.id, install_count: 1 }]);
  const path = `/store/uninstall/${plugin.id}`;
  for (const _ of ['once', 'again']) {
    const { status, json } = await here.call('DELETE', path, { key: person.key });
    expect([status, json]).toEqual([200, { status: 'uninstalled' }]);
  }
  expect(await panelsOf(person.key)).toEqual([]);
});

test('installing twice counts once', async () => {
  const person = await here.addPerson();
  const plugin = await publish();
  await install(plugin.id, person.key);
  await install(plugin.id, person.key);
  const { json } = await here.call('GET', `/store/plugin/${plugin.id}/detail`);
  expect(json.plugin.install_count).toBe(1);
});

test('a lifecycle plugin runs and has no panel', async () => {
  const person = await here.addPerson();
  const plugin = await publish({ script: LIFECYCLE });
  await install(plugin.id, person.key);
  expect(await panelsOf(person.key)).toEqual([]);
  expect(await here.plugins.installs.find(person.id, plugin.name)).toEqual({
    pluginId: plugin.id,
    name: plugin.name,
    userId: person.id,
    version: '0.1.0',
    script: LIFECYCLE,
    hooks: ['on_tick'],
    endpoints: ['get-ticks'],
    isDisabled: false,
    disabledReason: null,
    installedAt: expect.any(Date),
  });
});

test('a disabled install is listed as such, and can be enabled by name', async () => {
  const person = await here.addPerson();
  const plugin = await publish({ script: LIFECYCLE });
  await install(plugin.id, person.key);
  const { installs } = here.plugins;
  await installs.disable(person.id, plugin.id, 'It failed 20 times.');
  expect(await installs.listFor(person.id)).toMatchObject([
    { isDisabled: true, disabledReason: 'It failed 20 times.' },
  ]);
  await installs.enable(person.id, plugin.name);
  expect(await installs.listFor(person.id)).toMatchObject([
    { isDisabled: false, disabledReason: null },
  ]);
  for (const name of [newName(), (await publish()).name]) {
    expect(await rejectionOf(installs.enable(person.id, name))).toMatchObject({
      code: 'not_found',
    });
  }
});

describe('dependencies', () => {
  test('are installed along, at any depth and in circles; what is not there is left out', async () => {
    const person = await here.addPerson();
    const [one, two, three] = [newName(), newName(), newName()];
    await publish({ name: three, description: `Needs @${one}.` });
    await publish({ name: two, description: `Needs @${three} and @no-such-plugin.` });
    const first = await publish({ name: one, description: `Needs @${two}.` });
    expect((await install(first.id, person.key)).status).toBe(200);
    const names = (await panelsOf(person.key)).map(({ panel }: { panel: string }) => panel);
    expect(names).toEqual([one, two, three].sort());
  });

  test('end at a limit', async () => {
    const person = await here.addPerson();
    const names = Array.from({ length: MAX_INSTALLED_DEPENDENCIES + 3 }, newName);
    const busy = await here.addPerson();
    await here.database.run(
      `with made as (
         insert into plugin_store (author_id, name, display_name, script, has_panel)
         select $1, unnest($2::text[]), 'x', 'container', true returning id, name
       )
       insert into plugin_dependencies (plugin_id, dependency_name)
       select id, needed from made, unnest($2::text[], $3::text[]) as chain (own, needed)
       where own = name`,
      [busy.id, names, [...names.slice(1), 'none']],
    );
    const { json } = await here.call('GET', `/store?search=${names[0]}`);
    await install(json.plugins[0].id, person.key);
    expect((await panelsOf(person.key)).length).toBe(MAX_INSTALLED_DEPENDENCIES + 1);
  });
});

test('nobody installs without end', async () => {
  const [person, busy] = [await here.addPerson(), await here.addPerson()];
  await here.database.run(
    `with made as (
       insert into plugin_store (author_id, name, display_name)
       select $1, 'p-' || gen_random_uuid(), 'x' from generate_series(1, $3) returning id
     )
     insert into installed_plugins (user_id, plugin_id) select $2, id from made`,
    [busy.id, person.id, MAX_INSTALLS_PER_USER],
  );
  const plugin = await publish();
  const { status, json } = await install(plugin.id, person.key);
  expect([status, json.error]).toEqual([400, expect.stringContaining('Uninstall some first')]);
  expect(await here.plugins.installs.find(person.id, plugin.name)).toBeNull();
});

describe('an update', () => {
  const update = (name: string, script: string) =>
    publish({ name, display_name: 'x', version: '2.0.0', script });

  test('reaches installers at once', async () => {
    const person = await here.addPerson();
    const plugin = await publish();
    await install(plugin.id, person.key);
    await update(plugin.name, LIFECYCLE);
    expect(await here.plugins.installs.find(person.id, plugin.name)).toMatchObject({
      version: '2.0.0',
      hooks: ['on_tick'],
    });
  });

  test('waits for those who review, hooks and panel alike, until they accept', async () => {
    const { key, id } = await here.addPerson();
    const plugin = await publish({ script: LIFECYCLE });
    await install(plugin.id, key);
    const patched = await here.call('PATCH', '/user/me', {
      key,
      body: { review_plugin_updates: true },
    });
    expect(patched.json.review_plugin_updates).toBe(true);
    await update(plugin.name, WIDGET);
    const running = () => here.plugins.installs.find(id, plugin.name);
    expect(await running()).toMatchObject({
      version: '0.1.0',
      script: LIFECYCLE,
      hooks: ['on_tick'],
    });
    expect(await panelsOf(key)).toEqual([]);
    const accepted = () => here.call('GET', `/store/plugin/${plugin.id}/accepted`, { key });
    expect((await accepted()).json).toEqual({
      accepted_version: '0.1.0',
      accepted_script: LIFECYCLE,
    });
    const answer = await here.call('POST', `/store/plugin/${plugin.id}/accept`, { key });
    expect(answer.json).toEqual({ status: 'accepted', version: '2.0.0' });
    expect(await running()).toMatchObject({ version: '2.0.0', script: WIDGET, hooks: [] });
    expect(await panelsOf(key)).toMatchObject([
      { script: WIDGET, accepted_script: WIDGET, accepted_version: '2.0.0', update_waits: false },
    ]);
    await update(plugin.name, 'container.a = 3');
    expect(await panelsOf(key)).toMatchObject([
      { script: WIDGET, version: '2.0.0', update_waits: true },
    ]);
    const latest = await here.call('GET', `/store/plugin/${plugin.id}/script`, { key });
    expect(latest.json).toEqual({ script: 'container.a = 3' });
    await here.call('PATCH', '/user/me', { key, body: { review_plugin_updates: false } });
    expect(await running()).toMatchObject({ script: 'container.a = 3' });
  });

  test('accepts what its user was shown, not what was published behind their back', async () => {
    const { key, id } = await here.addPerson();
    const plugin = await publish();
    await install(plugin.id, key);
    await here.call('PATCH', '/user/me', { key, body: { review_plugin_updates: true } });
    await update(plugin.name, 'container.shown = 2');
    await update(plugin.name, 'container.hidden = 3');
    const accept = (body: unknown) =>
      here.call('POST', `/store/plugin/${plugin.id}/accept`, { key, body });
    expect((await accept({ script: 'container.shown = 2' })).status).toBe(409);
    expect((await accept({ script: null })).status).toBe(409);
    expect((await accept({ script: 7 })).status).toBe(400);
    const running = () => here.plugins.installs.find(id, plugin.name);
    expect(await running()).toMatchObject({ script: WIDGET });
    expect((await accept({ script: 'container.hidden = 3' })).status).toBe(200);
    expect(await running()).toMatchObject({ script: 'container.hidden = 3' });
  });

  test('whoever begins to review has accepted what runs then', async () => {
    const { key, id } = await here.addPerson();
    const plugin = await publish();
    await install(plugin.id, key);
    await update(plugin.name, 'container.a = 2');
    await here.call('PATCH', '/user/me', { key, body: { review_plugin_updates: true } });
    await update(plugin.name, 'container.a = 3');
    expect(await here.plugins.installs.find(id, plugin.name)).toMatchObject({
      script: 'container.a = 2',
    });
  });

  test('of what is not installed is accepted by nobody', async () => {
    const plugin = await publish();
    const key = (await here.addPerson()).key;
    const path = `/store/plugin/${plugin.id}`;
    const { status, json } = await here.call('GET', `${path}/accepted`, { key });
    expect([status, json.error]).toEqual([404, 'Not installed']);
    expect((await here.call('POST', `${path}/accept`, { key })).status).toBe(200);
    const unknown = `/store/plugin/${crypto.randomUUID()}/accept`;
    expect((await here.call('POST', unknown, { key })).status).toBe(404);
    expect((await here.call('POST', `${path}/accept`)).status).toBe(401);
  });
});

test('uninstalling keeps settings and keys, unless told to purge them', async () => {
  const { key, id } = await here.addPerson();
  const plugin = await publish();
  const settings = async () => {
    await install(plugin.id, key);
    return (await here.call('GET', `/plugins/${plugin.name}/settings`, { key })).json.settings;
  };
  await install(plugin.id, key);
  await here.call('PUT', `/plugins/${plugin.name}/settings`, { key, body: { goal: 4 } });
  await here.call('DELETE', `/store/uninstall/${plugin.id}`, { key });
  expect(await settings()).toEqual({ goal: 4 });
  expect(here.removedKeys).not.toContain(`${plugin.name}:${id}`);
  await here.call('DELETE', `/store/uninstall/${plugin.id}?purge=true`, { key });
  expect(await settings()).toEqual({});
  expect(here.removedKeys).toContain(`${plugin.name}:${id}`);
});

test('what changes somebody’s plugins is told on the bus', async () => {
  const person = await here.addPerson();
  const told: (string | null)[] = [];
  const end = here.bus.subscribe('plugins', ({ userId }) => told.push(userId));
  const plugin = await publish();
  await install(plugin.id, person.key);
  await here.call('DELETE', `/store/uninstall/${plugin.id}`, { key: person.key });
  await here.call('POST', `/store/admin/ban/${plugin.id}`, { key: admin.key });
  await here.call('DELETE', `/store/my/${plugin.id}`, { key: author.key });
  end();
  expect(told).toEqual([null, person.id, person.id, null, null]);
});
