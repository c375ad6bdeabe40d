import { expect, test } from 'bun:test';
import { openTestHeartbeats } from './testing.ts';

test('all heartbeats go, and nobody else loses one', async () => {
  const { call, addPerson, exported, changed, now } = await openTestHeartbeats();
  const [anna, ben] = [await addPerson(), await addPerson()];
  for (const { key } of [anna, ben]) {
    const items = [1, 2, 3].map((ago) => ({ project: 'p', editor: 'Zed', time: now() - ago }));
    await call('POST', '/api/v1/heartbeats', { key, body: items });
  }
  const clear = (username: string, key?: string) =>
    call('DELETE', '/api/v1/heartbeats', {
      ...(key && { key }),
      body: { username },
      headers: { 'content-type': 'application/json' },
    });
  expect((await clear(anna.username)).status).toBe(401);
  expect((await clear(ben.username, anna.key)).status).toBe(400);
  expect(await exported(anna.key)).toHaveLength(3);
  changed.length = 0;
  expect((await clear(anna.username.toUpperCase(), anna.key)).json).toEqual({ deleted: 3 });
  expect(changed).toEqual([anna.id]);
  expect(await exported(anna.key)).toEqual([]);
  expect((await call('GET', '/api/v1/clients', { key: anna.key })).json.clients).toEqual([]);
  expect(await exported(ben.key)).toHaveLength(3);
});
