import { beforeAll, describe, expect, test } from 'bun:test';
import { silentLog } from '../../base/log.ts';
import { Daily, Dashboard, Summary } from '../shapes.ts';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { ENTITIES_A_DAY, ENTITY_DAYS } from './answers.ts';
import { FileExperts, StatusBar, Summaries, WakatimeUser } from './shapes.ts';

const ME = '/api/v1/users/current';

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-07-02T15:00:00Z');
  person = await world.add({ timezone: 'America/New_York' });
  const work = {
    project: 'p',
    machine: 'desk',
    os: 'Linux',
    editor: 'VS Code',
    category: 'coding',
  };
  await world.record(person, [
    // midnight in New York is 04:00 UTC: 120 s on each side (spec/wakatime 7.5)
    { ...work, at: at('2026-07-02T03:58:00Z'), language: 'Go', branch: 'main', file: 'a.go' },
    { ...work, at: at('2026-07-02T04:02:00Z'), language: 'Go', branch: 'fix', file: 'b.go' },
    { ...work, at: at('2026-07-02T04:03:00Z'), category: 'debugging', claimedSeconds: 30 },
    {
      ...work,
      at: at('2026-07-02T14:00:00.5Z'),
      project: 'q',
      claimedSeconds: 45,
      category: null,
      extra: { plugin: 'vscode-wakatime/24.9.2' },
    },
  ]);
});

describe('routes', () => {
  const GETS = ['', '/statusbar/today', '/status_bar/today', '/summaries?range=today'];

  test.each(GETS)('current%s is for nobody without a key', async (path) => {
    expect((await world.call(`${ME}${path}`)).status).toBe(401);
  });

  test.each(GETS)('%p of somebody else is not found', async (path) => {
    const other = await world.add();
    for (const name of [other.id, other.username, 'nobody']) {
      const { status, json } = await world.call(`/api/v1/users/${name}${path}`, person);
      expect(status).toBe(404);
      expect(parseAs(ErrorShape, json).code).toBe('not_found');
    }
  });

  test('know the caller by id and by name, whatever its case', async () => {
    for (const name of [person.id, person.username, person.username.toUpperCase()]) {
      const path = `/api/v1/users/${name}/statusbar/today`;
      expect(await world.ask(StatusBar, path, person)).toEqual(
        await world.ask(StatusBar, `${ME}/status_bar/today`, person),
      );
    }
  });

  test('file_experts are nobody, and only for the caller', async () => {
    const post = { method: 'POST', body: '{"entity":"a.go"}' };
    expect((await world.call(`${ME}/file_experts`, undefined, post)).status).toBe(401);
    const { status, json } = await world.call(`${ME}/file_experts`, person, post);
    expect(status).toBe(200);
    expect(parseAs(FileExperts, json)).toEqual({ data: [] });
  });

  test.each(['?start=2026-07-02&end=2026-07-01', '?range=ever', '?range=today&timezone=X/Y', ''])(
    'summaries%s are refused',
    async (query) => {
      const { status, json } = await world.call(`${ME}/summaries${query}`, person);
      expect(status).toBe(400);
      expect(parseAs(ErrorShape, json).code).toBe('invalid');
    },
  );
});

describe('plugin errors', () => {
  const post = (body: string, type: string) => ({
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });

  test('are taken from anybody, in any form, and logged', async () => {
    const lines: unknown[] = [];
    const log = { ...silentLog, info: (_: string, fields?: unknown) => void lines.push(fields) };
    const listening = await openTestStats({ log });
    const report = JSON.stringify({ plugin: 'vim', error_message: 'boom' });
    for (const type of ['application/json', 'text/plain']) {
      const { status } = await listening.call(
        '/api/v1/plugins/errors',
        undefined,
        post(report, type),
      );
      expect(status).toBe(201);
    }
    expect(
      (await listening.call('/api/v1/plugins/errors', undefined, { method: 'POST' })).status,
    ).toBe(201);
    expect(lines.slice(0, 2)).toEqual([
      { plugin: 'vim', error_message: 'boom' },
      { plugin: 'vim', error_message: 'boom' },
    ]);
  });
});

