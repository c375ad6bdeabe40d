import { beforeAll, expect, test } from 'bun:test';
import { ITEMS_PER_STEP } from './accept.ts';
import { TOLD_PER_REQUEST } from './newest.ts';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';

let house: TestHeartbeats;
beforeAll(async () => {
  house = await openTestHeartbeats();
});

const toldTo = (userId: string) => house.told.filter((told) => told.userId === userId);

test.each([
  ['/api/v1/heartbeat', (item: object) => item],
  ['/api/v1/heartbeats', (item: object) => [item]],
  ['/api/v1/import', (item: object) => [item]],
  ['/api/v1/users/current/heartbeats', (item: object) => item],
  ['/api/v1/users/current/heartbeats.bulk', (item: object) => [item]],
])('a new heartbeat through %s is told once, with what its editor said', async (path, toBody) => {
  const { id, key } = await house.addPerson();
  const time = house.now() - 60;
  const item = { project: 'web', entity: '/a/b.ts', type: 'file', language: 'TypeScript', time };
  const body = toBody(item);
  const { status } = await house.call('POST', path, { key, body });
  expect(status).toBeLessThan(300);
  await house.call('POST', path, { key, body });
  expect(toldTo(id)).toMatchObject([
    { omitted: 0, heartbeats: [{ project: 'web', language: 'TypeScript', time }] },
  ]);
});

test('of a batch only what is new and was not refused is told, and placeholders are resolved', async () => {
  const { id, key } = await house.addPerson();
  const time = house.now() - 600;
  const first = { project: 'known', entity: '/a.ts', type: 'file', time };
  await house.call('POST', '/api/v1/users/current/heartbeats', { key, body: first });
  const body = [
    first,
    { entity: '/a.ts', type: 'file', time: 'yesterday' },
    { project: '<<LAST_PROJECT>>', entity: '/b.ts', type: 'file', time: time + 10 },
  ];
  await house.call('POST', '/api/v1/users/current/heartbeats.bulk', { key, body });
  expect(toldTo(id).at(-1)).toMatchObject({
    omitted: 0,
    heartbeats: [{ project: 'known', file: '/b.ts' }],
  });
  expect(toldTo(id)).toHaveLength(2);
});

test('of an import the newest are told, however it is cut into steps', async () => {
  const { id, key } = await house.addPerson();
  const count = 2 * ITEMS_PER_STEP + 500;
  const start = house.now() - count * 10;
  const items = Array.from({ length: count }, (_, place) => ({
    project: 'old',
    time: start + ((place * 7_919) % count) * 10,
  }));
  const { json } = await house.call('POST', '/api/v1/import', { key, body: items });
  expect(json.inserted).toBe(count);
  const [told, ...more] = toldTo(id);
  expect(more).toEqual([]);
  expect(told?.omitted).toBe(count - TOLD_PER_REQUEST);
  expect(told?.heartbeats).toHaveLength(TOLD_PER_REQUEST);
  const oldest = Math.min(...(told?.heartbeats ?? []).map(({ time }) => time));
  expect(oldest).toBe(start + (count - TOLD_PER_REQUEST) * 10);
});

test('what is stored before an import breaks off is told all the same', async () => {
  const { id, key } = await house.addPerson();
  const time = house.now() - 60;
  const lines = Array.from({ length: ITEMS_PER_STEP }, (_, place) =>
    JSON.stringify({ project: 'a', time: time - place }),
  );
  const csv = ['project,time', `a,${time}`, '"b'].join('\n');
  const broken = await house.call('POST', '/api/v1/import', { key, body: csv });
  expect(broken.status).toBe(400);
  const mixed = await house.call('POST', '/api/v1/import', {
    key,
    body: `${lines.join('\n')}\n{"project":`,
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(mixed.json).toMatchObject({ inserted: ITEMS_PER_STEP, rejected_count: 1 });
  expect(toldTo(id).at(-1)?.heartbeats).toHaveLength(TOLD_PER_REQUEST);
});
