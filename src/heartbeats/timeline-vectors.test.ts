/**
 * spec/wakatime section 7 against our rule. Left out, because they belong to another rule:
 * - the `cap120` and `Haka` columns and all of 7.2 (Hackatime, rustytime, Hakatime): every gap
 *   counts up to 120 s, or up to and including 900 s, and time goes to the later heartbeat;
 * - V12's 150 s and the legacy padding of 140 s: Wakapi loses the gap at midnight, or pads; ours is
 *   210 s split over two days, and 200 s;
 * - "two AI models", language mapping, summaries and the cache: no durations are decided there.
 */
import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { sharedTestDatabase } from '../db/testing.ts';
import type { Heartbeat } from './heartbeat.ts';
import { insertHeartbeats } from './store.ts';
import { addTimelineUser, auditTimeline, BARE } from './timeline-testing.ts';

type Beat = number | (Partial<Heartbeat> & { at: number });

/** 2020-10-01T00:00:00Z, the base of spec/wakatime 7.1. */
const BASE = 1_601_510_400;
const Row = Type.Object({ name: Type.String(), seconds: Type.Integer() });

interface Given {
  beats: Beat[];
  timeoutSeconds?: number;
  zone?: string;
  base?: number;
}

/** Sends the beats in the order given, each alone, and returns what was asked for by name. */
async function secondsBy(
  by: 'editor' | 'project' | 'day',
  { beats, base = BASE, ...settings }: Given,
): Promise<Record<string, number>> {
  const database = await sharedTestDatabase();
  const userId = await addTimelineUser(database, settings);
  for (const [position, beat] of beats.entries()) {
    const { at, ...fields } = typeof beat === 'number' ? { at: beat } : beat;
    const heartbeat = { ...BARE, time: base + at, contentHash: BigInt(position), ...fields };
    await insertHeartbeats(database, [{ userId, heartbeat }]);
  }
  expect(await auditTimeline(database, userId)).toEqual([]);
  const source =
    by === 'day'
      ? `select to_char(date, 'YYYY-MM-DD') as name, seconds from rollup_day where user_id = $1`
      : `select ${by} as name, sum(seconds) as seconds from rollup_total where user_id = $1 group by 1`;
  const rows = await database.list(Row, `${source} order by 1`, [userId]);
  return Object.fromEntries(rows.map(({ name, seconds }) => [name, seconds]));
}

async function total(given: Given): Promise<number> {
  const parts = await secondsBy('project', given);
  return Object.values(parts).reduce((sum, seconds) => sum + seconds, 0);
}

const every2Minutes = Array.from({ length: 31 }, (_, position) => position * 120);

const VECTORS: [name: string, beats: Beat[], T600: number, T120: number, T900: number][] = [
  ['V1, one heartbeat', [0], 0, 0, 0],
  ['V2, a minute apart', [0, 60], 60, 60, 60],
  ['V3, a duplicate', [0, 30, 30, 60], 60, 60, 60],
  ['V4, out of order', [60, 0, 120], 120, 120, 120],
  ['V6, a gap of exactly 600 s', [0, 600, 660], 60, 60, 660],
  ['V8, a gap of exactly 120 s', [0, 120], 120, 0, 120],
  ['V9, a gap of exactly 900 s', [0, 900], 0, 0, 0],
  ['V10, WakaTime FAQ', [0, 120, 900, 960], 180, 60, 960],
  ['V14, README', [0, 10, 190, 200], 200, 20, 200],
  ['V16, every two minutes for an hour', every2Minutes, 3_600, 0, 3_600],
];

for (const [name, beats, T600, T120, T900] of VECTORS) {
  test(`${name}: ${T600}, ${T120} and ${T900} s at timeouts of 600, 120 and 900 s`, async () => {
    expect(await total({ beats, timeoutSeconds: 600 })).toBe(T600);
    expect(await total({ beats, timeoutSeconds: 120 })).toBe(T120);
    expect(await total({ beats })).toBe(T900);
  });
}

const goLand = (at: number): Beat => ({ at, editor: 'GoLand' });
const vsCode = (at: number): Beat => ({ at, editor: 'VS Code' });
const WAKAPI = [...[0, 30, 30, 160].map(goLand), ...[180, 190, 195].map(vsCode)];

for (const [timeoutSeconds, GoLand, VSCode] of [
  [120, 50, 15],
  [60, 50, 15],
  [130, 50, 15],
  [140, 180, 15],
] as const) {
  test(`Wakapi's stream at ${timeoutSeconds} s: ${GoLand} s GoLand, ${VSCode} s VS Code`, async () => {
    expect(await secondsBy('editor', { beats: WAKAPI, timeoutSeconds })).toEqual({
      GoLand,
      'VS Code': VSCode,
    });
  });
}

test('A gap over midnight is split between its two days (V12)', async () => {
  expect(await secondsBy('day', { beats: [-120, -30, 30, 90] })).toEqual({
    '2020-09-30': 120,
    '2020-10-01': 90,
  });
});

test('Midnight is the one of the user: New York, 120 s on either day', async () => {
  const base = Date.UTC(2026, 6, 1, 4) / 1_000;
  const beats = [-120, 120];
  expect(await secondsBy('day', { beats, base, zone: 'America/New_York' })).toEqual({
    '2026-06-30': 120,
    '2026-07-01': 120,
  });
});

test('Days of 23 and 25 hours hold as many', async () => {
  const zone = 'Europe/Berlin';
  const wholeDay = { at: 0, claimedSeconds: 86_400 };
  const before = { spring: Date.UTC(2026, 2, 28, 23), autumn: Date.UTC(2026, 9, 24, 22) };
  expect(await secondsBy('day', { beats: [wholeDay], base: before.spring / 1_000, zone })).toEqual({
    '2026-03-29': 23 * 3_600,
    '2026-03-30': 3_600,
  });
  expect(
    await secondsBy('day', {
      beats: [wholeDay, { ...wholeDay, at: 86_400 }],
      base: before.autumn / 1_000,
      zone,
    }),
  ).toEqual({ '2026-10-25': 25 * 3_600, '2026-10-26': 23 * 3_600 });
});

for (const [zone, offsetMinutes] of [
  ['Asia/Kolkata', 330],
  ['Asia/Kathmandu', 345],
] as const) {
  test(`${zone} begins its days on a quarter hour of ours`, async () => {
    const base = BASE - offsetMinutes * 60;
    expect(await secondsBy('day', { beats: [-100, 200], base, zone })).toEqual({
      '2020-09-30': 100,
      '2020-10-01': 200,
    });
  });
}

test('Ten saves in a minute that claim a minute each are two minutes at most, not ten', async () => {
  const beats = Array.from({ length: 10 }, (_, position) => ({
    at: position * 6,
    claimedSeconds: 60,
  }));
  expect(await total({ beats })).toBe(54 + 60);
});

test('A claim ends where the next heartbeat begins, and the time goes to the earlier one', async () => {
  const beats = [
    { at: 0, project: 'a', claimedSeconds: 300 },
    { at: 100, project: 'b' },
    { at: 160, project: 'c', claimedSeconds: 0 },
  ];
  expect(await secondsBy('project', { beats })).toEqual({ a: 100, b: 60, c: 0 });
});

test('Fractions of a second are cut off each instant, so that many small gaps do not drift', async () => {
  const beats = Array.from({ length: 11 }, (_, position) => position * 0.7);
  expect(await total({ beats })).toBe(7);
});
