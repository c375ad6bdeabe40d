import { beforeAll, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import { addDays, localDate, startOfLocalDate } from '../base/time.ts';
import { toSessionSpans, toSessions } from './raw/sessions.ts';
import { openRawStore } from './raw/store.ts';
import { splitSpan } from './spans.ts';
import { DIMENSIONS, type Fact, openStatsStore, type StatsStore } from './store.ts';
import { type Beat, openTestStats, type TestStats } from './testing.ts';

let world: TestStats;
let store: StatsStore;
beforeAll(async () => {
  world = await openTestStats();
  store = openStatsStore(world.database);
});

/** A DST change lies inside, for the zones that have one. */
const FROM = Date.parse('2026-03-28T00:00:00Z') / 1_000;
const LENGTH = 3 * 86_400;
const RUNS = { numRuns: 40 };
const LIMIT_MS = 120_000;

const name = fc.constantFrom('a', 'b', null);
const beat: fc.Arbitrary<Beat> = fc.record({
  at: fc.nat(LENGTH * 4).map((quarters) => FROM + quarters / 4),
  project: fc.constantFrom('p', 'q', ''),
  language: name,
  editor: name,
  os: name,
  machine: name,
  branch: name,
  category: name,
  claimedSeconds: fc.option(fc.constantFrom(0, 30, 3_000, 40_000), { freq: 2 }),
});
/** Bursts as editors make them, between lone heartbeats. */
const burst = fc.tuple(beat, fc.array(fc.nat(1_200), { maxLength: 8 })).map(([first, gaps]) => {
  const beats = [first];
  for (const gap of gaps) beats.push({ ...first, at: (beats.at(-1)?.at ?? 0) + gap });
  return beats;
});
const stream = fc.array(burst, { minLength: 1, maxLength: 12 }).map((bursts) => bursts.flat());
const cut = fc.nat(LENGTH + 90_000).map((offset) => FROM - 3_600 + offset);
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns');

const sum = (facts: readonly Fact[], kind: string, span: number): number =>
  facts
    .filter((fact) => fact.kind === kind && fact.span === span)
    .reduce((total, { value }) => total + value, 0);

/** What the timeline says of a range, by the plainest reading of all its rows. */
async function countRaw(userId: string, start: number, end: number): Promise<number> {
  const { seconds } = await world.database.one(
    Type.Object({ seconds: Type.Integer() }),
    `select coalesce(sum(greatest(0, least($3::bigint, s + duration_seconds) - greatest($2::bigint, s))), 0)::bigint
      as seconds
    from (select epoch_second(recorded_at) as s, duration_seconds from heartbeats where user_id = $1) h`,
    [userId, start, end],
  );
  return seconds;
}

test(
  'any range is exact, however it is cut, and every dimension adds up to it',
  async () => {
    await fc.assert(
      fc.asyncProperty(stream, cut, cut, cut, async (beats, x, y, z) => {
        const person = await world.add();
        await world.record(person, beats);
        const [a = 0, b = 0, c = 0] = [x, y, z].sort((m, n) => m - n);
        const spans = [
          { start: a, end: c },
          { start: a, end: b },
          { start: b, end: c },
        ];
        const facts = await store.listFacts({
          userId: person.id,
          source: spans,
          dimensions: DIMENSIONS,
        });
        const [whole, left, right] = [1, 2, 3].map((span) => sum(facts, 'total', span));
        expect(whole).toBe(await countRaw(person.id, a, c));
        expect((left ?? 0) + (right ?? 0)).toBe(whole ?? 0);
        for (const dimension of DIMENSIONS) {
          for (const span of [1, 2, 3]) {
            expect(sum(facts, dimension, span)).toBe(sum(facts, 'total', span));
          }
        }
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test(
  'everything is the sum of its local days, by either rollup, in any zone',
  async () => {
    await fc.assert(
      fc.asyncProperty(stream, zone, async (beats, timezone) => {
        const person = await world.add({ timezone });
        await world.record(person, beats);
        const first = localDate((FROM - 86_400) * 1_000, timezone);
        const dates = Array.from({ length: 8 }, (_, index) => addDays(first, index));
        const all = await store.listFacts({
          userId: person.id,
          source: 'all',
          dimensions: DIMENSIONS,
          days: 'all',
        });
        const days = await store.listFacts({
          userId: person.id,
          source: dates.map((date) => ({
            start: startOfLocalDate(date, timezone),
            end: startOfLocalDate(addDays(date, 1), timezone),
          })),
          dimensions: [],
        });
        const byDay = new Map(
          all.filter(({ kind }) => kind === 'day').map(({ name, value }) => [name, value]),
        );
        dates.forEach((date, index) => {
          expect(sum(days, 'total', index + 1)).toBe(byDay.get(date) ?? 0);
        });
        const total = [...byDay.values()].reduce((seconds, value) => seconds + value, 0);
        expect(sum(all, 'total', 1)).toBe(total);
        for (const dimension of DIMENSIONS) expect(sum(all, dimension, 1)).toBe(total);
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test(
  'a filter takes a part of the whole, and the parts of all projects are the whole',
  async () => {
    await fc.assert(
      fc.asyncProperty(stream, cut, cut, async (beats, x, y) => {
        const person = await world.add();
        await world.record(person, beats);
        const span = { start: Math.min(x, y), end: Math.max(x, y) };
        const ask = (project?: string) =>
          store.listFacts({ userId: person.id, source: [span], dimensions: ['branch'], project });
        const whole = sum(await ask(), 'total', 1);
        const parts = await Promise.all(['p', 'q', ''].map(ask));
        expect(parts.reduce((total, facts) => total + sum(facts, 'total', 1), 0)).toBe(whole);
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test(
  'sessions and work types of a range hold all of its seconds',
  async () => {
    const raw = openRawStore(world.database);
    const many = 10_000;
    await fc.assert(
      fc.asyncProperty(stream, cut, cut, async (beats, x, y) => {
        const person = await world.add();
        await world.record(person, beats);
        const span = { start: Math.min(x, y), end: Math.max(x, y) };
        const expected = await countRaw(person.id, span.start, span.end);
        const types = await raw.listWorkTypes(person.id, span, many);
        expect(types.reduce((total, { seconds }) => total + seconds, 0)).toBe(expected);
        const found = await raw.listSessionStarts(person.id, span, 900, {
          sessions: many,
          heartbeats: many,
        });
        const spans = toSessionSpans(
          found.map(({ start }) => start),
          span.end,
        );
        const sessions = toSessions(spans, await raw.listActivity(person.id, spans));
        expect(sessions.reduce((total, { seconds }) => total + seconds, 0)).toBe(expected);
        expect(sessions.length).toBe(found[0]?.total ?? 0);
        for (const { start, end, seconds, workBreakdown } of sessions) {
          expect(seconds).toBeLessThanOrEqual(end - start);
          expect(Object.values(workBreakdown).reduce((a, b) => a + b)).toBe(seconds);
        }
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test('cut ranges do reach raw rows here', () => {
  expect(splitSpan({ start: FROM + 1, end: FROM + LENGTH - 1 }).edges).toHaveLength(2);
});
