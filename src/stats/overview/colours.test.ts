import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import * as dayShapes from '../day/shapes.ts';
import { at, openTestStats, type Person, type TestStats } from '../testing.ts';
import { openColourStore } from './colour-store.ts';
import { assignSlots, COLOUR_SLOTS, COLOURED_PROJECTS, openColours } from './colours.ts';
import * as shapes from './shapes.ts';

let world: TestStats;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-03-11T15:00:00Z');
});

/** A minute for the first project, two for the second, and so on. */
function record(person: Person, projects: readonly string[], from = at('2026-03-11T00:00:00Z')) {
  const beats = projects.map((project, n) => ({
    at: from + n * 3_600,
    project,
    claimedSeconds: 60 * (n + 1),
  }));
  return world.record(person, beats);
}
const ask = (person: Person, query = '') =>
  world.ask(shapes.Overview, `/api/v1/stats/overview${query}`, person);
const slotsOf = (answer: { project_colours: { project: string; slot: number }[] }) =>
  Object.fromEntries(answer.project_colours.map(({ project, slot }) => [project, slot]));

describe('slots', () => {
  test('go to the most used projects first, each its own', () => {
    const candidates = ['a', 'b', 'c'].map((project, n) => ({ project, seconds: n, slot: null }));
    expect(assignSlots(candidates)).toEqual([
      { project: 'c', slot: 0 },
      { project: 'b', slot: 1 },
      { project: 'a', slot: 2 },
    ]);
  });

  test('that are free are taken before any is shared, and then the one that is seen least', () => {
    const kept = [0, 1, 2, 4, 5, 6, 7].map((slot) => ({
      project: `kept ${slot}`,
      seconds: slot === 5 ? 10 : 1_000,
      slot,
    }));
    const fresh = ['x', 'y'].map((project) => ({ project, seconds: 500, slot: null }));
    expect(assignSlots([...kept, ...fresh])).toEqual([
      { project: 'x', slot: 3 },
      { project: 'y', slot: 5 },
    ]);
  });

  test('never collide among as many projects as there are colours', () => {
    const slot = fc.option(fc.nat(COLOUR_SLOTS - 1), { nil: null });
    fc.assert(
      fc.property(fc.array(slot, { maxLength: COLOUR_SLOTS }), (slots) => {
        const taken = slots.filter((one) => one !== null);
        fc.pre(new Set(taken).size === taken.length);
        const candidates = slots.map((one, n) => ({ project: `p${n}`, seconds: n, slot: one }));
        const all = [...taken, ...assignSlots(candidates).map((colour) => colour.slot)];
        expect(new Set(all).size).toBe(slots.length);
      }),
    );
  });
});

describe('a project', () => {
  test('keeps its colour whatever comes later, on the day’s page too', async () => {
    const person = await world.add();
    await record(person, ['alpha', 'beta']);
    const first = slotsOf(await ask(person));
    expect(first).toEqual({ beta: 0, alpha: 1 });
    await record(person, ['gamma', 'delta', 'epsilon'], at('2026-03-11T06:00:00Z'));
    const later = slotsOf(await ask(person));
    expect(later).toMatchObject(first);
    expect(new Set(Object.values(later)).size).toBe(5);
    const day = await world.ask(dayShapes.DayAnswer, '/api/v1/stats/day', person);
    expect(slotsOf(day)).toEqual(later);
  });

  test('gets its colour by all time, not by the range in which it was first seen', async () => {
    const person = await world.add();
    await record(person, ['now'], at('2026-03-11T00:00:00Z'));
    await record(person, ['small', 'large'], at('2026-01-01T00:00:00Z'));
    expect(slotsOf(await ask(person))).toEqual({ now: 1 });
    expect(slotsOf(await ask(person, '?range=all'))).toEqual({ large: 0, now: 1, small: 2 });
  });

  test('of somebody else has no part in it, and the unknown one has no colour', async () => {
    const [one, other] = [await world.add(), await world.add()];
    await record(one, ['same', 'first']);
    await record(other, ['', 'same']);
    expect(slotsOf(await ask(one))).toEqual({ first: 0, same: 1 });
    expect(slotsOf(await ask(other))).toEqual({ same: 0 });
  });

  test('has one colour when two ask at once', async () => {
    const person = await world.add();
    await record(person, ['a', 'b', 'c', 'd']);
    const answers = await Promise.all([ask(person), ask(person, '?range=all'), ask(person)]);
    const [first] = answers.map(slotsOf);
    for (const answer of answers) expect(slotsOf(answer)).toEqual(first ?? {});
    expect(new Set(Object.values(first ?? {})).size).toBe(4);
  });
});

test('one answer names so many colours', async () => {
  const person = await world.add();
  const projects = Array.from({ length: COLOURED_PROJECTS + 5 }, (_, n) => `p${n}`);
  await world.record(
    person,
    projects.map((project, n) => ({ at: at('2026-03-11T00:00:00Z') + n, project })),
  );
  const colours = openColours(openColourStore(world.database));
  expect(await colours.getColours(person.id, projects)).toHaveLength(COLOURED_PROJECTS);
});
