import { beforeAll, describe, expect, test } from 'bun:test';
import { LONGEST_EXTERNAL_SECONDS, PLANNED_AHEAD_SECONDS } from './external-durations.ts';
import { LISTED_A_DAY, saveExternalDurations } from './external-durations-store.ts';
import {
  BULK_ITEMS,
  DurationList,
  DurationResponses,
  OneDuration,
} from './routes-external-durations.ts';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';
import { parseAs } from './testing-shapes.ts';
import { DELETED_AT_ONCE, Removed } from './wakatime-archive.ts';

const PATH = '/api/v1/users/current/external_durations';
const START = Date.parse('2026-07-02T10:00:00Z') / 1_000;

const meeting = (more: Record<string, unknown> = {}) => ({
  external_id: 'meeting 1',
  entity: 'Stand-up',
  type: 'app',
  category: 'meeting',
  start_time: START,
  end_time: START + 900.5,
  project: 'p',
  provider: 'calendar',
  meta: { room: 'blue' },
  ...more,
});

let world: TestHeartbeats;
beforeAll(async () => {
  world = await openTestHeartbeats();
  world.time.now = Date.parse('2026-07-02T15:00:00Z');
});

const post = (key: string, body: unknown) => world.call('POST', PATH, { key, body });
const postAll = (key: string, body: unknown) => world.call('POST', `${PATH}.bulk`, { key, body });

async function list(key: string, query = 'date=2026-07-02') {
  const { status, json } = await world.call('GET', `${PATH}?${query}`, { key });
  expect(status).toBe(200);
  return parseAs(DurationList, json);
}

test('nobody, and nobody else, reaches external durations', async () => {
  const person = await world.addPerson();
  const other = await world.addPerson();
  const { key } = person;
  for (const [method, path] of [
    ['GET', PATH],
    ['POST', PATH],
    ['POST', `${PATH}.bulk`],
    ['DELETE', `${PATH}.bulk`],
  ] as const) {
    expect((await world.call(method, path)).status).toBe(401);
    const foreign = path.replace('current', other.username);
    expect((await world.call(method, foreign, { key })).status).toBe(404);
  }
  await post(other.key, meeting());
  const removal = { key, body: ['meeting 1'] };
  expect((await world.call('DELETE', `${PATH}.bulk`, removal)).json).toEqual({
    data: { deleted: 0 },
  });
  expect((await list(key)).data).toEqual([]);
  expect((await list(other.key)).data).toHaveLength(1);
});

describe('a duration', () => {
  test('comes back as it was sent, on its day', async () => {
    const { key, id } = await world.addPerson();
    const { status, json } = await post(key, meeting());
    expect(status).toBe(201);
    const { data } = parseAs(OneDuration, json);
    expect(data).toMatchObject({ ...meeting(), user_id: id, branch: null, language: null });
    expect(await list(key)).toEqual({
      data: [data],
      start: '2026-07-02T00:00:00Z',
      end: '2026-07-02T23:59:59Z',
      timezone: 'UTC',
    });
    expect((await list(key, 'date=2026-07-01')).data).toEqual([]);
    expect((await list(key, 'date=2026-07-01&timezone=Pacific/Honolulu')).data).toHaveLength(0);
    expect((await list(key, 'date=2026-07-02&project=q')).data).toEqual([]);
    expect((await list(key, 'date=2026-07-02&project=p&branches=main')).data).toEqual([]);
  });

  test('that is sent again changes and is not added', async () => {
    const { key } = await world.addPerson();
    const first = (await post(key, meeting())).json.data.id;
    const again = await post(key, meeting({ entity: 'Moved', start_time: START + 60 }));
    expect(again.json.data).toMatchObject({ id: first, entity: 'Moved', start_time: START + 60 });
    expect((await list(key)).data).toHaveLength(1);
  });

  test('over midnight is listed on both days', async () => {
    const { key } = await world.addPerson();
    const late = Date.parse('2026-07-02T23:30:00Z') / 1_000;
    await post(key, meeting({ start_time: late, end_time: late + 3_600 }));
    expect((await list(key)).data).toHaveLength(1);
    expect((await list(key, 'date=2026-07-03')).data).toHaveLength(1);
    expect((await list(key, 'date=2026-07-04')).data).toHaveLength(0);
  });

  test('adds nothing to the timeline', async () => {
    const { key } = await world.addPerson();
    await post(key, meeting());
    expect(await world.exported(key)).toEqual([]);
  });

  test.each([
    ['external_id', { external_id: '' }],
    ['external_id', { external_id: 'x'.repeat(257) }],
    ['entity', { entity: null }],
    ['start_time', { start_time: 'noon' }],
    ['end_time', { end_time: undefined }],
    ['end_time', { end_time: START }],
    ['end_time', { end_time: START + LONGEST_EXTERNAL_SECONDS + 1 }],
    ['end_time', { end_time: START + PLANNED_AHEAD_SECONDS + LONGEST_EXTERNAL_SECONDS }],
    ['meta', { meta: 'text' }],
  ])('with a wrong %s is refused with that field', async (field, wrong) => {
    const { key } = await world.addPerson();
    const { status, json } = await post(key, meeting(wrong));
    expect([status, Object.keys(json.fields)]).toEqual([400, [field]]);
  });

  test('may be as long as a day', async () => {
    const { key } = await world.addPerson();
    const longest = meeting({ end_time: START + LONGEST_EXTERNAL_SECONDS });
    expect((await post(key, longest)).status).toBe(201);
  });
});

