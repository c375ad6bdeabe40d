import { beforeAll, describe, expect, test } from 'bun:test';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { FILTER_LENGTH, FILTER_VALUES } from './filters.ts';
import * as shapes from './shapes.ts';
import { LINES_PER_HEARTBEAT, STACK_NAMES, VALUES_LISTED } from './store.ts';

const NOW = '2026-03-11T15:00:00Z';
const ROUTE = '/api/v1/stats/overview';

let world: TestStats;
let person: Person;
const ask = (query = '', who = person) => world.ask(shapes.Overview, `${ROUTE}${query}`, who);

beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse(NOW);
  person = await world.add({ timezone: 'Europe/Berlin' });
  const alpha = { project: 'alpha', language: 'Rust', editor: 'Zed', branch: 'main' };
  const beta = { project: 'beta', language: 'Go', machine: 'a,b' };
  await world.record(person, [
    { at: at('2025-11-01T09:00:00Z'), project: 'old', language: 'C', claimedSeconds: 600 },
    { at: at('2026-03-01T09:00:00Z'), ...alpha, claimedSeconds: 50 },
    { at: at('2026-03-09T22:59:30Z'), ...alpha, claimedSeconds: 60 },
    { at: at('2026-03-10T09:00:00Z'), ...alpha, category: 'ai coding', claimedSeconds: 120 },
    { at: at('2026-03-11T09:00:00Z'), claimedSeconds: 30 },
    {
      at: at('2026-03-11T10:00:00Z'),
      ...beta,
      extra: { ai_line_changes: 40, human_line_changes: -2 },
    },
    { at: at('2026-03-11T10:01:30.5Z'), ...beta, extra: { ai_line_changes: '7', lines: 3 } },
  ]);
});

