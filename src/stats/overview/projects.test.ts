import { beforeAll, describe, expect, test } from 'bun:test';
import { openAsk } from '../ask.ts';
import { openStatsStore } from '../store.ts';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { openColourStore } from './colour-store.ts';
import { openColours } from './colours.ts';
import { openProjects, PROJECT_PARTS } from './projects.ts';
import { openProjectStore } from './projects-store.ts';
import * as shapes from './shapes.ts';

const PROJECTS = '/api/v1/stats/overview/projects';

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-03-11T15:00:00Z');
  person = await world.add({ timezone: 'Europe/Berlin' });
  const rust = { language: 'Rust', claimedSeconds: 60 };
  await world.record(person, [
    { at: at('2025-12-01T09:00:00Z'), project: 'old', ...rust },
    { at: at('2026-03-05T09:00:00Z'), project: 'alpha', ...rust },
    { at: at('2026-03-10T23:30:00.5Z'), project: 'alpha', ...rust },
    { at: at('2026-03-11T09:00:00Z'), project: 'alpha', language: 'Go', claimedSeconds: 100 },
    { at: at('2026-03-11T10:00:00Z'), project: 'beta/β', claimedSeconds: 30 },
    { at: at('2026-03-11T11:00:00Z'), project: '', claimedSeconds: 7 },
  ]);
});

const ask = (query: string, who = person) =>
  world.ask(shapes.Projects, `${PROJECTS}?${query}`, who);

describe('the list of projects', () => {
  test('is for nobody without a key', async () => {
    const { status, json } = await world.call(PROJECTS);
    expect(status).toBe(401);
    expect(parseAs(ErrorShape, json).code).toBe('unauthorized');
  });

  test('refuses a bad range', async () => {
    expect((await world.call(`${PROJECTS}?start=never`, person)).status).toBe(400);
  });

  test('is empty for somebody else', async () => {
    const nobody = await world.add();
    expect(await ask('range=all', nobody)).toMatchObject({
      total_seconds: 0,
      projects: [],
      count: 0,
      others: 0,
    });
  });

  test('ranks by time, with share, language, last heartbeat and the days of each', async () => {
    const { projects, ...rest } = await ask('range=7d');
    expect(rest).toMatchObject({ total_seconds: 257, count: 3, others: 0, part_days: 1 });
    expect(rest).toMatchObject({ first_date: '2026-03-05', last_date: '2026-03-11' });
    expect(projects).toEqual([
      {
        name: 'alpha',
        seconds: 220,
        percentage: (220 * 100) / 257,
        language: 'Rust',
        last_seen: at('2026-03-11T09:00:00Z'),
        // Berlin's 11 March begins at 23:00Z.
        parts: [60, 0, 0, 0, 0, 0, 160],
      },
      expect.objectContaining({ name: 'beta/β', seconds: 30, language: '' }),
      expect.objectContaining({ name: '', seconds: 7, parts: [0, 0, 0, 0, 0, 0, 7] }),
    ]);
    expect(rest.project_colours.map(({ project }) => project).sort()).toEqual(['alpha', 'beta/β']);
  });

  test('draws a long range in few parts that add up', async () => {
    const { projects, part_days } = await ask('range=90d');
    expect(part_days).toBe(3);
    for (const { seconds, parts } of projects) {
      expect(parts).toHaveLength(PROJECT_PARTS);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(seconds);
    }
    expect((await ask('range=all')).projects.map(({ name }) => name)).toContain('old');
  });

  test('is filtered like every other number, and by instants too', async () => {
    expect((await ask('range=7d&language=Rust')).projects).toMatchObject([
      { name: 'alpha', seconds: 120, language: 'Rust' },
    ]);
    const cut = await ask('start=2026-03-11T09:00:30Z&end=2026-03-11T10:00:10Z');
    expect(cut.projects).toMatchObject([
      { name: 'alpha', seconds: 70, parts: [70] },
      { name: 'beta/β', seconds: 10 },
    ]);
    expect((await ask('range=7d&hour=0')).projects).toMatchObject([{ name: 'alpha', seconds: 60 }]);
  });

  test('has an end, and says what is left', async () => {
    const store = openProjectStore(world.database);
    const projects = openProjects({
      store: { listProjects: (question) => store.listProjects({ ...question, limit: 1 }) },
      getRange: openAsk({
        store: openStatsStore(world.database),
        clock: () => world.time.now,
      }).getRange,
      colours: openColours(openColourStore(world.database)),
    });
    const user = { id: person.id, timezone: 'Europe/Berlin', timeoutSeconds: 900 };
    const list = await projects.listProjects(user, { range: '7d', filters: {} });
    expect(list).toMatchObject({ count: 3, others: 37, total_seconds: 257 });
    expect(list.projects).toHaveLength(1);
  });
});
