import { beforeAll, describe, expect, test } from 'bun:test';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { HIGHEST_PAGE, toAgo, toPage } from './lists.ts';
import { listNames, NAMES_A_PAGE } from './name-store.ts';
import { toKeyName } from './new-key.ts';
import * as shapes from './shapes-lists.ts';
import { NewKey } from './shapes-stats.ts';

const ME = '/api/v1/users/current';

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-07-02T15:00:00Z');
  person = await world.add({ timezone: 'Europe/Berlin' });
  await world.record(person, [
    {
      at: at('2026-06-01T10:07:00Z'),
      project: 'old/one',
      machine: 'desk',
      editor: 'Vim',
      os: 'Linux',
    },
    { at: at('2026-07-02T11:50:30.25Z'), project: 'Hearth', machine: 'desk', editor: 'Firefox' },
    {
      at: at('2026-07-02T12:59:00Z'),
      project: 'Hearth',
      machine: 'lap',
      editor: 'Vim',
      os: 'macOS',
    },
    { at: at('2026-07-02T14:00:00Z'), project: '' },
  ]);
});

const GETS = [
  '/projects',
  '/projects/Hearth',
  '/machine_names',
  '/user_agents',
  '/goals',
  '/goals/1',
  '/custom_rules',
  '/custom_rules_progress',
  '/data_dumps',
];
const POSTS = ['/data_dumps', '/get_api_key'];

test.each([...GETS.map((path) => ['GET', path]), ...POSTS.map((path) => ['POST', path])])(
  '%s %s is for its owner alone',
  async (method, path) => {
    const other = await world.add();
    const init = { method: method ?? 'GET' };
    expect((await world.call(`${ME}${path}`, undefined, init)).status).toBe(401);
    const foreign = await world.call(`/api/v1/users/${other.username}${path}`, person, init);
    expect([foreign.status, parseAs(ErrorShape, foreign.json).code]).toEqual([404, 'not_found']);
  },
);

describe('projects', () => {
  const list = (query = '') => world.ask(shapes.Projects, `${ME}/projects${query}`, person);

  test('are those with a name, last seen first', async () => {
    const { data, ...frame } = await list();
    expect(frame).toEqual({ total: 2, total_pages: 1, page: 1, prev_page: null, next_page: null });
    expect(data).toMatchObject([
      {
        name: 'Hearth',
        last_heartbeat_at: '2026-07-02T12:59:00.000Z',
        human_readable_last_heartbeat_at: '2 hours ago',
        first_heartbeat_at: '2026-07-02T11:45:00Z',
      },
      {
        name: 'old/one',
        urlencoded_name: 'old%2Fone',
        url: '/projects/old%2Fone',
        human_readable_last_heartbeat_at: '31 days ago',
      },
    ]);
  });

  test('are found by a part of the name', async () => {
    expect((await list('?q=EAR')).data.map(({ name }) => name)).toEqual(['Hearth']);
    expect((await list('?q=%25')).data).toEqual([]);
    expect((await list('?page=2')).data).toEqual([]);
    expect((await world.call(`${ME}/projects?page=none`, person)).status).toBe(400);
    const beyond = await world.call(`${ME}/projects?page=${HIGHEST_PAGE + 1}`, person);
    expect(beyond.status).toBe(400);
    await list(`?page=${HIGHEST_PAGE}`);
  });

  test('are found one by one, slashes and all', async () => {
    const { data } = await world.ask(shapes.Project, `${ME}/projects/old%2Fone`, person);
    expect(data).toEqual((await list()).data[1] ?? data);
    expect(data.name).toBe('old/one');
    expect((await world.call(`${ME}/projects/none`, person)).status).toBe(404);
  });

  test('come by page', async () => {
    const busy = await world.add();
    const beats = Array.from({ length: NAMES_A_PAGE + 2 }, (_, index) => ({
      at: at('2026-07-02T10:00:00Z') + index,
      project: `project ${index}`,
    }));
    await world.record(busy, beats);
    const path = `${ME}/projects`;
    const first = await world.ask(shapes.Projects, path, busy);
    expect(first.data).toHaveLength(NAMES_A_PAGE);
    expect(first).toMatchObject({ total: NAMES_A_PAGE + 2, total_pages: 2, next_page: 2 });
    const second = await world.ask(shapes.Projects, `${path}?page=2`, busy);
    expect(second).toMatchObject({ total: NAMES_A_PAGE + 2, prev_page: 1, next_page: null });
    const names = [...first.data, ...second.data].map(({ name }) => name);
    expect(new Set(names).size).toBe(NAMES_A_PAGE + 2);
  });
});

