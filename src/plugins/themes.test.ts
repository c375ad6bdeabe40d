import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { newName, openTestPlugins, type TestPlugins } from './testing.ts';
import { MAX_THEMES_PER_AUTHOR } from './themes.ts';

let here: TestPlugins;
type Person = Awaited<ReturnType<TestPlugins['addPerson']>>;
let author: Person;
let person: Person;
beforeAll(async () => {
  here = await openTestPlugins();
  [author, person] = [await here.addPerson(), await here.addPerson()];
});
afterAll(() => here.close());

const VARIABLES = { '--bg': '#101010', '--accent': 'RGB(1, 2, 3)' };
const publish = (fields: Record<string, unknown> = {}, key = author.key) =>
  here.call('POST', '/themes/publish', {
    key,
    body: { name: newName(), display_name: 'Dusk', variables: VARIABLES, ...fields },
  });
const themeNamed = async (name: string) =>
  (await here.call('GET', '/themes')).json.themes.find(
    (theme: { name: string }) => theme.name === name,
  );

async function newTheme() {
  const name = newName();
  await publish({ name });
  return themeNamed(name);
}

test('nobody changes looks without signing in; everybody sees the list', async () => {
  const { id } = await newTheme();
  const asks: [string, string][] = [
    ['POST', '/themes/publish'],
    ['POST', `/themes/install/${id}`],
    ['DELETE', `/themes/uninstall/${id}`],
    ['GET', '/themes/installed'],
    ['GET', '/themes/active'],
    ['POST', '/themes/apply'],
    ['DELETE', `/themes/my/${id}`],
    ['DELETE', `/themes/admin/${id}`],
  ];
  for (const [method, path] of asks) expect((await here.call(method, path)).status).toBe(401);
  expect((await here.call('GET', '/themes')).status).toBe(200);
});

test('a theme is published in the documented shape, its values written anew', async () => {
  const name = newName();
  const { status, json } = await publish({
    name: name.toUpperCase(),
    description: 'Dark.',
    custom_css: 'body { display: none }',
  });
  expect([status, json]).toEqual([200, { status: 'published' }]);
  expect(await themeNamed(name)).toEqual({
    id: expect.any(String),
    author_username: author.username,
    name,
    display_name: 'Dusk',
    description: 'Dark.',
    version: '1.0.0',
    icon: '🎨',
    variables: { '--bg': '#101010', '--accent': 'rgb(1 2 3)' },
    custom_css: null,
    install_count: 0,
  });
  await publish({ name, version: '1.1.0', variables: { '--bg': '#222' } });
  expect(await themeNamed(name)).toMatchObject({
    description: 'Dark.',
    version: '1.1.0',
    variables: { '--bg': '#222' },
  });
});

test('what is no theme is refused with the field', async () => {
  const wrong: [string, unknown][] = [
    ['name', 'not a name'],
    ['name', '-x'],
    ['name', 'a'.repeat(65)],
    ['display_name', ''],
    ['display_name', 'x'.repeat(129)],
    ['description', 'x'.repeat(2_001)],
    ['version', '1.0.0-alpha.beta.1'],
    ['icon', '🎨'.repeat(9)],
    ['variables', {}],
  ];
  for (const [field, value] of wrong) {
    const { status, json } = await publish({ [field]: value });
    expect([field, status, Object.keys(json.fields)]).toEqual([field, 400, [field]]);
  }
  const { json } = await publish({ variables: { '--bg': 'url(x)' } });
  expect(Object.keys(json.fields)).toEqual(['--bg']);
  expect((await publish({ variables: [] })).status).toBe(400);
});

test('only the author updates or deletes a theme; administrators delete any', async () => {
  const theme = await newTheme();
  const stolen = await publish({ name: theme.name, display_name: 'Mine' }, person.key);
  expect(stolen.status).toBe(403);
  expect((await themeNamed(theme.name)).display_name).toBe('Dusk');
  const remove = (path: string, key: string) => here.call('DELETE', `${path}/${theme.id}`, { key });
  expect((await remove('/themes/my', person.key)).status).toBe(403);
  expect((await remove('/themes/admin', author.key)).status).toBe(403);
  expect((await remove('/themes/my', author.key)).json).toEqual({ status: 'deleted' });
  const other = await newTheme();
  const admin = await here.addPerson({ isAdmin: true });
  const path = `/themes/admin/${other.id}`;
  expect((await here.call('DELETE', path, { key: admin.key })).status).toBe(200);
  expect((await here.call('DELETE', path, { key: admin.key })).status).toBe(404);
});

