import { expect, test } from 'bun:test';
import { openTestHandler } from './testing.ts';

const never = () => new Promise<void>(() => {});

test('a server whose database answers is alive and ready', async () => {
  const { ask } = openTestHandler();
  expect((await ask('/healthz')).status).toBe(200);
  expect((await ask('/readyz')).status).toBe(200);
});

test('a server whose database fails is alive and not ready', async () => {
  const { ask } = openTestHandler({ pingDatabase: () => Promise.reject(new Error('gone')) });
  expect((await ask('/healthz')).status).toBe(200);
  const response = await ask('/readyz');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: 'The database does not answer.' });
});

test('a database that hangs is given up on', async () => {
  const { ask } = openTestHandler({ pingDatabase: never });
  expect((await ask('/readyz')).status).toBe(503);
});

test('probes that come together ask the database once', async () => {
  let asked = 0;
  const { ask } = openTestHandler({
    pingDatabase: async () => {
      asked++;
      await Bun.sleep(5);
    },
  });
  await Promise.all(Array.from({ length: 20 }, () => ask('/readyz')));
  expect(asked).toBe(1);
  await ask('/readyz');
  expect(asked).toBe(2);
});

test('both are found inside and outside the base path', async () => {
  const { ask } = openTestHandler({ basePath: '/hearth' });
  for (const path of ['/healthz', '/readyz', '/hearth/healthz', '/hearth/readyz']) {
    expect((await ask(path)).status).toBe(200);
  }
});
