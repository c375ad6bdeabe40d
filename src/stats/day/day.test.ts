import { beforeAll, describe, expect, test } from 'bun:test';
import { openColourStore } from '../overview/colour-store.ts';
import { openColours } from '../overview/colours.ts';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { openDays } from './day.ts';
import * as shapes from './shapes.ts';
import { openDayStore } from './store.ts';

const ROUTES = { day: shapes.DayAnswer, explain: shapes.Explanation };
/** Berlin's days begin at 23:00Z. */
const MIDNIGHT = at('2026-03-10T23:00:00Z');

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-03-11T15:00:00Z');
  person = await world.add({ timezone: 'Europe/Berlin' });
  const rust = { project: 'alpha', language: 'Rust' };
  await world.record(person, [
    { at: MIDNIGHT - 100, ...rust, file: 'late.rs', claimedSeconds: 160 },
    { at: MIDNIGHT + 3_600, ...rust, file: 'a.rs' },
    { at: MIDNIGHT + 3_660, ...rust, file: 'b.rs' },
    { at: MIDNIGHT + 3_860, ...rust, file: 'c.rs', branch: 'main' },
    { at: MIDNIGHT + 7_000, project: 'beta', claimedSeconds: 500 },
    { at: MIDNIGHT + 7_120.5, project: 'beta' },
  ]);
});

for (const [route, shape] of Object.entries(ROUTES)) {
  describe(`/stats/${route}`, () => {
    test('is for nobody without a key', async () => {
      const { status, json } = await world.call(`/api/v1/stats/${route}`);
      expect(status).toBe(401);
      expect(parseAs(ErrorShape, json).code).toBe('unauthorized');
    });

    test.each(['2026-02-30', 'today', '2026-03-11T00:00:00Z', '20260311'])(
      'refuses %p as a day',
      async (date) => {
        const { status, json } = await world.call(`/api/v1/stats/${route}?date=${date}`, person);
        expect(status).toBe(400);
        expect(parseAs(ErrorShape, json).fields).toHaveProperty('date');
      },
    );

    test('is empty for somebody else', async () => {
      const nobody = await world.add();
      const answer = await world.ask(shape, `/api/v1/stats/${route}?date=2026-03-11`, nobody);
      expect(answer).toMatchObject({ total_seconds: 0, listed_until: null });
    });
  });
}

test('a day has its segments, gaps and sessions, cut at local midnight', async () => {
  const day = await world.ask(shapes.DayAnswer, '/api/v1/stats/day', person);
  expect(day).toMatchObject({
    date: '2026-03-11',
    timezone: 'Europe/Berlin',
    timeout_seconds: 900,
    total_seconds: 60 + 260 + 120,
    listed_until: null,
  });
  const pieces = (list: readonly { start: number; end: number }[]) =>
    list.map(({ start, end }) => [start - MIDNIGHT, end - MIDNIGHT]);
  expect(pieces(day.segments)).toEqual([
    [0, 60],
    [3_600, 3_860],
    [7_000, 7_120],
  ]);
  expect(day.segments[1]).toMatchObject({ project: 'alpha', file: 'b.rs', heartbeats: 2 });
  expect(day.segments[1]?.files).toEqual([
    { file: 'a.rs', seconds: 60 },
    { file: 'b.rs', seconds: 200 },
  ]);
  expect(pieces(day.gaps)).toEqual([
    [60, 3_600],
    [3_860, 7_000],
  ]);
  expect(day.gaps.map(({ rule }) => rule)).toEqual(['claim', 'gap_too_long']);
  expect(day.sessions).toMatchObject([
    { seconds: 60, project: 'alpha', language: 'Rust' },
    { seconds: 260, project: 'alpha' },
    { seconds: 120, project: 'beta', language: '' },
  ]);
});

test('an explanation names the rule of each heartbeat, and what another timeout would give', async () => {
  const told = await world.ask(shapes.Explanation, '/api/v1/stats/explain?date=2026-03-11', person);
  expect(told.items.map(({ rule, counted_seconds }) => [rule, counted_seconds])).toEqual([
    ['clipped', 60],
    ['gap', 60],
    ['gap', 200],
    ['gap_too_long', 0],
    ['claim_cut', 120],
    ['last', 0],
  ]);
  expect(told.items.at(-1)).toMatchObject({ time: MIDNIGHT + 7_120.5, gap_seconds: null });
  expect(told.what_if).toEqual([
    { timeout_seconds: 120, total_seconds: 240 },
    { timeout_seconds: 300, total_seconds: 440 },
    { timeout_seconds: 600, total_seconds: 440 },
    { timeout_seconds: 900, total_seconds: 440 },
    { timeout_seconds: 1_200, total_seconds: 440 },
    { timeout_seconds: 1_800, total_seconds: 440 },
    { timeout_seconds: 3_600, total_seconds: 440 + 3_140 },
  ]);
});

test('a day with more heartbeats than are listed says so, and keeps its total', async () => {
  const days = openDays({
    store: openDayStore(world.database),
    colours: openColours(openColourStore(world.database)),
    clock: () => world.time.now,
    limits: { drawn: 2, explained: 3 },
  });
  const user = { id: person.id, timezone: 'Europe/Berlin', timeoutSeconds: 900 };
  const day = await days.getDay(user, '2026-03-11');
  expect(day.listed_until).toBe(MIDNIGHT + 3_860);
  expect(day.segments).toHaveLength(2);
  expect(day.total_seconds).toBe(440);
  const told = await days.explain(user, '2026-03-11');
  expect(told.items).toHaveLength(4);
  expect(told.items.at(-1)).toMatchObject({ rule: 'gap_too_long', gap_seconds: 3_140 });
});