describe('a batch', () => {
  test('answers item by item, in order; the last of one id stands', async () => {
    const { key } = await world.addPerson();
    const body = [
      meeting({ entity: 'first' }),
      5,
      meeting({ external_id: 'b' }),
      meeting({ entity: 'last' }),
    ];
    const { status, json } = await postAll(key, body);
    expect(status).toBe(201);
    const { responses } = parseAs(DurationResponses, json);
    expect(responses.map(([, code]) => code)).toEqual([201, 400, 201, 201]);
    const { data } = await list(key);
    expect(data.map(({ entity }) => entity).sort()).toEqual(['Stand-up', 'last']);
  });

  test('is refused whole only when it is none, or too large', async () => {
    const { key } = await world.addPerson();
    expect((await postAll(key, [])).json).toEqual({ responses: [] });
    expect((await postAll(key, meeting())).status).toBe(400);
    expect((await postAll(key, '{')).status).toBe(400);
    expect((await postAll(key, Array(BULK_ITEMS).fill(0))).status).toBe(201);
    expect((await postAll(key, Array(BULK_ITEMS + 1).fill(0))).status).toBe(400);
  });
});

test('a day lists so many', async () => {
  const { key, id } = await world.addPerson();
  const many = Array.from({ length: LISTED_A_DAY + 1 }, (_, index) => ({
    ...meeting({ branch: null, language: null }),
    external_id: `m${index}`,
    branch: null,
    language: null,
  }));
  await saveExternalDurations(world.database, id, many, new Date());
  expect((await list(key)).data).toHaveLength(LISTED_A_DAY);
});

test.each(['', 'date=2026-02-30', 'date=2026-07-02&timezone=Mars/Olympus'])(
  'a list of %p is refused',
  async (query) => {
    const { key } = await world.addPerson();
    expect((await world.call('GET', `${PATH}?${query}`, { key })).status).toBe(400);
  },
);

test('durations are removed by our id, by the sender’s, and as objects', async () => {
  const { key } = await world.addPerson();
  const { json } = await postAll(
    key,
    ['a', 'b', 'c', 'd'].map((external_id) => meeting({ external_id })),
  );
  const remove = (body: unknown) => world.call('DELETE', `${PATH}.bulk`, { key, body });
  const first = await remove([json.responses[0][0].data.id, 'b']);
  expect(parseAs(Removed, first.json)).toEqual({ data: { deleted: 2 } });
  expect((await remove([{ external_id: 'c' }])).json).toEqual({ data: { deleted: 1 } });
  expect((await remove({ date: '2026-07-02', ids: ['d', 'd', 'x'] })).json).toEqual({
    data: { deleted: 1 },
  });
  expect((await list(key)).data).toEqual([]);
  expect((await remove('a')).status).toBe(400);
  expect((await remove([7])).status).toBe(400);
  expect((await remove(Array(DELETED_AT_ONCE).fill('x'))).status).toBe(200);
  expect((await remove(Array(DELETED_AT_ONCE + 1).fill('x'))).status).toBe(400);
});
