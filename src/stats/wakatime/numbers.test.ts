import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { saveExternalDurations } from '../../heartbeats/external-durations-store.ts';
import { Dashboard } from '../shapes.ts';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { Durations } from './durations.ts';
import { StatusBar, Summaries } from './shapes.ts';
import { AllTime, Insight, Stats } from './shapes-stats.ts';

const ME = '/api/v1/users/current';

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-07-02T15:00:00Z');
  person = await world.add({ timezone: 'America/New_York' });
  const work = { project: 'p', machine: 'desk', os: 'Linux', editor: 'VS Code', branch: 'main' };
  await world.record(person, [
    { ...work, at: at('2025-01-10T12:00:00Z'), language: 'Go', claimedSeconds: 500 },
    // midnight in New York is 04:00 UTC
    { ...work, at: at('2026-07-02T03:58:00Z'), language: 'Go', file: 'a.go' },
    { ...work, at: at('2026-07-02T04:02:00Z'), language: 'Go', file: 'b.go' },
    { ...work, at: at('2026-07-02T04:03:00Z'), category: 'ai coding', claimedSeconds: 30 },
    { ...work, at: at('2026-07-02T04:04:00Z'), project: 'q', branch: 'fix', claimedSeconds: 45 },
    { ...work, at: at('2026-07-02T04:04:45Z'), project: 'p', claimedSeconds: 15 },
  ]);
});

const PATHS = [
  '/all_time_since_today',
  '/durations?date=2026-07-02',
  '/insights/weekdays/last_7_days',
  '/insights/stats/last_7_days',
  '/statusbar/last_7_days',
];

test.each(PATHS)('%p is for its owner alone', async (path) => {
  const other = await world.add();
  expect((await world.call(ME + path)).status).toBe(401);
  const foreign = await world.call(`/api/v1/users/${other.username}${path}`, person);
  expect(foreign.status).toBe(404);
  expect(parseAs(ErrorShape, foreign.json).code).toBe('not_found');
  await world.database.run('update users set is_public = true where id = $1', [other.id]);
  expect((await world.call(`/api/v1/users/${other.username}${path}`, person)).status).toBe(404);
});

test.each([
  '/durations',
  '/durations?date=nine',
  '/durations?date=2026-07-02&slice_by=dependencies',
  '/durations?date=2026-07-02&timezone=Mars/Olympus',
  '/insights/moods/last_7_days',
  '/insights/weekdays/ever',
  '/statusbar/ever',
  '/stats/ever',
])('%p is refused', async (path) => {
  const { status, json } = await world.call(ME + path, person);
  expect([status, parseAs(ErrorShape, json).code]).toEqual([400, 'invalid']);
});

describe('stats', () => {
  const stats = async (range: string) =>
    (await world.ask(Stats, `${ME}/stats${range}`, person)).data;

  test('say all of a range, the unknown language apart', async () => {
    expect(await stats('/last_7_days')).toMatchObject({
      user_id: person.id,
      username: person.username,
      range: 'last_7_days',
      start: '2026-06-26T04:00:00Z',
      end: '2026-07-03T03:59:59Z',
      timezone: 'America/New_York',
      timeout: 15,
      is_including_today: true,
      is_coding_activity_visible: true,
      is_other_usage_visible: true,
      holidays: 5,
      days_including_holidays: 7,
      days_minus_holidays: 2,
      total_seconds: 300,
      total_seconds_including_other_language: 390,
      daily_average: 150,
      human_readable_total: '5 mins',
      best_day: { date: '2026-07-02', total_seconds: 270, text: '4 mins' },
      projects: [
        { name: 'p', total_seconds: 345 },
        { name: 'q', total_seconds: 45 },
      ],
      machines: [{ name: 'desk', machine_name_id: expect.any(String) }],
    });
  });

  test('of no range are those of 7 days; of a year, a month and all time as they say', async () => {
    expect((await stats('')).range).toBe('last_7_days');
    expect((await stats('/2025')).total_seconds).toBe(500);
    expect((await stats('/2025-01')).best_day?.date).toBe('2025-01-10');
    expect((await stats('/2025-02')).best_day).toBeNull();
    const all = await stats('/all_time');
    expect(all.total_seconds_including_other_language).toBe(890);
    expect(all.start).toBe('2025-01-10T05:00:00Z');
  });

  test('have their shape for somebody without a heartbeat', async () => {
    const nobody = await world.add();
    for (const range of ['today', 'all_time', 'last_year']) {
      const { data } = await world.ask(Stats, `${ME}/stats/${range}`, nobody);
      expect(data.total_seconds).toBe(0);
    }
  });
});