describe('the overview', () => {
  test('is for nobody without a key', async () => {
    const { status, json } = await world.call(ROUTE);
    expect(status).toBe(401);
    expect(parseAs(ErrorShape, json).code).toBe('unauthorized');
  });

  test.each([
    'start=2026-03-02T00:00:00Z&end=2026-03-01T00:00:00Z',
    'start=tomorrow',
    'stack=file',
    `project=${'x'.repeat(FILTER_LENGTH + 1)}`,
    Array.from({ length: FILTER_VALUES + 1 }, (_, n) => `branch=${n}`).join('&'),
  ])('refuses %p', async (query) => {
    const { status, json } = await world.call(`${ROUTE}?${query}`, person);
    expect(status).toBe(400);
    expect(parseAs(ErrorShape, json).code).toBe('invalid');
  });

  test('says nothing of others, and all of nothing', async () => {
    const nobody = await world.add();
    for (const query of ['', '?range=all', '?range=all&end=2026-01-01', '?project=alpha']) {
      const answer = await ask(query, nobody);
      expect(answer.total_seconds).toBe(0);
      expect(answer.dimensions.project).toEqual([]);
      expect(answer.ai).toBeNull();
      expect(answer.last_heartbeat).toBeNull();
    }
  });

  test('has the range, its days and the same number of days before', async () => {
    const answer = await ask();
    expect(answer.range).toEqual({
      start: '2026-03-04T23:00:00Z',
      end: '2026-03-11T23:00:00Z',
      days: 7,
    });
    expect(answer.total_seconds).toBe(60 + 120 + 30 + 90);
    expect(answer.daily_average).toBe(42);
    expect(answer.previous).toEqual({ total_seconds: 50, daily_average: 7 });
    expect(answer.today).toEqual({ date: '2026-03-11', seconds: 120 });
    expect(answer.streaks).toEqual({ current: 3, longest: 3 });
    expect(answer.daily.map(({ seconds }) => seconds)).toEqual([0, 0, 0, 0, 30, 150, 120]);
    expect(answer.daily.at(-1)?.parts).toEqual([
      { name: 'beta', seconds: 90 },
      { name: '', seconds: 30 },
    ]);
  });

  test('has every dimension with its unknown value', async () => {
    const { dimensions, others } = await ask();
    expect(dimensions.project).toEqual([
      { name: 'alpha', seconds: 180, percentage: 60 },
      { name: 'beta', seconds: 90, percentage: 30 },
      { name: '', seconds: 30, percentage: 10 },
    ]);
    expect(dimensions.category.map(({ name }) => name)).toEqual(['', 'ai coding']);
    expect(Object.values(others).every((seconds) => seconds === 0)).toBe(true);
  });

  test('has local hours, Monday first', async () => {
    const { hours } = await ask();
    expect(hours[0]?.[23]).toBe(30);
    expect(hours[1]?.[0]).toBe(30);
    expect(hours[1]?.[10]).toBe(120);
    expect(hours[2]?.[11]).toBe(90);
  });

  test('tells AI from the rest, and counts the lines that clients report', async () => {
    expect((await ask()).ai).toEqual({
      ai_seconds: 120,
      human_seconds: 180,
      ai_line_changes: 40,
      human_line_changes: 2,
      lines_since: null,
    });
    expect((await ask('?project=old&range=all')).ai).toBeNull();
  });

  test('bounds what one heartbeat can claim to have changed', async () => {
    const boaster = await world.add();
    await world.record(boaster, [{ at: at(NOW) - 60, extra: { ai_line_changes: 1e300 } }]);
    expect((await ask('', boaster)).ai?.ai_line_changes).toBe(LINES_PER_HEARTBEAT);
  });

  test('knows the newest heartbeat that the filters keep', async () => {
    expect((await ask()).last_heartbeat).toEqual({
      time: at('2026-03-11T10:01:30.5Z'),
      project: 'beta',
      language: 'Go',
      editor: null,
      machine: 'a,b',
    });
    expect((await ask('?project=alpha')).last_heartbeat?.time).toBe(at('2026-03-10T09:00:00Z'));
  });

  test('filters by any of several values, and by all dimensions named', async () => {
    const total = async (query: string) => (await ask(`?${query}`)).total_seconds;
    expect(await total('project=alpha&project=')).toBe(210);
    expect(await total('machine=a%2Cb')).toBe(90);
    expect(await total('machine=')).toBe(210);
    expect(await total('project=alpha&category=')).toBe(60);
    expect(await total('language=Go&project=alpha')).toBe(0);
  });

  test('stacks by language when asked', async () => {
    const { stack, daily } = await ask('?stack=language&range=all');
    expect(stack).toBe('language');
    expect(daily[0]).toEqual({
      date: '2025-11-01',
      seconds: 600,
      parts: [{ name: 'C', seconds: 600 }],
    });
    expect(daily).toHaveLength(131);
  });

  test('has nothing before all time', async () => {
    expect((await ask('?range=all')).previous).toBeNull();
  });

  test('answers a range that cuts quarter hours by the second', async () => {
    const { total_seconds, daily } = await ask(
      '?start=2026-03-09T22:59:45Z&end=2026-03-11T10:00:01Z',
    );
    expect(total_seconds).toBe(45 + 120 + 30 + 1);
    expect(daily.map(({ seconds }) => seconds)).toEqual([15, 150, 31]);
  });

  test('lists so many names and sums up the others', async () => {
    const busy = await world.add();
    const count = VALUES_LISTED + 5;
    await world.record(
      busy,
      Array.from({ length: count }, (_, n) => ({
        at: at('2026-03-11T00:00:00Z') + n * 600,
        project: `p${n}`,
        claimedSeconds: 100 - n,
      })),
    );
    const { dimensions, others, daily, total_seconds } = await ask('', busy);
    expect(dimensions.project).toHaveLength(VALUES_LISTED);
    expect(others.project).toBe(50 + 49 + 48 + 47 + 46);
    expect(daily.at(-1)?.parts).toHaveLength(STACK_NAMES);
    expect(daily.at(-1)?.seconds).toBe(total_seconds);
  });
});
