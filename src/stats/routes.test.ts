import { beforeAll, describe, expect, test } from 'bun:test';
import * as shapes from './shapes.ts';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from './testing.ts';

const NOW = '2026-03-11T15:00:00Z';
const STATS = '/api/v1/stats';

const CONTRACTS = {
  summary: shapes.Summary,
  languages: shapes.Languages,
  projects: shapes.Projects,
  daily: shapes.Daily,
  streaks: shapes.Streaks,
  'work-types': shapes.WorkTypes,
  sessions: shapes.Sessions,
  dashboard: shapes.Dashboard,
};
const RANGES = ['', '?range=today', '?range=30d', '?range=90d', '?range=all', '?start=2026-03-10'];

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse(NOW);
  person = await world.add({ timezone: 'Europe/Berlin' });
  const alpha = { project: 'alpha', language: 'Rust', editor: 'Zed', file: 'src/latest.rs' };
  await world.record(person, [
    { at: at('2025-11-01T09:00:00Z'), project: 'old', language: 'C', claimedSeconds: 600 },
    { at: at('2026-03-09T09:00:00Z'), ...alpha, claimedSeconds: 60, isWrite: true },
    { at: at('2026-03-10T09:00:00Z'), ...alpha, claimedSeconds: 120 },
    { at: at('2026-03-11T09:00:00.25Z'), file: 'package.json', claimedSeconds: 30 },
    { at: at('2026-03-11T10:00:00Z'), project: 'beta', language: 'Go', file: 'a_test.go' },
    { at: at('2026-03-11T10:01:30Z'), project: 'beta', language: 'Go', file: 'a_test.go' },
  ]);
});

describe('every answer', () => {
  for (const [route, shape] of Object.entries(CONTRACTS)) {
    test(`of ${route} is for nobody without a key`, async () => {
      const { status, json } = await world.call(`${STATS}/${route}`);
      expect(status).toBe(401);
      expect(parseAs(ErrorShape, json).code).toBe('unauthorized');
    });

    test.each(RANGES)(`of ${route} has its documented shape for %p`, async (query) => {
      await world.ask(shape, `${STATS}/${route}${query}`, person);
    });

    test(`of ${route} has its shape for somebody without a heartbeat`, async () => {
      const nobody = await world.add();
      await world.ask(shape, `${STATS}/${route}`, nobody);
      await world.ask(shape, `${STATS}/${route}?range=all`, nobody);
      await world.ask(shape, `${STATS}/${route}?range=all&end=2026-01-01`, nobody);
    });

    if (route === 'streaks') continue;
    test(`of ${route} refuses a reversed range`, async () => {
      const query = 'start=2026-03-02T00:00:00Z&end=2026-03-01T00:00:00Z';
      const { status, json } = await world.call(`${STATS}/${route}?${query}`, person);
      expect(status).toBe(400);
      expect(parseAs(ErrorShape, json).fields).toEqual({ end: expect.any(String) });
    });
  }

  test('is only about the caller', async () => {
    const other = await world.add();
    await world.record(other, [
      { at: at('2026-03-10T09:00:30Z'), project: 'secret', language: 'Ada', claimedSeconds: 9 },
    ]);
    const path = `${STATS}/dashboard?range=all`;
    expect(JSON.stringify(await world.call(path, person))).not.toContain('secret');
    const own = await world.ask(shapes.Dashboard, path, other);
    expect(own.projects.map(({ project }) => project)).toEqual(['secret']);
  });
});

test('summary', async () => {
  expect(await world.ask(shapes.Summary, `${STATS}/summary`, person)).toEqual({
    total_seconds: 300,
    daily_average: 42,
    streak_current: 3,
    streak_longest: 3,
    top_language: 'Rust',
    top_project: 'alpha',
    range_start: '2026-03-04T23:00:00Z',
    range_end: '2026-03-11T23:00:00Z',
  });
});

test('an average of everything begins with the first day of data', async () => {
  const summary = await world.ask(shapes.Summary, `${STATS}/summary?range=all`, person);
  expect(summary).toMatchObject({ total_seconds: 900, daily_average: Math.floor(900 / 131) });
  expect(summary.range_start).toBe('2025-10-31T23:00:00Z');
});

test('languages leave out the unknown one, and say how much that is', async () => {
  expect(await world.ask(shapes.Languages, `${STATS}/languages`, person)).toEqual({
    languages: [
      { language: 'Rust', seconds: 180, percentage: (180 * 100) / 270 },
      { language: 'Go', seconds: 90, percentage: (90 * 100) / 270 },
    ],
    total_seconds: 270,
    unknown_seconds: 30,
  });
});

test('projects say when they were last seen in the range', async () => {
  const cut = 'start=2026-03-09T08:00:00Z&end=2026-03-11T09:00:01Z';
  const { projects } = await world.ask(shapes.Projects, `${STATS}/projects?${cut}`, person);
  expect(projects).toEqual([
    { project: 'alpha', seconds: 180, last_heartbeat: '2026-03-10T09:00:00Z' },
    { project: '', seconds: 1, last_heartbeat: '2026-03-11T09:00:00.25Z' },
  ]);
});

test('a project whose last heartbeat lies before the range has time but was not seen', async () => {
  const cut = 'start=2026-03-10T09:01:00Z&end=2026-03-10T20:00:00Z';
  const { projects } = await world.ask(shapes.Projects, `${STATS}/projects?${cut}`, person);
  expect(projects).toEqual([{ project: 'alpha', seconds: 60, last_heartbeat: null }]);
});

