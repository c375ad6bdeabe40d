import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { MAX_LISTED_SCRIPT_BYTES } from './plugin-store.ts';
import { MAX_OFFSET } from './routes-store.ts';
import { LIFECYCLE, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';

let here: TestPlugins;
type Person = Awaited<ReturnType<TestPlugins['addPerson']>>;
let author: Person;
let person: Person;
beforeAll(async () => {
  here = await openTestPlugins();
  [author, person] = [await here.addPerson(), await here.addPerson()];
});
afterAll(() => here.close());

const publish = (fields: Record<string, unknown> = {}) =>
  here.publish(author.key, { script: WIDGET, ...fields });

describe('the list', () => {
  /** A word that only these plugins have. */
  const addThree = async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const one = await publish({ display_name: `${word} Beta`, script: WIDGET });
    here.time.now += 1_000;
    const two = await publish({ display_name: `Alpha ${word}`, script: LIFECYCLE });
    here.time.now += 1_000;
    const three = await publish({ display_name: 'Gamma', description: `about ${word}` });
    return { word, one, two, three };
  };

  test('is there without signing in, in the documented shape', async () => {
    const plugin = await publish();
    const { status, json } = await here.call('GET', '/store');
    expect(status).toBe(200);
    const listed = json.plugins.find(({ id }: { id: string }) => id === plugin.id);
    expect(Object.keys(listed).sort()).toEqual([
      'author_id',
      'author_username',
      'avg_rating',
      'created_at',
      'description',
      'display_name',
      'has_external_access',
      'icon',
      'id',
      'install_count',
      'name',
      'rating_count',
      'repository',
      'script',
      'version',
    ]);
  });

  test('is searched, sorted and narrowed down', async () => {
    const { word, one, two, three } = await addThree();
    await here.call('POST', `/store/install/${three.id}`, { key: person.key });
    await here.call('POST', `/store/plugin/${one.id}/rate`, {
      key: person.key,
      body: { rating: 5 },
    });
    const ids = async (query: string) =>
      (await here.call('GET', `/store?search=${word.toUpperCase()}${query}`)).json.plugins.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids('')).toEqual([three.id, two.id, one.id]);
    expect(await ids('&sort=new')).toEqual([three.id, two.id, one.id]);
    expect(await ids('&sort=rating')).toEqual([one.id, three.id, two.id]);
    expect(await ids('&sort=name')).toEqual([two.id, three.id, one.id]);
    expect(await ids('&kind=lifecycle')).toEqual([two.id]);
    expect(await ids('&kind=widget')).toEqual([three.id, one.id]);
    expect(await ids('&limit=1&offset=1')).toEqual([two.id]);
    expect((await here.call('GET', '/store?sort=shoe-size')).status).toBe(400);
    expect((await here.call('GET', '/store?limit=0')).status).toBe(400);
    expect((await here.call('GET', `/store?offset=${MAX_OFFSET}`)).json.plugins).toEqual([]);
    expect((await here.call('GET', `/store?offset=${MAX_OFFSET + 1}`)).status).toBe(400);
  });

  test('takes a search literally', async () => {
    const word = `q${crypto.randomUUID().slice(0, 8)}`;
    const plugin = await publish({ display_name: `100%_${word}` });
    const find = async (search: string) =>
      (await here.call('GET', `/store?search=${encodeURIComponent(search)}`)).json.plugins.length;
    expect(await find(`100%_${word}`)).toBe(1);
    expect(await find(`1%_${word}`)).toBe(0);
    expect(plugin.display_name).toContain('%');
  });

  test('leaves scripts out when asked, and when they are too much', async () => {
    const { word } = await addThree();
    const scripts = async (query: string) =>
      (await here.call('GET', `/store?search=${word}${query}`)).json.plugins.map(
        ({ script }: { script: string | null }) => script !== null,
      );
    expect(await scripts('')).toEqual([true, true, true]);
    expect(await scripts('&scripts=false')).toEqual([false, false, false]);
    await here.database.run(
      'update plugin_store set script = repeat($2, $3) where display_name = $1',
      [`Alpha ${word}`, 'x', MAX_LISTED_SCRIPT_BYTES],
    );
    expect(await scripts('&sort=new')).toEqual([true, false, false]);
  });
});

test('a plugin’s page tells what it may do, without signing in', async () => {
  const plugin = await publish({
    readme: '# Hello',
    script: `${LIFECYCLE}\nasync function on_install(ctx) {
      await ctx.db.query('SELECT 1 FROM heartbeats');
    }`,
  });
  const { status, json } = await here.call('GET', `/store/plugin/${plugin.id}/detail`);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    plugin: { id: plugin.id, name: plugin.name },
    author_username: author.username,
    reviews: [],
    screenshots: [],
    readme: '# Hello',
    access: {
      hooks: ['on_install', 'on_tick'],
      endpoints: ['get-ticks'],
      tables: ['heartbeats'],
      widget: false,
    },
  });
  const unknown = await here.call('GET', `/store/plugin/${crypto.randomUUID()}/detail`);
  expect([unknown.status, unknown.json.error]).toEqual([404, 'Not found']);
  expect((await here.call('GET', '/store/plugin/x/detail')).status).toBe(400);
});

test('it is found by its name too, and a link to one that is gone says what became of it', async () => {
  const { id, name } = await publish({ display_name: 'Gone Tomorrow' });
  const byId = await here.call('GET', `/store/plugin/${id}/detail`);
  const byName = await here.call('GET', `/store/named/${name}`);
  expect([byName.status, byName.json]).toEqual([200, byId.json]);
  const admin = await here.addPerson({ isAdmin: true });
  await here.call('POST', `/store/admin/ban/${id}`, { key: admin.key, body: { reason: 'spam' } });
  const banned = await here.call('GET', `/store/named/${name}`);
  expect([banned.status, banned.json.error]).toEqual([404, 'Gone Tomorrow was banned: spam']);
  const unknown = await here.call('GET', '/store/named/no-such-plugin');
  expect([unknown.status, unknown.json.error]).toEqual([
    404,
    'There is no plugin called no-such-plugin in the store.',
  ]);
  expect((await here.call('GET', `/store/named/${'x'.repeat(65)}`)).status).toBe(400);
});

test('a script is for those who are signed in', async () => {
  const { id } = await publish();
  expect((await here.call('GET', `/store/plugin/${id}/script`)).status).toBe(401);
  const { json } = await here.call('GET', `/store/plugin/${id}/script`, { key: person.key });
  expect(json).toEqual({ script: WIDGET });
  const unknown = `/store/plugin/${crypto.randomUUID()}/script`;
  expect((await here.call('GET', unknown, { key: person.key })).json.error).toBe(
    'Plugin not found',
  );
});
