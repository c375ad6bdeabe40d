import { beforeAll, describe, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { HeartbeatList } from './routes-wakatime-archive.ts';
import { insertHeartbeats } from './store.ts';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';
import { parseAs } from './testing-shapes.ts';
import { BARE } from './timeline-testing.ts';
import { LISTED_HEARTBEATS } from './wakatime-archive-store.ts';

const PATH = '/api/v1/users/current/heartbeats';
const START = Date.parse('2026-07-02T10:00:00Z') / 1_000;
const AGENT = 'wakatime/v1.90.0 (linux-6.1-x86_64) go1.22.5 vscode/1.95.3 vscode-wakatime/24.8.0';

let world: TestHeartbeats;
beforeAll(async () => {
  world = await openTestHeartbeats();
  world.time.now = Date.parse('2026-07-02T15:00:00Z');
});

const beat = (seconds: number, more: Record<string, unknown> = {}) => ({
  entity: '/src/a.ts',
  type: 'file',
  time: START + seconds,
  project: 'p',
  branch: 'main',
  language: 'TypeScript',
  user_agent: AGENT,
  machine: 'desk',
  ...more,
});

/** Sends heartbeats; their ids in order. */
async function send(key: string, beats: unknown[]): Promise<string[]> {
  const { json } = await world.call('POST', `${PATH}.bulk`, { key, body: beats });
  return json.responses.map(([body]: [{ data: { id: string } }]) => body.data.id);
}

async function list(key: string, query = 'date=2026-07-02') {
  const { status, json } = await world.call('GET', `${PATH}?${query}`, { key });
  expect(status).toBe(200);
  return parseAs(HeartbeatList, json);
}

const remove = (key: string, body: unknown) => world.call('DELETE', `${PATH}.bulk`, { key, body });

const Seconds = Type.Object({ seconds: Type.Integer() });
const totalOf = async (userId: string) =>
  (
    await world.database.one(
      Seconds,
      'select coalesce(sum(seconds), 0)::bigint as seconds from rollup_total where user_id = $1',
      [userId],
    )
  ).seconds;

test('nobody, and nobody else, reads or deletes heartbeats', async () => {
  const person = await world.addPerson();
  const other = await world.addPerson();
  const [id] = await send(other.key, [beat(0)]);
  for (const [method, path] of [
    ['GET', PATH],
    ['DELETE', `${PATH}.bulk`],
  ] as const) {
    expect((await world.call(method, path)).status).toBe(401);
    const foreign = path.replace('current', other.username);
    expect((await world.call(method, foreign, { key: person.key })).status).toBe(404);
  }
  expect((await remove(person.key, [id])).json).toEqual({ data: { deleted: 0 } });
  expect((await list(other.key)).data).toHaveLength(1);
});

describe('a day’s heartbeats', () => {
  test('come in order of time, with what was sent', async () => {
    const { key, id } = await world.addPerson();
    const dependencies = ['preact'];
    const [first, second] = await send(key, [
      beat(0.25, { lines: 10, lineno: 3, cursorpos: 7, is_write: true, dependencies }),
      beat(60, { project: null, branch: null, machine: null }),
    ]);
    const { data, ...frame } = await list(key);
    expect(frame).toEqual({
      has_more: false,
      start: '2026-07-02T00:00:00Z',
      end: '2026-07-02T23:59:59Z',
      timezone: 'UTC',
    });
    expect(data).toMatchObject([
      {
        id: first,
        entity: '/src/a.ts',
        type: 'file',
        category: 'coding',
        time: START + 0.25,
        project: 'p',
        branch: 'main',
        language: 'TypeScript',
        lines: 10,
        lineno: 3,
        cursorpos: 7,
        is_write: true,
        dependencies,
        user_id: id,
        machine_name_id: expect.any(String),
      },
      { id: second, project: null, branch: null, machine_name_id: null, lines: null },
    ]);
    expect(data[0]?.user_agent_id).toBe(data[1]?.user_agent_id ?? '');
  });

  test('are those of the person’s day, or of the zone that is asked for', async () => {
    const { key } = await world.addPerson();
    await send(key, [beat(0)]);
    expect((await list(key, 'date=2026-07-01')).data).toEqual([]);
    expect((await list(key, 'date=today')).data).toHaveLength(1);
    const samoa = await list(key, 'date=2026-07-01&timezone=Pacific/Pago_Pago');
    expect(samoa.data).toHaveLength(1);
    expect(samoa.start).toBe('2026-07-01T11:00:00Z');
  });

  test('are so many at most, and say when there are more', async () => {
    const { key, id } = await world.addPerson();
    const many = Array.from({ length: LISTED_HEARTBEATS }, (_, index) => ({
      userId: id,
      heartbeat: { ...BARE, time: START + index, contentHash: BigInt(index) },
    }));
    await insertHeartbeats(world.database, many);
    const { data, has_more } = await list(key);
    expect([data.length, has_more]).toEqual([LISTED_HEARTBEATS, false]);
    await send(key, [beat(LISTED_HEARTBEATS)]);
    const more = await list(key);
    expect([more.data.length, more.has_more]).toEqual([LISTED_HEARTBEATS, true]);
  });

  test.each(['', 'date=yesteryear', 'date=2026-07-02&timezone=X/Y'])(
    'of %p are refused',
    async (q) => {
      const { key } = await world.addPerson();
      expect((await world.call('GET', `${PATH}?${q}`, { key })).status).toBe(400);
    },
  );
});

describe('deleting', () => {
  test('closes the timeline over what went, and tells who listens', async () => {
    const { key, id } = await world.addPerson();
    const ids = await send(key, [beat(0), beat(100), beat(200), beat(1_000)]);
    expect(await totalOf(id)).toBe(1_000);
    world.changed.length = 0;
    expect((await remove(key, [{ id: ids[1], date: '2026-07-02' }])).json).toEqual({
      data: { deleted: 1 },
    });
    expect(world.changed).toEqual([id]);
    expect(await totalOf(id)).toBe(1_000);
    await remove(key, { date: '2026-07-02', ids: [ids[2]] });
    // the gap that is left is longer than the timeout
    expect(await totalOf(id)).toBe(0);
    expect((await list(key)).data.map(({ id: left }) => left)).toEqual([
      ids[0] ?? '',
      ids[3] ?? '',
    ]);
  });

  test('what is not there changes nothing', async () => {
    const { key } = await world.addPerson();
    world.changed.length = 0;
    const body = ['not a uuid', crypto.randomUUID()];
    expect((await remove(key, body)).json).toEqual({ data: { deleted: 0 } });
    expect(world.changed).toEqual([]);
  });

  test.each(['{', 'null', '[5]', '[{}]', '{"ids":"x"}'])('%p is refused', async (body) => {
    const { key } = await world.addPerson();
    expect((await remove(key, body)).status).toBe(400);
  });
});