test('daily fills days without time, and cuts the days at its ends', async () => {
  const cut = 'start=2026-03-08T12:00:00Z&end=2026-03-11T10:00:10Z';
  const { daily } = await world.ask(shapes.Daily, `${STATS}/daily?${cut}`, person);
  expect(daily).toEqual([
    { date: '2026-03-08', seconds: 0 },
    { date: '2026-03-09', seconds: 60 },
    { date: '2026-03-10', seconds: 120 },
    { date: '2026-03-11', seconds: 40 },
  ]);
  const all = await world.ask(shapes.Daily, `${STATS}/daily?range=all`, person);
  expect(all.daily).toHaveLength(131);
});

test('a part of one day is one day', async () => {
  const cut = 'start=2026-03-10T09:00:30Z&end=2026-03-10T09:01:00Z';
  const { daily } = await world.ask(shapes.Daily, `${STATS}/daily?${cut}`, person);
  expect(daily).toEqual([{ date: '2026-03-10', seconds: 30 }]);
});

test('streaks', async () => {
  expect(await world.ask(shapes.Streaks, `${STATS}/streaks`, person)).toEqual({
    current_streak: 3,
    longest_streak: 3,
  });
});

test('work types come in their documented order', async () => {
  expect(await world.ask(shapes.WorkTypes, `${STATS}/work-types`, person)).toEqual({
    total_seconds: 300,
    work_types: [
      { type: 'Writing code', seconds: 60, percentage: 20 },
      { type: 'Debugging', seconds: 90, percentage: 30 },
      { type: 'Reading code', seconds: 120, percentage: 40 },
      { type: 'Config / tooling', seconds: 30, percentage: 10 },
    ],
    covered_from: null,
  });
});

test('sessions are newest first', async () => {
  const answer = await world.ask(shapes.Sessions, `${STATS}/sessions`, person);
  expect(answer.total_sessions).toBe(4);
  expect(answer.sessions[0]).toEqual({
    start: '2026-03-11T10:00:00Z',
    end: '2026-03-11T10:01:30Z',
    duration_seconds: 90,
    duration_minutes: 1,
    project: 'beta',
    top_language: 'Go',
    dominant_work_type: 'debugging',
    work_breakdown: { writing: 0, debugging: 90, reading: 0, config: 0 },
  });
  expect(answer.sessions.map(({ start }) => start.slice(0, 10))).toEqual([
    '2026-03-11',
    '2026-03-11',
    '2026-03-10',
    '2026-03-09',
  ]);
});

test('the dashboard repeats the single answers', async () => {
  for (const query of RANGES) {
    const ask = (route: keyof typeof CONTRACTS) =>
      world.ask(CONTRACTS[route], `${STATS}/${route}${query}`, person);
    const [dashboard, summary, daily, languages, projects] = await Promise.all([
      world.ask(shapes.Dashboard, `${STATS}/dashboard${query}`, person),
      world.ask(shapes.Summary, `${STATS}/summary${query}`, person),
      ask('daily'),
      ask('languages'),
      ask('projects'),
    ]);
    expect(summary).toMatchObject(dashboard.summary);
    expect(daily).toEqual({ daily: dashboard.daily });
    expect(languages).toMatchObject({ languages: dashboard.languages });
    expect(projects).toEqual({ projects: dashboard.projects });
    expect(dashboard.work_types.total_seconds).toBe(dashboard.summary.total_seconds);
    expect(dashboard.today).toEqual({ date: '2026-03-11', seconds: 120 });
  }
});

test('the dashboard knows its range and the editors', async () => {
  const { editors, range } = await world.ask(
    shapes.Dashboard,
    `${STATS}/dashboard?range=30d`,
    person,
  );
  expect(editors).toEqual([{ editor: 'Zed', seconds: 180, percentage: 100 }]);
  expect(range).toEqual({
    start: '2026-02-09T23:00:00Z',
    end: '2026-03-11T23:00:00Z',
    days: 30,
  });
});

test('the bodies of the VS Code and Zed extensions count in their own question (golden 2)', async () => {
  const writer = await world.add();
  const body = { project: 'demo', isWrite: true, claimedSeconds: 60, branch: '' };
  await world.record(writer, [
    { ...body, at: at('2026-03-11T10:00:00Z'), editor: 'VS Code', language: 'TypeScript' },
    { ...body, at: at('2026-03-11T10:00:20Z'), editor: 'Zed', language: 'Rust' },
  ]);
  const since = `${STATS}/summary?start=2026-03-11T00:00:00Z`;
  expect((await world.ask(shapes.Summary, since, writer)).total_seconds).toBe(80);
  const ms = `${STATS}/summary?start=2026-03-11T00:00:00.000Z`;
  expect((await world.ask(shapes.Summary, ms, writer)).total_seconds).toBe(80);
});

test('the public totals need no key and count those who share', async () => {
  const fresh = await openTestStats();
  const before = await fresh.ask(shapes.PublicTotals, `${STATS}/public`);
  const sharing = await fresh.add();
  await fresh.database.run('update users set is_public = true where id = $1', [sharing.id]);
  await fresh.record(sharing, [{ at: at('2026-03-11T10:00:00Z'), claimedSeconds: 7 }]);
  expect(await fresh.ask(shapes.PublicTotals, `${STATS}/public`)).toEqual(before);
  fresh.time.now += 5_000;
  const after = await fresh.ask(shapes.PublicTotals, `${STATS}/public`);
  expect(after.users).toBe(before.users + 1);
  expect(after.total_seconds).toBe(before.total_seconds + 7);
});