test('all time is everything, or everything of a project', async () => {
  const path = `${ME}/all_time_since_today`;
  const { data } = await world.ask(AllTime, path, person);
  expect(data).toMatchObject({
    total_seconds: 890,
    text: '14 mins',
    range: {
      start: '2025-01-10T05:00:00Z',
      end: '2026-07-03T03:59:59Z',
      start_date: '2025-01-10',
      end_date: '2026-07-02',
      start_text: 'Fri Jan 10th 2025',
    },
  });
  const project = (await world.ask(AllTime, `${path}?project=q`, person)).data;
  expect(project).toMatchObject({ total_seconds: 45, project: 'q' });
  expect((await world.ask(AllTime, path, await world.add())).data.total_seconds).toBe(0);
});

describe('durations', () => {
  const durations = (query: string) =>
    world.ask(Durations, `${ME}/durations?date=2026-07-02${query}`, person);
  const midnight = at('2026-07-02T04:00:00Z');

  test('join what follows without a pause, from the person’s midnight on', async () => {
    const answer = await durations('');
    expect(answer).toEqual({
      data: [
        { time: midnight, duration: 210, project: 'p', color: null },
        { time: midnight + 240, duration: 45, project: 'q', color: null },
        { time: midnight + 285, duration: 15, project: 'p', color: null },
      ],
      external_durations: [],
      branches: ['fix', 'main'],
      start: '2026-07-02T04:00:00Z',
      end: '2026-07-03T03:59:59Z',
      timezone: 'America/New_York',
    });
  });

  test.each([
    ['entity', ['a.go', 'b.go', 'Unknown', 'Unknown']],
    ['language', ['Go', 'Other', 'Other']],
    ['category', ['Coding', 'AI Coding', 'Coding']],
    ['editor', ['VS Code', 'VS Code']],
    ['os', ['Linux', 'Linux']],
    ['machine', ['desk', 'desk']],
    ['branch', ['main', 'fix', 'main']],
  ] as const)('are sliced by %s', async (slice, values) => {
    const { data } = await durations(`&slice_by=${slice}`);
    expect(data.map((stretch) => stretch[slice])).toEqual([...values]);
    expect(data.reduce((sum, { duration }) => sum + duration, 0)).toBe(270);
  });

  test('of a project or branch leave pauses where others were', async () => {
    expect((await durations('&project=q')).data).toHaveLength(1);
    expect((await durations('&project=p&branches=main')).data).toHaveLength(2);
    expect((await durations('&project=p&branches=fix')).data).toEqual([]);
  });

  test('list time from elsewhere beside, never within', async () => {
    const own = await world.add();
    const meeting = {
      external_id: 'm',
      entity: 'Stand-up',
      type: 'app',
      category: 'meeting',
      project: 'p',
      branch: null,
      language: null,
      provider: null,
      start_time: at('2026-07-02T10:00:00Z'),
      end_time: at('2026-07-02T10:15:00Z'),
      meta: null,
    };
    await saveExternalDurations(world.database, own.id, [meeting], new Date());
    const answer = await world.ask(Durations, `${ME}/durations?date=2026-07-02`, own);
    expect(answer.data).toEqual([]);
    expect(answer.external_durations).toMatchObject([
      { external_id: 'm', time: meeting.start_time, duration: 900, project: 'p' },
    ]);
    const { cumulative_total } = await world.ask(Summaries, `${ME}/summaries?range=today`, own);
    expect(cumulative_total.seconds).toBe(0);
  });
});