describe('the status bar', () => {
  test('shows today of the person’s zone, with the types that the cli wants', async () => {
    const bar = await world.ask(StatusBar, `${ME}/statusbar/today`, person);
    expect(bar.cached_at).toBe('2026-07-02T15:00:00.000Z');
    expect(bar.data.grand_total).toMatchObject({ text: '4 mins', total_seconds: 255 });
    expect(bar.data.categories.map(({ name, total_seconds }) => [name, total_seconds])).toEqual([
      ['Coding', 225],
      ['Debugging', 30],
    ]);
    expect(bar.data.languages.map(({ name }) => name)).toEqual(['Go', 'Other']);
    expect(bar.data.machines).toMatchObject([
      { name: 'desk', machine_name_id: expect.any(String) },
    ]);
    expect(bar.data.range).toEqual({
      date: '2026-07-02',
      start: '2026-07-02T04:00:00Z',
      end: '2026-07-03T03:59:59Z',
      text: 'Thu Jul 2nd 2026',
      timezone: 'America/New_York',
    });
  });

  test('has its shape for somebody without a heartbeat', async () => {
    const bar = await world.ask(StatusBar, `${ME}/statusbar/today`, await world.add());
    expect(bar.data).toMatchObject({ categories: [], grand_total: { text: '0 secs' } });
  });

  test('is kept until a heartbeat comes or the day changes', async () => {
    const own = await openTestStats();
    own.time.now = Date.parse('2026-07-02T23:59:30Z');
    const writer = await own.add();
    const seconds = async () =>
      (await own.ask(StatusBar, `${ME}/statusbar/today`, writer)).data.grand_total.total_seconds;
    const beat = { at: at('2026-07-02T10:00:00Z'), claimedSeconds: 60 };
    await own.record(writer, [beat]);
    expect(await seconds()).toBe(60);
    await own.database.run('delete from heartbeats where user_id = $1', [writer.id]);
    expect(await seconds()).toBe(60);
    await own.record(writer, [{ ...beat, claimedSeconds: 61 }]);
    expect(await seconds()).toBe(61);
    own.time.now += 31_000;
    expect(await seconds()).toBe(0);
  });
});

describe('summaries', () => {
  const days = async (query: string) => world.ask(Summaries, `${ME}/summaries?${query}`, person);

  test('cut days at the person’s midnight', async () => {
    const { data, cumulative_total } = await days('start=2026-07-01&end=2026-07-02');
    expect(data.map(({ grand_total }) => grand_total.total_seconds)).toEqual([120, 255]);
    expect(cumulative_total).toEqual({
      seconds: 375,
      text: '6 mins',
      decimal: '0.10',
      digital: '0:06',
    });
  });

  test('or at the midnight of the zone that is asked for', async () => {
    const { data } = await days('start=2026-07-01&end=2026-07-02&timezone=UTC');
    expect(data.map(({ grand_total }) => grand_total.total_seconds)).toEqual([0, 375]);
    expect(data[0]?.range.timezone).toBe('UTC');
  });

  test('average over the days with time, the unknown language apart', async () => {
    const { daily_average } = await days('range=Last 7 Days');
    expect(daily_average).toEqual({
      holidays: 5,
      days_minus_holidays: 2,
      days_including_holidays: 7,
      seconds: 150,
      seconds_including_other_language: 187,
      text: '2 mins',
      text_including_other_language: '3 mins',
    });
  });

  test('of a project list its branches and files, and filter after durations', async () => {
    const { data } = await days('range=today&project=p');
    expect(data).toMatchObject([
      {
        grand_total: { total_seconds: 210 },
        branches: [
          { name: 'main', total_seconds: 120 },
          { name: 'fix', total_seconds: 60 },
          { name: 'Unknown Branch', total_seconds: 30 },
        ],
        entities: [
          { name: 'a.go', total_seconds: 120 },
          { name: 'b.go', total_seconds: 60 },
        ],
      },
    ]);
    expect((await days('range=today')).data[0]?.branches).toBeUndefined();
  });

  test('of a branch are a part of the project’s', async () => {
    const { data } = await days('range=today&project=p&branches=fix,none');
    expect(data).toMatchObject([
      {
        grand_total: { total_seconds: 60 },
        branches: [{ name: 'fix', percent: 100 }],
        entities: [{ name: 'b.go', percent: 100 }],
      },
    ]);
  });

  test('list files for short ranges only, and only so many', async () => {
    const { data } = await days(`project=p&start=2026-06-02&end=2026-07-02`);
    expect(data).toHaveLength(ENTITY_DAYS);
    expect(data.at(-1)?.entities).toHaveLength(2);
    const longer = await days(`project=p&start=2026-06-01&end=2026-07-02`);
    expect(longer.data.at(-1)?.entities).toEqual([]);

    const busy = await world.add();
    const beats = Array.from({ length: ENTITIES_A_DAY + 3 }, (_, index) => ({
      at: at('2026-07-02T10:00:00Z') + index,
      project: 'p',
      file: `file ${index}`,
    }));
    await world.record(busy, beats);
    const path = `${ME}/summaries?range=today&project=p`;
    const [today] = (await world.ask(Summaries, path, busy)).data;
    expect(today?.entities).toHaveLength(ENTITIES_A_DAY);
  });
});

