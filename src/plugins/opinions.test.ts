import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { MAX_REVIEW_CHARACTERS, MAX_SCREENSHOTS, MAX_SCREENSHOTS_PER_USER } from './opinions.ts';
import { openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';

let here: TestPlugins;
type Person = Awaited<ReturnType<TestPlugins['addPerson']>>;
let author: Person;
let admin: Person;
let person: Person;
beforeAll(async () => {
  here = await openTestPlugins();
  [author, admin, person] = await Promise.all([
    here.addPerson(),
    here.addPerson({ isAdmin: true }),
    here.addPerson(),
  ]);
});
afterAll(() => here.close());

const publish = (fields: Record<string, unknown> = {}) =>
  here.publish(author.key, { script: WIDGET, ...fields });

describe('opinions', () => {
  test('ratings count once for each person and go with them', async () => {
    const { id } = await publish();
    const leaving = await here.addPerson();
    const rate = (key: string, rating: unknown) =>
      here.call('POST', `/store/plugin/${id}/rate`, { key, body: { rating } });
    const facts = async () => {
      const { plugin } = (await here.call('GET', `/store/plugin/${id}/detail`)).json;
      return [plugin.avg_rating, plugin.rating_count];
    };
    expect((await rate(person.key, 2)).json).toEqual({ status: 'rated' });
    await rate(person.key, 5);
    await rate(leaving.key, 2);
    expect(await facts()).toEqual([3.5, 2]);
    for (const wrong of [0, 6, 2.5, '5', null]) {
      const { status, json } = await rate(person.key, wrong);
      expect([status, json.error]).toEqual([400, 'Rating must be 1-5']);
    }
    await here.users.accounts.remove(leaving.id);
    expect(await facts()).toEqual([5, 1]);
  });

  test('a review is one for each person, with their rating beside it', async () => {
    const { id } = await publish();
    const review = (body: unknown, key = person.key) =>
      here.call('POST', `/store/plugin/${id}/review`, { key, body });
    expect((await review({ body: ' ' })).json.error).toBe('Review body is empty');
    expect((await review({ body: null })).json.error).toBe('Review body is empty');
    expect((await review({ body: 'x'.repeat(MAX_REVIEW_CHARACTERS + 1) })).status).toBe(400);
    expect((await review({ body: 'Good.' })).json).toEqual({ status: 'reviewed' });
    await review({ body: 'Very good.', rating: 4 });
    await review({ body: '<b>Mine</b>' }, author.key);
    const { reviews } = (await here.call('GET', `/store/plugin/${id}/detail`)).json;
    expect(reviews).toHaveLength(2);
    expect(reviews).toContainEqual({
      username: person.username,
      body: 'Very good.',
      rating: 4,
      created_at: expect.stringMatching(/Z$/),
    });
    expect(reviews).toContainEqual(
      expect.objectContaining({ body: '<b>Mine</b>', rating: 0, username: author.username }),
    );
  });

  test('screenshots are addresses or pictures, a few for each person', async () => {
    const { id } = await publish();
    const add = (url: string, key = person.key) =>
      here.call('POST', `/store/plugin/${id}/screenshot`, { key, body: { url, caption: 'Dark' } });
    for (const wrong of [
      'javascript:alert(1)',
      'data:text/html;base64,AAAA',
      'data:image/svg+xml;base64,AAAA',
      'ftp://x',
      '',
      `https://x.org/${'a'.repeat(2_000)}`,
    ]) {
      expect((await add(wrong)).status).toBe(400);
    }
    expect((await add('https://x.org/a.png')).json).toEqual({ status: 'added' });
    for (let more = 1; more < MAX_SCREENSHOTS; more++) await add('data:image/png;base64,AAAA');
    expect((await add('https://x.org/b.png')).status).toBe(400);
    const list = async () =>
      (await here.call('GET', `/store/plugin/${id}/detail`)).json.screenshots;
    expect(await list()).toHaveLength(MAX_SCREENSHOTS);
    const [{ id: first }] = await list();
    const remove = (key: string) => here.call('DELETE', `/store/screenshot/${first}`, { key });
    expect((await remove((await here.addPerson()).key)).status).toBe(403);
    expect((await remove(author.key)).status).toBe(200);
    expect(await list()).toHaveLength(MAX_SCREENSHOTS - 1);
  });

  test('of one person fill so much of the store and no more', async () => {
    const [{ id }, { id: other }, busy] = [
      await publish(),
      await publish(),
      await here.addPerson(),
    ];
    const addMany = (count: number) =>
      here.database.run(
        `insert into plugin_screenshots (plugin_id, user_id, url, created_at)
         select $1, $2, 'https://x.org', now() from generate_series(1, $3)`,
        [other, busy.id, count],
      );
    const add = async () => {
      const body = { url: 'https://x.org' };
      const asked = { key: busy.key, body };
      return (await here.call('POST', `/store/plugin/${id}/screenshot`, asked)).status;
    };
    await addMany(MAX_SCREENSHOTS_PER_USER - 1);
    expect(await add()).toBe(200);
    expect(await add()).toBe(400);
  });

  test('are about plugins that are in the store', async () => {
    const { id } = await publish();
    await here.call('POST', `/store/admin/ban/${id}`, { key: admin.key });
    const asks: [string, object][] = [
      [`/store/plugin/${id}/rate`, { rating: 3 }],
      [`/store/plugin/${id}/review`, { body: 'x' }],
      [`/store/plugin/${id}/screenshot`, { url: 'https://x.org' }],
      [`/store/report/${id}`, { reason: 'spam' }],
    ];
    for (const [path, body] of asks) {
      expect((await here.call('POST', path, { body })).status).toBe(401);
      expect((await here.call('POST', path, { body, key: person.key })).status).toBe(404);
    }
  });
});

describe('moderation', () => {
  test('is for administrators', async () => {
    const { id } = await publish();
    const paths: [string, string][] = [
      ['GET', '/store/admin/plugins'],
      ['POST', `/store/admin/ban/${id}`],
      ['POST', `/store/admin/unban/${id}`],
      ['DELETE', `/store/admin/delete/${id}`],
      ['GET', '/store/admin/reports'],
      ['POST', `/store/admin/reports/${id}/resolve`],
    ];
    for (const [method, path] of paths) {
      expect((await here.call(method, path)).status).toBe(401);
      const { status, json } = await here.call(method, path, { key: author.key });
      expect([status, json.error]).toEqual([403, 'Admin only']);
    }
  });

  test('a report is listed until it is resolved, and opens again', async () => {
    const plugin = await publish({ display_name: 'Bad one' });
    const report = (body: object) =>
      here.call('POST', `/store/report/${plugin.id}`, { key: person.key, body });
    const found = async () => {
      const { json } = await here.call('GET', '/store/admin/reports', { key: admin.key });
      expect(json.count).toBe(json.reports.length);
      return json.reports.filter((row: { plugin_id: string }) => row.plugin_id === plugin.id);
    };
    expect((await report({ reason: 'rude' })).json.error).toBe('Invalid reason');
    expect((await report({ reason: 'spam' })).json).toEqual({ status: 'reported' });
    await report({ reason: 'malware', description: 'Sends my data away.' });
    const [row] = await found();
    expect(await found()).toEqual([
      {
        id: expect.any(String),
        reason: 'malware',
        description: 'Sends my data away.',
        resolved: false,
        created_at: expect.stringMatching(/Z$/),
        plugin_id: plugin.id,
        plugin_name: 'Bad one',
        plugin_slug: plugin.name,
        reporter_username: person.username,
      },
    ]);
    const resolve = `/store/admin/reports/${row.id}/resolve`;
    expect((await here.call('POST', resolve, { key: admin.key })).json).toEqual({
      status: 'resolved',
    });
    expect((await found())[0].resolved).toBe(true);
    await report({ reason: 'spam' });
    expect((await found())[0].resolved).toBe(false);
    const unknown = `/store/admin/reports/${crypto.randomUUID()}/resolve`;
    expect((await here.call('POST', unknown, { key: admin.key })).status).toBe(404);
  });

  test('a ban ends panels, hooks, tokens and the page at the next request; lifting it brings them back', async () => {
    const { key, id: userId } = await here.addPerson();
    const plugin = await publish();
    await here.call('POST', `/store/install/${plugin.id}`, { key });
    const { token } = (await here.call('POST', `/plugins/${plugin.name}/token`, { key })).json;
    const seen = async () => [
      (await here.call('GET', '/plugins/panels', { key })).json.panels.length,
      (await here.plugins.installs.listFor(userId)).length,
      (await here.call('GET', '/store/installed', { key })).json.installed.length,
      (await here.call('GET', '/user/me', { bearer: token })).status,
      (await here.call('GET', `/store/plugin/${plugin.id}/detail`)).status,
      (await here.call('GET', `/plugins/${plugin.name}/settings`, { key })).status,
      (await here.call('GET', `/store?search=${plugin.name}`)).json.plugins.length,
    ];
    expect(await seen()).toEqual([1, 1, 1, 200, 200, 200, 1]);
    const ban = await here.call('POST', `/store/admin/ban/${plugin.id}`, {
      key: admin.key,
      body: { reason: 'Sends data away.' },
    });
    expect(ban.json).toEqual({ status: 'banned' });
    expect(await seen()).toEqual([0, 0, 0, 401, 404, 404, 0]);
    const install = await here.call('POST', `/store/install/${plugin.id}`, { key: person.key });
    expect(install.status).toBe(403);
    const every = await here.call('GET', '/store/admin/plugins', { key: admin.key });
    expect(every.json.plugins).toContainEqual(
      expect.objectContaining({ id: plugin.id, is_banned: true, ban_reason: 'Sends data away.' }),
    );
    await here.publish(author.key, { name: plugin.name, script: WIDGET });
    expect(await seen()).toEqual([0, 0, 0, 401, 404, 404, 0]); // publishing lifts no ban
    await here.call('POST', `/store/admin/unban/${plugin.id}`, { key: admin.key });
    expect(await seen()).toEqual([1, 1, 1, 200, 200, 200, 1]);
  });

  test('authors see all their own, and why one was banned', async () => {
    const busy = await here.addPerson();
    const plugin = await here.publish(busy.key, { script: WIDGET });
    const ban = `/store/admin/ban/${plugin.id}`;
    await here.call('POST', ban, { key: admin.key, body: { reason: 'Broken.' } });
    const mine = await here.call('GET', '/store/my', { key: busy.key });
    expect(mine.json.plugins).toEqual([{ ...plugin, is_banned: true, ban_reason: 'Broken.' }]);
    expect((await here.call('GET', '/store/my')).status).toBe(401);
  });

  test('authors delete their own, administrators any, with everything people have of it', async () => {
    const own = await publish();
    await here.call('POST', `/store/install/${own.id}`, { key: person.key });
    const mine = `/store/my/${own.id}`;
    const refused = await here.call('DELETE', mine, { key: person.key });
    expect([refused.status, refused.json.error]).toEqual([403, 'Not found or not your plugin']);
    expect((await here.call('DELETE', mine)).status).toBe(401);
    expect((await here.call('DELETE', mine, { key: author.key })).json).toEqual({
      status: 'deleted',
    });
    expect(await here.plugins.installs.find(person.id, own.name)).toBeNull();
    expect(here.removedKeys).toContain(own.name);
    const other = await publish();
    const any = `/store/admin/delete/${other.id}`;
    expect((await here.call('DELETE', any, { key: admin.key })).json.status).toBe('deleted');
    expect((await here.call('DELETE', any, { key: admin.key })).status).toBe(404);
  });
});
