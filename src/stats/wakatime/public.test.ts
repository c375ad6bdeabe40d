import { beforeAll, describe, expect, test } from 'bun:test';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { BADGE_SECONDS, BADGE_TEXT_LENGTH } from './badges.ts';
import { LEADER_DAYS, LEADERS_A_PAGE, listLeaders } from './leader-store.ts';
import { WakatimeUser } from './shapes.ts';
import { Editors, Leaders, Meta, ProgramLanguages } from './shapes-lists.ts';
import { Badge, Stats } from './shapes-stats.ts';

let world: TestStats;
let stranger: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-07-02T15:00:00Z');
  stranger = await world.add();
});

const SWITCHES = ['languages', 'projects', 'activity', 'streak'] as const;

/** Somebody with an hour today, two thirds of it in Go, who shares unless told otherwise. */
async function addSharer({
  isPublic = true,
  hidden = [],
}: {
  isPublic?: boolean;
  hidden?: readonly (typeof SWITCHES)[number][];
} = {}): Promise<Person> {
  const person = await world.add();
  const work = { machine: 'secret-desk', editor: 'Vim', os: 'Linux', category: 'coding' };
  await world.record(person, [
    {
      ...work,
      at: at('2026-07-02T10:00:00Z'),
      project: 'p',
      language: 'Go',
      claimedSeconds: 2_400,
    },
    { ...work, at: at('2026-07-02T10:40:00Z'), project: 'q', language: 'C', claimedSeconds: 1_200 },
  ]);
  const switches = SWITCHES.map((name) => `profile_show_${name} = ${!hidden.includes(name)}`);
  await world.database.run(
    `update users set is_public = ${isPublic}, email = 'a@example.org', ${switches.join(', ')} where id = $1`,
    [person.id],
  );
  return person;
}

describe('somebody by name', () => {
  const PATHS = ['', '/stats', '/stats/last_7_days'];

  test.each(PATHS)(
    '%p is there for everybody when shared, and for nobody when not',
    async (path) => {
      const open = await addSharer();
      const closed = await addSharer({ isPublic: false });
      for (const caller of [undefined, stranger]) {
        for (const name of [open.id, open.username, open.username.toUpperCase()]) {
          expect((await world.call(`/api/v1/users/${name}${path}`, caller)).status).toBe(200);
        }
        for (const name of [closed.id, closed.username, 'nobody']) {
          const { status, json } = await world.call(`/api/v1/users/${name}${path}`, caller);
          expect([status, parseAs(ErrorShape, json).code]).toEqual([404, 'not_found']);
        }
      }
      expect((await world.call(`/api/v1/users/${closed.username}${path}`, closed)).status).toBe(
        200,
      );
      expect((await world.call(`/api/v1/users/current${path}`)).status).toBe(401);
    },
  );

  test('with a wrong key is nobody in particular', async () => {
    const open = await addSharer();
    const wrong = { ...stranger, key: `waka_${crypto.randomUUID()}` };
    expect((await world.call(`/api/v1/users/${open.username}`, wrong)).status).toBe(200);
    expect((await world.call('/api/v1/users/current', wrong)).status).toBe(401);
  });

  test('never tells the address, and the last activity only when shared', async () => {
    const open = await addSharer();
    const { data } = await world.ask(WakatimeUser, `/api/v1/users/${open.username}`);
    expect(data).toMatchObject({
      username: open.username,
      email: null,
      is_email_confirmed: false,
      logged_time_public: true,
      last_project: 'q',
      last_heartbeat_at: '2026-07-02T10:40:00.000Z',
    });
    const own = await world.ask(WakatimeUser, '/api/v1/users/current', open);
    expect(own.data.email).toBe('a@example.org');
    const quiet = await addSharer({ hidden: ['activity'] });
    const hidden = await world.ask(WakatimeUser, `/api/v1/users/${quiet.username}`);
    expect(hidden.data).toMatchObject({
      last_heartbeat_at: null,
      last_plugin_name: null,
      last_project: null,
      logged_time_public: false,
    });
    const secretive = await addSharer({ hidden: ['projects'] });
    const { last_project } = (await world.ask(WakatimeUser, `/api/v1/users/${secretive.username}`))
      .data;
    expect(last_project).toBeNull();
  });
});

