import { beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { addDays, localDate } from '../../base/time.ts';
import * as dayShapes from '../day/shapes.ts';
import { DIMENSIONS } from '../store.ts';
import { type Beat, openTestStats, type Person, type TestStats } from '../testing.ts';
import * as shapes from './shapes.ts';

let world: TestStats;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-03-31T12:00:00Z');
});

/** Berlin's day of 23 hours lies inside, the one of 25 hours has a test of its own. */
const FROM = Date.parse('2026-03-28T00:00:00Z') / 1_000;
const LENGTH = 3 * 86_400;
const RUNS = { numRuns: 30 };
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
  category: fc.constantFrom('ai coding', 'coding', null),
  claimedSeconds: fc.option(fc.constantFrom(0, 30, 3_000, 40_000), { freq: 2 }),
});
const burst = fc.tuple(beat, fc.array(fc.nat(1_200), { maxLength: 8 })).map(([first, gaps]) => {
  const beats = [first];
  for (const gap of gaps) beats.push({ ...first, at: (beats.at(-1)?.at ?? 0) + gap });
  return beats;
});
const stream = fc.array(burst, { minLength: 1, maxLength: 12 }).map((bursts) => bursts.flat());
const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
);
const timeout = fc.constantFrom(120, 300, 900, 3_600);
const history = fc.record({ beats: stream, timezone: zone, timeout });

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const secondsOf = (list: readonly { seconds: number }[]) => sum(list.map(({ seconds }) => seconds));

async function settle(given: { beats: Beat[]; timezone: string; timeout: number }) {
  const person = await world.add(given);
  await world.record(person, given.beats);
  return person;
}
const overview = (person: Person, query: string) =>
  world.ask(shapes.Overview, `/api/v1/stats/overview?${query}`, person);

test(
  'days, stacked parts, weekly hours and every dimension add up to the total',
  async () => {
    const cut = fc.nat(LENGTH + 90_000).map((offset) => FROM - 3_600 + offset);
    await fc.assert(
      fc.asyncProperty(history, cut, cut, async (given, x, y) => {
        const person = await settle(given);
        const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
        const cuts = `start=${iso(Math.min(x, y))}&end=${iso(Math.max(x, y))}`;
        for (const query of ['range=all', '', cuts]) {
          const found = await overview(person, query);
          const total = found.total_seconds;
          expect(secondsOf(found.daily)).toBe(total);
          expect(secondsOf(found.daily.flatMap(({ parts }) => parts))).toBe(total);
          expect(sum(found.hours.flat())).toBe(total);
          for (const dimension of DIMENSIONS) {
            expect(secondsOf(found.dimensions[dimension]) + found.others[dimension]).toBe(total);
          }
          if (found.ai) expect(found.ai.ai_seconds + found.ai.human_seconds).toBe(total);
        }
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test(
  'filters are parts: each value has what the whole lists for it, and they add up',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.constantFrom(...DIMENSIONS), async (given, dimension) => {
        const person = await settle(given);
        const whole = await overview(person, 'range=all');
        const values = whole.dimensions[dimension];
        for (const { name: value, seconds } of values) {
          const part = await overview(
            person,
            `range=all&${dimension}=${encodeURIComponent(value)}`,
          );
          expect(part.total_seconds).toBe(seconds);
          expect(secondsOf(part.daily)).toBe(seconds);
          expect(sum(part.hours.flat())).toBe(seconds);
        }
        const any = values.map(({ name: value }) => `${dimension}=${encodeURIComponent(value)}`);
        const together = await overview(person, `range=all&${any.join('&')}`);
        expect(together.total_seconds).toBe(values.length > 0 ? whole.total_seconds : 0);
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test(
  'each day is its segments, its explanation, and what its own timeout would give',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        const person = await settle(given);
        const { daily } = await overview(person, 'range=all');
        const first = localDate((FROM - 86_400) * 1_000, given.timezone);
        const days = new Map(daily.map(({ date, seconds }) => [date, seconds]));
        for (const date of Array.from({ length: 6 }, (_, index) => addDays(first, index))) {
          const seconds = days.get(date) ?? 0;
          const query = `date=${date}`;
          const day = await world.ask(dayShapes.DayAnswer, `/api/v1/stats/day?${query}`, person);
          const told = await world.ask(
            dayShapes.Explanation,
            `/api/v1/stats/explain?${query}`,
            person,
          );
          expect(day.total_seconds).toBe(seconds);
          expect(secondsOf(day.segments)).toBe(seconds);
          expect(secondsOf(day.sessions)).toBe(seconds);
          expect(told.total_seconds).toBe(seconds);
          expect(sum(told.items.map((item) => item.counted_seconds))).toBe(seconds);
          const same = told.what_if.find((other) => other.timeout_seconds === given.timeout);
          expect(same?.total_seconds).toBe(seconds);
          const tiles = [...day.segments, ...day.gaps].sort((a, b) => a.start - b.start);
          tiles.forEach((tile, index) => {
            expect(tile.end - tile.start).toBe(tile.seconds);
            expect(tile.start).toBe(tiles[index - 1]?.end ?? tile.start);
          });
        }
      }),
      RUNS,
    );
  },
  LIMIT_MS,
);

test('days of 23 and 25 hours are whole, and the repeated hour counts twice', async () => {
  const person = await world.add({ timezone: 'Europe/Berlin' });
  const steady = { project: 'p', claimedSeconds: 86_400 };
  const at = (iso: string) => Date.parse(iso) / 1_000;
  await world.record(person, [
    { ...steady, at: at('2025-10-25T22:00:00Z') },
    { ...steady, at: at('2025-10-26T22:00:00Z'), claimedSeconds: 3_600 },
    { ...steady, at: at('2026-03-28T23:00:00Z'), claimedSeconds: 23 * 3_600 },
  ]);
  const long = await overview(person, 'start=2025-10-26&end=2025-10-26');
  expect(long.daily).toMatchObject([{ date: '2025-10-26', seconds: 25 * 3_600 }]);
  expect(long.hours[6]?.slice(0, 4)).toEqual([3_600, 3_600, 7_200, 3_600]);
  const short = await overview(person, 'start=2026-03-29&end=2026-03-29');
  expect(short.daily).toMatchObject([{ date: '2026-03-29', seconds: 23 * 3_600 }]);
  expect(short.hours[6]?.slice(0, 4)).toEqual([3_600, 3_600, 0, 3_600]);
});
