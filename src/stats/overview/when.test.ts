import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { at, openTestStats, type Person, type TestStats } from '../testing.ts';
import * as shapes from './shapes.ts';
import { toSpansWithin } from './when.ts';

const BERLIN = 'Europe/Berlin';

describe('the part of a span in an hour of the week', () => {
  test('is each of its hours, by the clocks of the zone', () => {
    const span = { start: at('2026-03-01T00:00:00Z'), end: at('2026-03-16T00:00:00Z') };
    expect(toSpansWithin(span, BERLIN, { weekday: 1, hour: 9 })).toEqual([
      { start: at('2026-03-02T08:00:00Z'), end: at('2026-03-02T09:00:00Z') },
      { start: at('2026-03-09T08:00:00Z'), end: at('2026-03-09T09:00:00Z') },
    ]);
  });

  test('is cut where the span is', () => {
    const span = { start: at('2026-03-02T08:30:00Z'), end: at('2026-03-02T08:40:00Z') };
    expect(toSpansWithin(span, BERLIN, { hour: 9 })).toEqual([span]);
    expect(toSpansWithin(span, BERLIN, { hour: 10 })).toEqual([]);
  });

  test('is there twice when the clocks go back, and not at all when they go forward', () => {
    const day = (date: string) => ({
      start: at(`${date}T00:00:00Z`),
      end: at(`${date}T12:00:00Z`),
    });
    expect(toSpansWithin(day('2026-10-25'), BERLIN, { hour: 2 })).toHaveLength(2);
    expect(toSpansWithin(day('2026-03-29'), BERLIN, { hour: 2 })).toHaveLength(0);
  });

  test('adds up to the span over all hours, or all weekdays', () => {
    const start = at('2026-03-20T00:00:00Z');
    const zone = fc.constantFrom('UTC', BERLIN, 'Asia/Kathmandu', 'Australia/Lord_Howe');
    const lengths = fc.nat(20 * 86_400);
    fc.assert(
      fc.property(zone, fc.nat(86_400), lengths, (name, offset, length) => {
        const span = { start: start + offset, end: start + offset + length };
        const total = (parts: readonly { start: number; end: number }[]) =>
          parts.reduce((sum, part) => sum + part.end - part.start, 0);
        const hours = Array.from({ length: 24 }, (_, hour) => toSpansWithin(span, name, { hour }));
        const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => toSpansWithin(span, name, { weekday }));
        expect(total(hours.flat())).toBe(length);
        expect(total(days.flat())).toBe(length);
      }),
    );
  });
});

describe('an overview of one hour of the week', () => {
  let world: TestStats;
  let person: Person;
  beforeAll(async () => {
    world = await openTestStats();
    world.time.now = Date.parse('2026-03-11T15:00:00Z');
    person = await world.add({ timezone: BERLIN });
    const alpha = { project: 'alpha', file: 'a.rs', claimedSeconds: 600 };
    await world.record(person, [
      // Monday, from 9:55 to 10:05 in Berlin.
      { at: at('2026-03-09T08:55:00Z'), ...alpha, extra: { ai_line_changes: 3 } },
      { at: at('2026-03-09T09:30:00Z'), ...alpha, file: 'b.rs', extra: { ai_line_changes: 5 } },
      { at: at('2026-03-10T08:30:00Z'), project: 'beta', file: 'c.rs', claimedSeconds: 60 },
    ]);
  });
  const ask = (query: string) =>
    world.ask(shapes.Overview, `/api/v1/stats/overview?${query}`, person);

  test.each(['weekday=0', 'weekday=8', 'weekday=mon', 'hour=24', 'hour=-1', 'hour=1.5'])(
    'refuses %p',
    async (query) => {
      for (const path of ['overview?', 'heatmap?', 'detail?dimension=project&name=alpha&']) {
        expect((await world.call(`/api/v1/stats/${path}${query}`, person)).status).toBe(400);
      }
    },
  );

  test('counts what lies in it, to the second', async () => {
    const answer = await ask('weekday=1&hour=9');
    expect(answer.total_seconds).toBe(300);
    expect(answer.dimensions.project).toEqual([{ name: 'alpha', seconds: 300, percentage: 100 }]);
    expect(answer.hours[0]?.[9]).toBe(300);
    expect(answer.daily.map(({ seconds }) => seconds)).toEqual([0, 0, 0, 0, 300, 0, 0]);
    expect(answer.last_heartbeat?.time).toBe(at('2026-03-09T08:55:00Z'));
    expect(answer.ai?.ai_line_changes).toBe(3);
  });

  test('takes a weekday alone, an hour alone, and names beside them', async () => {
    expect((await ask('weekday=1')).total_seconds).toBe(1_200);
    expect((await ask('hour=9')).total_seconds).toBe(360);
    expect((await ask('hour=9&project=beta')).total_seconds).toBe(60);
    expect((await ask('weekday=3')).total_seconds).toBe(0);
  });

  test('goes for a value’s files and for the heat map too', async () => {
    const path = '/api/v1/stats/detail?dimension=project&name=alpha&hour=10';
    expect((await world.ask(shapes.Detail, path, person)).files).toEqual([
      { file: 'b.rs', seconds: 600 },
      { file: 'a.rs', seconds: 300 },
    ]);
    const { days } = await world.ask(shapes.Heatmap, '/api/v1/stats/heatmap?weekday=2', person);
    expect(days.slice(-3).map(({ seconds }) => seconds)).toEqual([0, 60, 0]);
  });
});