describe('stats of somebody else', () => {
  const statsOf = async ({ username }: Person) =>
    (await world.ask(Stats, `/api/v1/users/${username}/stats/last_7_days`, stranger)).data;

  test('are what they share, without the names of computers', async () => {
    const data = await statsOf(await addSharer());
    expect(data).toMatchObject({
      total_seconds: 3_600,
      is_coding_activity_visible: true,
      is_other_usage_visible: true,
      machines: [],
      languages: [{ name: 'Go' }, { name: 'C' }],
      projects: [{ name: 'p' }, { name: 'q' }],
      editors: [{ name: 'Vim' }],
    });
    expect(JSON.stringify(data)).not.toContain('secret-desk');
  });

  test('hide languages and projects when told to', async () => {
    const data = await statsOf(await addSharer({ hidden: ['languages', 'projects'] }));
    expect(data).toMatchObject({
      total_seconds: 3_600,
      is_language_usage_visible: false,
      languages: [],
      projects: [],
    });
  });

  test('without activity show shares but no times at all', async () => {
    const data = await statsOf(await addSharer({ hidden: ['activity'] }));
    expect(data).toMatchObject({
      is_coding_activity_visible: false,
      is_other_usage_visible: false,
      total_seconds: 0,
      total_seconds_including_other_language: 0,
      daily_average: 0,
      best_day: null,
      editors: [],
      operating_systems: [],
      categories: [],
      days_minus_holidays: 0,
    });
    expect(data.languages).toMatchObject([
      { name: 'Go', percent: 66.67, total_seconds: 0 },
      { name: 'C', percent: 33.33, total_seconds: 0 },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/40 mins|2400|3600/);
  });
});

describe('badges', () => {
  const badge = (person: Person, metric: string) =>
    world.ask(Badge, `/api/v1/badges/${person.username}/${metric}`);

  test('say in shields’ form what is shared', async () => {
    const person = await addSharer();
    expect(await badge(person, 'last_7_days')).toEqual({
      schemaVersion: 1,
      label: 'last 7 days',
      message: '1 hr',
      color: 'blue',
      cacheSeconds: BADGE_SECONDS,
    });
    const messages = [
      ['all_time', '1 hr'],
      ['today?project=P', '40 mins'],
      ['today?project=none', '0 secs'],
      ['2026?language=c', '20 mins'],
      ['streak', '1 day'],
      ['top_language', 'Go'],
      ['top_project', 'p'],
    ] as const;
    for (const [metric, message] of messages) {
      expect((await badge(person, metric)).message).toBe(message);
    }
    const long = 'x'.repeat(BADGE_TEXT_LENGTH + 1);
    expect(await badge(person, `today?label=${long}&color=green`)).toMatchObject({
      label: long.slice(1),
      color: 'green',
    });
  });

  test.each([
    ['activity', 'today'],
    ['activity', 'all_time?language=Go'],
    ['projects', 'today?project=p'],
    ['projects', 'top_project'],
    ['languages', 'today?language=Go'],
    ['languages', 'top_language'],
    ['streak', 'streak'],
  ] as const)('without %s there is no %s', async (hidden, metric) => {
    const { username } = await addSharer({ hidden: [hidden] });
    expect((await world.call(`/api/v1/badges/${username}/${metric}`)).status).toBe(404);
  });

  test('of nobody, or of somebody who shares nothing, are not found even for themselves', async () => {
    const closed = await addSharer({ isPublic: false });
    for (const name of ['nobody', 'current', closed.username]) {
      expect((await world.call(`/api/v1/badges/${name}/today`, closed)).status).toBe(404);
    }
  });

  test('of no such metric are refused', async () => {
    const { username } = await addSharer();
    expect((await world.call(`/api/v1/badges/${username}/mood`)).status).toBe(400);
  });
});

describe('leaders', () => {
  // People who are far ahead of everybody that other tests may have left in the database.
  const NOW = '2031-03-05T15:00:00Z';
  async function addLeader(seconds: number, set = 'is_public = true'): Promise<Person> {
    const person = await world.add();
    const days = Array.from({ length: 4 }, (_, day) => at(`2031-03-0${day + 1}T00:00:00Z`));
    await world.record(
      person,
      days.map((day) => ({ at: day, language: 'Leaderish', claimedSeconds: seconds / 4 })),
    );
    await world.database.run(`update users set ${set} where id = $1`, [person.id]);
    return person;
  }

  test('are who share and want to stand there, most time first', async () => {
    const own = await openTestStats();
    own.time.now = Date.parse(NOW);
    const second = await addLeader(300_000);
    const first = await addLeader(320_000, 'is_public = true, profile_show_languages = false');
    const absent = [
      await addLeader(330_000, 'is_public = false'),
      await addLeader(330_000, 'is_public = true, show_in_leaderboard = false'),
      await addLeader(330_000, 'is_public = true, profile_show_activity = false'),
    ].map(({ id }) => id);
    const board = await own.ask(Leaders, '/api/v1/leaders', second);
    expect(board.data.slice(0, 2)).toMatchObject([
      {
        rank: 1,
        running_total: { total_seconds: 320_000, daily_average: 80_000, languages: [] },
        user: { id: first.id, username: first.username, email: null },
      },
      {
        rank: 2,
        running_total: {
          total_seconds: 300_000,
          languages: [{ name: 'Leaderish', total_seconds: 300_000 }],
        },
      },
    ]);
    expect(board.data.filter(({ user }) => absent.includes(user.id))).toEqual([]);
    expect(board.current_user).toEqual({ rank: 2, page: 1 });
    expect(board.range).toEqual({
      start_date: '2031-02-27',
      end_date: '2031-03-05',
      name: 'last_7_days',
      text: `Last ${LEADER_DAYS} days`,
    });

    const ofLanguage = await own.ask(Leaders, '/api/v1/leaders?language=leaderish', first);
    expect(ofLanguage.data[0]).toMatchObject({ rank: 1, user: { id: second.id } });
    expect(ofLanguage.data.some(({ user }) => user.id === first.id)).toBe(false);
    expect(ofLanguage.current_user).toBeNull();

    const beyond = await own.ask(Leaders, '/api/v1/leaders?page=999', second);
    expect(beyond.data).toEqual([]);
  });

  test('come by page', async () => {
    const page = await listLeaders(world.database, {
      nowSeconds: at(NOW),
      language: null,
      page: 1,
    });
    expect(page.length).toBeGreaterThan(0);
    expect(page.length).toBeLessThanOrEqual(LEADERS_A_PAGE);
    for (const wrong of ['0', '-1', 'x', '1.5', '10001']) {
      expect((await world.call(`/api/v1/leaders?page=${wrong}`, stranger)).status).toBe(400);
    }
  });

  test('are for people of this instance', async () => {
    expect((await world.call('/api/v1/leaders')).status).toBe(401);
  });
});

test('what concerns nobody is there for everybody', async () => {
  const editors = await world.ask(Editors, '/api/v1/editors');
  expect(editors.data.map(({ name }) => name)).toContain('VS Code');
  expect(new Set(editors.data.map(({ id }) => id)).size).toBe(editors.total);
  const languages = await world.ask(ProgramLanguages, '/api/v1/program_languages');
  expect(languages.data).toContainEqual({
    id: expect.any(String),
    name: 'TypeScript',
    color: '#3178c6',
    is_verified: true,
  });
  expect(await world.ask(Meta, '/api/v1/meta')).toEqual({
    data: { ips: { api: [], website: [], worker: [] } },
  });
});