test('users/current tells of the caller and the newest heartbeat', async () => {
  const { data } = await world.ask(WakatimeUser, ME, person);
  expect(data).toMatchObject({
    id: person.id,
    username: person.username,
    timezone: 'America/New_York',
    last_heartbeat_at: '2026-07-02T14:00:00.500Z',
    last_plugin: 'vscode-wakatime/24.9.2',
    last_plugin_name: 'VS Code',
    last_project: 'q',
  });
  await world.ask(WakatimeUser, ME, await world.add());
});

describe('both clients', () => {
  test.each(['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin'])(
    'read the same numbers in %s, over a change of the clock',
    async (timezone) => {
      const own = await openTestStats();
      own.time.now = Date.parse('2026-03-30T12:00:00Z');
      const writer = await own.add({ timezone });
      const from = at('2026-03-27T20:00:00Z');
      await own.record(
        writer,
        Array.from({ length: 400 }, (_, index) => ({
          at: from + index * 457 + (index % 7) * 100,
          project: `p${index % 3}`,
          language: index % 5 === 0 ? null : `l${index % 4}`,
          claimedSeconds: index % 6 === 0 ? 3_600 : null,
        })),
      );
      const stats = '/api/v1/stats';
      const dashboard = await own.ask(Dashboard, `${stats}/dashboard`, writer);
      const summary = await own.ask(Summary, `${stats}/summary`, writer);
      const { daily } = await own.ask(Daily, `${stats}/daily`, writer);
      const waka = await own.ask(Summaries, `${ME}/summaries?range=last_7_days`, writer);
      const bar = await own.ask(StatusBar, `${ME}/statusbar/today`, writer);

      expect(summary.total_seconds).toBeGreaterThan(100_000);
      expect(waka.cumulative_total.seconds).toBe(summary.total_seconds);
      expect(
        waka.data.map(({ range, grand_total }) => ({
          date: range.date,
          seconds: grand_total.total_seconds,
        })),
      ).toEqual(daily);
      expect(daily.reduce((total, { seconds }) => total + seconds, 0)).toBe(summary.total_seconds);
      expect(bar.data.grand_total.total_seconds).toBe(dashboard.today.seconds);
      for (const { project, seconds } of dashboard.projects) {
        const same = waka.data.flatMap(({ projects }) =>
          projects.filter((p) => p.name === project),
        );
        expect(same.reduce((total, entry) => total + entry.total_seconds, 0)).toBe(seconds);
      }
    },
  );
});