test('machines and editors are listed with when they were seen', async () => {
  const machines = await world.ask(shapes.MachineNames, `${ME}/machine_names`, person);
  expect(machines.data).toMatchObject([
    {
      name: 'lap',
      value: 'lap',
      timezone: 'Europe/Berlin',
      last_seen_at: '2026-07-02T12:59:00.000Z',
    },
    { name: 'desk', last_seen_at: '2026-07-02T11:50:30.250Z', created_at: '2026-06-01T10:00:00Z' },
  ]);
  const agents = await world.ask(shapes.UserAgents, `${ME}/user_agents`, person);
  expect(agents.data).toMatchObject([
    { value: 'Vim (macOS)', editor: 'Vim', os: 'macOS', is_browser_extension: false },
    { value: 'Firefox', editor: 'Firefox', os: null, is_browser_extension: true },
    { value: 'Vim (Linux)', editor: 'Vim', os: 'Linux' },
  ]);
});

test('names are one person’s own', async () => {
  const found = await listNames(world.database, (await world.add()).id, 'machine', { page: 1 });
  expect(found).toEqual([]);
});

test('goals and rules are none yet, in the right shape', async () => {
  expect((await world.ask(shapes.Goals, `${ME}/goals`, person)).data).toEqual([]);
  expect((await world.call(`${ME}/goals/1`, person)).status).toBe(404);
  expect((await world.ask(shapes.CustomRules, `${ME}/custom_rules`, person)).data).toEqual([]);
  const progress = await world.ask(
    shapes.CustomRulesProgress,
    `${ME}/custom_rules_progress`,
    person,
  );
  expect(progress.data.percent_complete).toBe(100);
});

describe('data dumps', () => {
  const post = (body: string) => world.call(`${ME}/data_dumps`, person, { method: 'POST', body });

  test('are our export, always complete', async () => {
    const { data } = await world.ask(shapes.DataDumps, `${ME}/data_dumps`, person);
    expect(data).toMatchObject([
      { status: 'Completed', download_url: 'http://localhost/api/v1/export/json' },
    ]);
    const { status, json } = await post('{"type":"heartbeats"}');
    expect(status).toBe(201);
    expect(data).toEqual([parseAs(shapes.DataDump, json).data]);
    expect((await post('{}')).status).toBe(201);
  });

  test.each(['{"type":"daily"}', '{"type":7}', '{', ''])('%p is refused', async (body) => {
    expect((await post(body)).status).toBe(400);
  });
});

describe('get_api_key', () => {
  async function signIn(): Promise<Person & { cookie: string }> {
    const owner = await world.add();
    const token = await world.users.sessions.add(owner.id, { userAgent: '', address: '::1' });
    return { ...owner, cookie: `hearthbeat_session=${token}` };
  }
  const post = (headers: Record<string, string>, by?: Person) =>
    world.call(`${ME}/get_api_key`, by, { method: 'POST', headers });

  test('gives a session of this browser a new key with its name', async () => {
    const { id, cookie } = await signIn();
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
    const { status, json } = await post({ cookie, 'sec-fetch-site': 'none', 'user-agent': agent });
    expect(status).toBe(200);
    const { data } = parseAs(NewKey, json);
    expect(data.api_key).toMatch(/^waka_[0-9a-f-]{36}$/);
    const owner = { id, username: '', key: data.api_key };
    expect((await world.call(`${ME}/goals`, owner)).status).toBe(200);
    const names = (await world.users.keys.list(id)).map(({ name }) => name);
    expect(names).toContain('Browser extension (Firefox)');
  });

  test('refuses a key, and a page of another site', async () => {
    const owner = await signIn();
    expect((await post({}, owner)).status).toBe(403);
    const { cookie } = owner;
    expect((await post({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ cookie, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post({ cookie })).status).toBe(403);
    expect(await world.users.keys.list(owner.id)).toHaveLength(1);
  });

  test.each([
    ['… Chrome/126.0.0.0 Safari/537.36', 'Browser extension (Chrome)'],
    ['… Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0', 'Browser extension (Edge)'],
    ['… Version/17.5 Safari/605.1.15', 'Browser extension (Safari)'],
    ['curl/8', 'Browser extension'],
  ])('knows %s', (agent, name) => {
    expect(toKeyName(agent)).toBe(name);
  });
});

test.each([
  [0, 'just now'],
  [60, '1 minute ago'],
  [7_199, '1 hour ago'],
  [172_800, '2 days ago'],
  [-5, 'just now'],
])('%d s before now is %s', (seconds, text) => {
  expect(toAgo(1e12 - seconds * 1_000, 1e12)).toBe(text);
});

test('an empty list is one page', () => {
  expect(toPage([])).toMatchObject({ total: 0, total_pages: 1, page: 1 });
});
