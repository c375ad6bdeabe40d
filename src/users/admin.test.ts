import { expect, test } from 'bun:test';
import { openTestDatabase } from '../db/testing.ts';
import { addPerson, openTestUsers } from './testing.ts';

/** An instance of its own: who is the last administrator depends on everybody. */
async function open() {
  const database = await openTestDatabase();
  const here = await openTestUsers({ database });
  const admin = await addPerson(here, { isAdmin: true });
  const person = await addPerson(here);
  return { ...here, admin, person };
}

test('only administrators reach it', async () => {
  const { call, admin, person, database } = await open();
  const paths: [string, string, unknown?][] = [
    ['GET', '/api/v1/admin/facts'],
    ['PATCH', `/api/v1/admin/users/${person.id}`, { is_admin: true }],
    ['DELETE', `/api/v1/admin/users/${admin.id}`],
  ];
  for (const [method, path, body] of paths) {
    expect((await call(method, path, { body })).status).toBe(401);
    expect((await call(method, path, { key: person.key, body })).status).toBe(403);
  }
  await database.close();
});

test('facts say what runs, on what, since when, and how much it holds', async () => {
  const { call, admin, time, database } = await open();
  time.now += 90_500;
  const { json } = await call('GET', '/api/v1/admin/facts', { key: admin.key });
  expect(json).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    database: {
      kind: database.engine.kind,
      version: expect.stringMatching(/^\d+/),
      bytes: expect.any(Number),
    },
    users: 2,
    heartbeats: 0,
    uptime_seconds: 90,
  });
  await database.close();
});

test('administrators are made and unmade, but one is always left', async () => {
  const { call, admin, person, database } = await open();
  const setAdmin = (id: string, is_admin: boolean, key = admin.key) =>
    call('PATCH', `/api/v1/admin/users/${id}`, { key, body: { is_admin } });
  expect((await setAdmin(admin.id, false)).status).toBe(409);
  expect((await setAdmin(person.id, true)).json).toEqual({ is_admin: true });
  expect((await setAdmin(admin.id, false, person.key)).status).toBe(200);
  expect((await setAdmin(person.id, true)).status).toBe(403);
  expect((await setAdmin(crypto.randomUUID(), true, person.key)).status).toBe(404);
  expect((await setAdmin('nobody', true, person.key)).status).toBe(400);
  await database.close();
});

test('a deleted user is gone with their keys', async () => {
  const { call, admin, person, database } = await open();
  const path = `/api/v1/admin/users/${person.id}`;
  expect((await call('DELETE', path, { key: admin.key })).status).toBe(200);
  expect((await call('GET', '/api/v1/user/me', { key: person.key })).status).toBe(401);
  expect((await call('DELETE', path, { key: admin.key })).status).toBe(404);
  await database.close();
});
