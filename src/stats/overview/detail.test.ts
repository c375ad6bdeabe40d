import { beforeAll, describe, expect, test } from 'bun:test';
import { at, ErrorShape, openTestStats, type Person, parseAs, type TestStats } from '../testing.ts';
import { FILES_LISTED, HEATMAP_WEEKS } from './detail.ts';
import { openDetailStore } from './detail-store.ts';
import { FILTER_LENGTH } from './filters.ts';
import * as shapes from './shapes.ts';

const DETAIL = '/api/v1/stats/detail';
const HEATMAP = '/api/v1/stats/heatmap';

let world: TestStats;
let person: Person;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-03-11T15:00:00Z');
  person = await world.add({ timezone: 'Europe/Berlin' });
  const alpha = { project: 'alpha', language: 'Rust', file: 'a.rs', claimedSeconds: 60 };
  await world.record(person, [
    { at: at('2025-01-01T09:00:00.5Z'), ...alpha, file: 'old.rs' },
    { at: at('2026-03-10T09:00:00Z'), ...alpha },
    { at: at('2026-03-10T10:00:00Z'), ...alpha, file: 'b.rs', branch: 'main', claimedSeconds: 90 },
    { at: at('2026-03-11T09:00:00Z'), project: 'beta', file: 'c.go', claimedSeconds: 30 },
    { at: at('2026-03-11T10:00:00Z'), claimedSeconds: 7 },
  ]);
});

describe('a detail', () => {
  const ask = (query: string, who = person) => world.ask(shapes.Detail, `${DETAIL}?${query}`, who);

  test('is for nobody without a key', async () => {
    const { status, json } = await world.call(`${DETAIL}?dimension=project&name=alpha`);
    expect(status).toBe(401);
    expect(parseAs(ErrorShape, json).code).toBe('unauthorized');
  });

  test.each([
    'name=alpha',
    'dimension=project',
    'dimension=user_id&name=x',
    `dimension=project&name=${'x'.repeat(FILTER_LENGTH + 1)}`,
    'dimension=project&name=alpha&start=never',
  ])('refuses %p', async (query) => {
    expect((await world.call(`${DETAIL}?${query}`, person)).status).toBe(400);
  });

  test('of a project has its part of the overview, when it was seen, and its files', async () => {
    const detail = await ask('dimension=project&name=alpha');
    expect(detail).toMatchObject({
      total_seconds: 150,
      first_seen: at('2025-01-01T09:00:00.5Z'),
      last_seen: at('2026-03-10T10:00:00Z'),
      files: [
        { file: 'b.rs', seconds: 90 },
        { file: 'a.rs', seconds: 60 },
      ],
      files_since: null,
    });
    expect((await ask('dimension=project&name=alpha&branch=')).files).toEqual([
      { file: 'a.rs', seconds: 60 },
    ]);
    expect((await ask('dimension=project&name=alpha&range=all')).files).toHaveLength(3);
  });

  test('of another dimension has no files, and the unknown value is one', async () => {
    const detail = await ask('dimension=language&name=');
    expect(detail).toMatchObject({ total_seconds: 37, files: null, name: '' });
    expect(detail.last_seen).toBe(at('2026-03-11T10:00:00Z'));
  });

  test('of what never was, or is of somebody else, is empty', async () => {
    const nobody = await world.add();
    for (const who of [person, nobody]) {
      const name = who === person ? 'gamma' : 'alpha';
      expect(await ask(`dimension=project&name=${name}`, who)).toMatchObject({
        total_seconds: 0,
        first_seen: null,
        last_seen: null,
        files: [],
      });
    }
  });

  test('lists so many files, searched in so many heartbeats', async () => {
    const busy = await world.add();
    const start = at('2026-03-11T00:00:00Z');
    await world.record(
      busy,
      Array.from({ length: FILES_LISTED + 10 }, (_, n) => ({
        at: start + n * 60,
        project: 'p',
        file: `f${n}`,
        claimedSeconds: 60,
      })),
    );
    expect((await ask('dimension=project&name=p', busy)).files).toHaveLength(FILES_LISTED);
    const found = await openDetailStore(world.database).listFiles(
      busy.id,
      [{ start, end: start + 86_400 }],
      {},
      { heartbeats: 5, limit: 50 },
    );
    expect(found.files).toHaveLength(5);
    expect(found).toMatchObject({ searched: 5, since: start + (FILES_LISTED + 5) * 60 });
  });
});

describe('a heat map', () => {
  const ask = (query = '') => world.ask(shapes.Heatmap, `${HEATMAP}${query}`, person);

  test('is for nobody without a key, and refuses what is no day', async () => {
    expect((await world.call(HEATMAP)).status).toBe(401);
    const { status, json } = await world.call(`${HEATMAP}?end=2026-13-01`, person);
    expect(status).toBe(400);
    expect(parseAs(ErrorShape, json).fields).toHaveProperty('end');
  });

  test('has every day of its weeks, from a Monday up to today', async () => {
    const { days, start, end } = await ask();
    expect([start, end]).toEqual(['2025-03-10', '2026-03-11']);
    expect(days).toHaveLength((HEATMAP_WEEKS - 1) * 7 + 3);
    expect(days.slice(-2)).toEqual([
      { date: '2026-03-10', seconds: 150 },
      { date: '2026-03-11', seconds: 37 },
    ]);
  });

  test('ends where it is asked to, and is filtered', async () => {
    const { days, end } = await ask('?end=2025-01-05&language=Rust');
    expect(end).toBe('2025-01-05');
    expect(days).toHaveLength(HEATMAP_WEEKS * 7);
    expect(days.find(({ date }) => date === '2025-01-01')?.seconds).toBe(60);
    expect((await ask('?project=beta')).days.at(-2)?.seconds).toBe(0);
  });
});
