import { beforeAll, describe, expect, test } from 'bun:test';
import { SESSION_HEARTBEATS, SESSIONS_LISTED, WORK_TYPE_HEARTBEATS } from '../answers.ts';
import { Sessions, WorkTypes } from '../shapes.ts';
import { type Beat, openTestStats, type Person, type TestStats } from '../testing.ts';
import { openRawStore } from './store.ts';

const NOON = Date.parse('2026-03-11T12:00:00Z') / 1_000;

let world: TestStats;
beforeAll(async () => {
  world = await openTestStats();
  world.time.now = Date.parse('2026-03-11T20:00:00Z');
});

async function sessionsOf(beats: readonly Beat[], settings: { timeout?: number } = {}) {
  const person = await world.add(settings);
  await world.record(person, beats);
  return ask(person);
}

const ask = (person: Person, query = '') =>
  world.ask(Sessions, `/api/v1/stats/sessions${query}`, person);

describe('a session', () => {
  const gap = (seconds: number): Beat[] => [
    { at: NOON },
    { at: NOON + 60 },
    { at: NOON + 60 + seconds },
    { at: NOON + 120 + seconds },
  ];

  test('goes on over a gap of exactly the timeout, which does not count as time', async () => {
    const { sessions } = await sessionsOf(gap(900));
    expect(sessions.map(({ duration_seconds }) => duration_seconds)).toEqual([120]);
  });

  test('ends at a gap that is longer', async () => {
    const { sessions, total_sessions } = await sessionsOf(gap(901));
    expect(sessions.map(({ duration_seconds }) => duration_seconds)).toEqual([60, 60]);
    expect(total_sessions).toBe(2);
  });

  test('follows the timeout of the account', async () => {
    expect((await sessionsOf(gap(901), { timeout: 1_800 })).total_sessions).toBe(1);
    expect((await sessionsOf(gap(121), { timeout: 120 })).total_sessions).toBe(2);
  });

  test('goes on over a long claim', async () => {
    const beats = [{ at: NOON, claimedSeconds: 3_000 }, { at: NOON + 2_400 }];
    const { sessions } = await sessionsOf(beats);
    expect(sessions.map(({ duration_seconds }) => duration_seconds)).toEqual([2_400]);
  });

  test('ends where a claim ends long before the next heartbeat', async () => {
    const beats = [{ at: NOON, claimedSeconds: 60 }, { at: NOON + 960 }];
    expect((await sessionsOf(beats)).total_sessions).toBe(2);
  });

  test('of one heartbeat that lasted nothing is still one', async () => {
    const { sessions } = await sessionsOf([{ at: NOON, project: 'p', file: 'a.json' }]);
    expect(sessions).toMatchObject([
      { duration_seconds: 0, project: 'p', dominant_work_type: 'config' },
    ]);
  });

  test('names where it began and what it was mostly', async () => {
    const { sessions } = await sessionsOf([
      { at: NOON, project: 'first', language: 'C', isWrite: true, claimedSeconds: 10 },
      { at: NOON + 60, project: 'second', language: 'D', claimedSeconds: 200 },
      { at: NOON + 300, project: 'second', claimedSeconds: 300 },
    ]);
    expect(sessions).toMatchObject([
      {
        project: 'first',
        top_language: 'D',
        dominant_work_type: 'reading',
        work_breakdown: { writing: 10, reading: 500 },
        end: '2026-03-11T12:10:00Z',
      },
    ]);
  });

  test('is cut where the range is', async () => {
    const person = await world.add();
    await world.record(person, [{ at: NOON, claimedSeconds: 600 }]);
    const query = '?start=2026-03-11T12:01:00Z&end=2026-03-11T12:03:00Z';
    const { sessions } = await ask(person, query);
    expect(sessions).toMatchObject([
      { start: '2026-03-11T12:01:00Z', end: '2026-03-11T12:03:00Z', duration_seconds: 120 },
    ]);
  });
});

test('only so many sessions are listed, but all are counted', async () => {
  const beats = Array.from({ length: SESSIONS_LISTED + 5 }, (_, index) => ({
    at: NOON - index * 3_600,
    claimedSeconds: 1 + index,
  }));
  const { sessions, total_sessions } = await sessionsOf(beats);
  expect(total_sessions).toBe(SESSIONS_LISTED + 5);
  expect(sessions.map(({ duration_seconds }) => duration_seconds)).toEqual(
    Array.from({ length: SESSIONS_LISTED }, (_, index) => 1 + index),
  );
});

test('with too many heartbeats, work types cover the newest and say since when', async () => {
  const person = await world.add();
  const first = NOON - WORK_TYPE_HEARTBEATS - 10;
  await world.database.run(
    `insert into heartbeats (user_id, project, recorded_at, content_hash, claimed_seconds)
    select $1, 'p', to_timestamp($2::bigint + n), n, 1 from generate_series(0, $3::integer - 1) n`,
    [person.id, first, WORK_TYPE_HEARTBEATS + 10],
  );
  const path = '/api/v1/stats/work-types?start=2026-03-10';
  const { total_seconds, covered_from } = await world.ask(WorkTypes, path, person);
  expect(total_seconds).toBe(WORK_TYPE_HEARTBEATS);
  expect(covered_from).toBe(new Date((first + 10) * 1_000).toISOString().replace('.000', ''));
  expect(await ask(person, '?start=2026-03-10')).toMatchObject({ covered_from: null });
}, 60_000);

test('with too many heartbeats, sessions are looked for in the newest, the oldest of which begins one', async () => {
  const person = await world.add();
  const beats = Array.from({ length: 10 }, (_, index) => ({ at: NOON - index * 1_800 }));
  await world.record(person, [...beats, { at: NOON - 4 * 1_800 + 60 }]);
  const raw = openRawStore(world.database);
  const startsIn = (from: number, heartbeats: number) =>
    raw.listSessionStarts(person.id, { start: from, end: NOON + 1 }, 900, {
      sessions: 2,
      heartbeats,
    });
  const newest = [NOON, NOON - 1_800];
  // Five heartbeats: the oldest is the second of its session.
  const cut = { total: 5, coveredFrom: NOON - 4 * 1_800 + 60 };
  expect(await startsIn(0, 5)).toEqual(newest.map((start) => ({ start, ...cut })));
  const all = { total: 10, coveredFrom: null };
  expect(await startsIn(0, SESSION_HEARTBEATS)).toEqual(newest.map((start) => ({ start, ...all })));
});