test('installing counts once, and ends', async () => {
  const { id, name } = await newTheme();
  const install = () => here.call('POST', `/themes/install/${id}`, { key: person.key });
  expect((await install()).json).toEqual({ status: 'installed' });
  await install();
  expect((await themeNamed(name)).install_count).toBe(1);
  const installed = async () =>
    (await here.call('GET', '/themes/installed', { key: person.key })).json.themes;
  expect(await installed()).toMatchObject([{ id }]);
  const uninstall = await here.call('DELETE', `/themes/uninstall/${id}`, { key: person.key });
  expect(uninstall.json).toEqual({ status: 'uninstalled' });
  expect(await installed()).toEqual([]);
  expect((await themeNamed(name)).install_count).toBe(0);
  const unknown = `/themes/install/${crypto.randomUUID()}`;
  const { status, json } = await here.call('POST', unknown, { key: person.key });
  expect([status, json.error]).toEqual([404, 'Theme not found']);
});

describe('what is on', () => {
  const open = async () => {
    const { key } = await here.addPerson();
    const active = async () => (await here.call('GET', '/themes/active', { key })).json;
    const apply = (body: object) => here.call('POST', '/themes/apply', { key, body });
    return { key, active, apply };
  };

  test('is nothing at first', async () => {
    const { active } = await open();
    expect(await active()).toEqual({ active_theme_id: null, variables: {}, custom_vars: {} });
  });

  test('is a theme and own variables over it; without a theme, those alone', async () => {
    const { active, apply } = await open();
    const theme = await newTheme();
    const custom_vars = { '--bg': '#000', '--radius': '4px' };
    expect((await apply({ theme_id: theme.id, custom_vars })).json).toEqual({ status: 'applied' });
    expect(await active()).toEqual({
      active_theme_id: theme.id,
      theme_name: theme.name,
      theme_display_name: 'Dusk',
      theme_icon: '🎨',
      variables: { '--bg': '#000', '--accent': 'rgb(1 2 3)', '--radius': '4px' },
      custom_css: null,
      custom_vars,
    });
    await apply({});
    expect(await active()).toEqual({
      active_theme_id: null,
      variables: custom_vars,
      custom_vars,
    });
    await apply({ custom_vars: {} });
    expect((await active()).variables).toEqual({});
  });

  test('changes nothing when it is refused', async () => {
    const { active, apply } = await open();
    await apply({ custom_vars: { '--bg': '#000' } });
    expect((await apply({ theme_id: crypto.randomUUID() })).status).toBe(404);
    expect((await apply({ theme_id: 'x' })).status).toBe(400);
    expect((await apply({ custom_vars: { '--bg': 'x' } })).status).toBe(400);
    expect((await active()).variables).toEqual({ '--bg': '#000' });
  });

  test('goes off when the theme is uninstalled or deleted', async () => {
    const { key, active, apply } = await open();
    const [one, two] = [await newTheme(), await newTheme()];
    await apply({ theme_id: one.id });
    await here.call('DELETE', `/themes/uninstall/${one.id}`, { key });
    expect((await active()).active_theme_id).toBeNull();
    await apply({ theme_id: two.id });
    await here.call('DELETE', `/themes/my/${two.id}`, { key: author.key });
    expect((await active()).active_theme_id).toBeNull();
  });
});

test('nobody fills the list alone', async () => {
  const busy = await here.addPerson();
  await here.database.run(
    `insert into theme_store (author_id, name, display_name, variables, created_at, updated_at)
     select $1, 't-' || gen_random_uuid(), 'x', '{}', now(), now() from generate_series(1, $2)`,
    [busy.id, MAX_THEMES_PER_AUTHOR],
  );
  expect((await publish({}, busy.key)).status).toBe(400);
  await here.users.accounts.remove(busy.id);
});