describe('insights', () => {
  const insight = async (type: string, range = 'last_7_days') =>
    (await world.ask(Insight, `${ME}/insights/${type}/${range}`, person)).data;

  test('days, weekdays, best day and average', async () => {
    const { days } = await insight('days');
    expect(days?.slice(-2).map(({ total_seconds }) => total_seconds)).toEqual([120, 270]);
    const { weekdays } = await insight('weekdays');
    expect(weekdays?.map(({ total_seconds }) => total_seconds)).toEqual([0, 0, 120, 270, 0, 0, 0]);
    expect((await insight('weekday')).weekdays).toEqual(weekdays);
    expect((await insight('best_day')).best_day?.date).toBe('2026-07-02');
    expect((await insight('daily_average')).daily_average).toEqual({
      seconds: 195,
      text: '3 mins',
      days_minus_holidays: 2,
    });
    expect((await insight('ai_days')).ai_days?.at(-1)).toEqual({
      date: '2026-07-02',
      ai_seconds: 30,
      human_seconds: 240,
    });
    expect((await insight('ai_days', 'all_time')).ai_days).toHaveLength(539);
  });

  test.each([
    'languages',
    'projects',
    'editors',
    'categories',
    'operating_systems',
    'machines',
  ] as const)('%s add up to the range', async (type) => {
    const entries = (await insight(type))[type];
    expect(entries?.reduce((sum, { total_seconds }) => sum + total_seconds, 0)).toBe(390);
  });

  test('stats are those of stats', async () => {
    const { data } = await world.ask(Stats, `${ME}/insights/stats/last_7_days`, person);
    expect(data.total_seconds_including_other_language).toBe(390);
  });
});

test('a status bar of a range has the shape of today’s', async () => {
  const { data } = await world.ask(StatusBar, `${ME}/statusbar/last_7_days`, person);
  expect(data.grand_total.total_seconds).toBe(390);
  expect(data.range).toEqual({
    date: '2026-06-26',
    start: '2026-06-26T04:00:00Z',
    end: '2026-07-03T03:59:59Z',
    text: 'last 7 days',
    timezone: 'America/New_York',
  });
});

test('every answer has the same seconds as the dashboard, whatever was sent', async () => {
  const own = await openTestStats();
  own.time.now = Date.parse('2026-03-30T12:00:00Z');
  const from = at('2026-03-28T20:00:00Z');
  const beats = fc.array(
    fc.record({
      at: fc.integer({ min: from, max: from + 130_000 }),
      project: fc.constantFrom('a', 'b', ''),
      language: fc.constantFrom('Go', 'Rust', null),
      claimedSeconds: fc.option(fc.integer({ min: 0, max: 4_000 })),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const zones = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin');
  await fc.assert(
    fc.asyncProperty(zones, beats, async (timezone, sent) => {
      const writer = await own.add({ timezone });
      await own.record(writer, sent);
      const { summary, daily } = await own.ask(Dashboard, '/api/v1/stats/dashboard', writer);
      const { data } = await own.ask(Stats, `${ME}/stats/last_7_days`, writer);
      expect(data.total_seconds_including_other_language).toBe(summary.total_seconds);
      const all = await own.ask(AllTime, `${ME}/all_time_since_today`, writer);
      expect(all.data.total_seconds).toBe(summary.total_seconds);
      const last = daily.at(-2);
      for (const slice of ['project', 'language']) {
        const path = `${ME}/durations?date=${last?.date}&slice_by=${slice}`;
        const stretches = (await own.ask(Durations, path, writer)).data;
        const total = stretches.reduce((sum, { duration }) => sum + duration, 0);
        expect(total).toBe(last?.seconds ?? -1);
      }
    }),
    { numRuns: 20 },
  );
});
