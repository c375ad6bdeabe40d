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
    ['GET', '/api/v1/users'],
    ['PATCH', `/api/v1/admin/users/${person.id}`, { is_admin: true }],
    ['PATCH', `/api/v1/admin/users/${admin.id}`, { is_disabled: true }],
    ['POST', `/api/v1/admin/users/${admin.id}/reset`],
    ['DELETE', `/api/v1/admin/users/${admin.id}`, { username: admin.username }],
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

test('administrators are made and unmade, but one who may come in is always left', async () => {
  const { call, admin, person, database } = await open();
  const change = (id: string, access: object, key = admin.key) =>
    call('PATCH', `/api/v1/admin/users/${id}`, { key, body: access });
  expect((await change(admin.id, { is_admin: false })).status).toBe(409);
  expect((await change(person.id, { is_admin: true })).json).toEqual({ is_admin: true });
  expect((await change(person.id, { is_disabled: true })).json).toEqual({ is_disabled: true });
  expect((await change(admin.id, { is_admin: false })).status).toBe(409); // the other is disabled
  await change(person.id, { is_disabled: false });
  expect((await change(admin.id, { is_admin: false }, person.key)).status).toBe(200);
  expect((await change(person.id, { is_admin: true })).status).toBe(403);
  expect((await change(crypto.randomUUID(), { is_admin: true }, person.key)).status).toBe(404);
  expect((await change(crypto.randomUUID(), { is_disabled: true }, person.key)).status).toBe(404);
  for (const access of [{}, { is_admin: 'yes' }, { is_disabled: 1 }]) {
    expect((await change(admin.id, access, person.key)).status).toBe(400);
  }
  expect((await change('nobody', { is_admin: true }, person.key)).status).toBe(400);
  await database.close();
});

test('nobody disables or deletes themselves here', async () => {
  const { call, admin, person, database } = await open();
  const path = `/api/v1/admin/users/${admin.id}`;
  await call('PATCH', `/api/v1/admin/users/${person.id}`, {
    key: admin.key,
    body: { is_admin: true },
  });
  const disabled = await call('PATCH', path, { key: admin.key, body: { is_disabled: true } });
  expect(disabled).toMatchObject({ status: 409, json: { error: 'You cannot disable yourself.' } });
  const body = { username: admin.username };
  expect((await call('DELETE', path, { key: admin.key, body })).status).toBe(409);
  await database.close();
});

test('a deleted user is gone with their keys, once the name was written', async () => {
  const { call, admin, person, database } = await open();
  const path = `/api/v1/admin/users/${person.id}`;
  const remove = (body?: object) => call('DELETE', path, { key: admin.key, body });
  expect((await remove()).status).toBe(400);
  expect(await remove({ username: admin.username })).toMatchObject({
    status: 400,
    json: { fields: { username: `Write ${person.username} to delete this account.` } },
  });
  expect((await remove({ username: person.username.toUpperCase() })).status).toBe(200);
  expect((await call('GET', '/api/v1/user/me', { key: person.key })).status).toBe(401);
  expect((await remove({ username: person.username })).status).toBe(404);
  await database.close();
});

test('the list says who is disabled and when each was last here', async () => {
  const { call, admin, person, users, time, database } = await open();
  await call('GET', '/api/v1/user/me', { key: person.key });
  await call('PATCH', `/api/v1/admin/users/${person.id}`, {
    key: admin.key,
    body: { is_disabled: true },
  });
  await users.close(); // writes the keys' last uses
  const at = new Date(time.now).toISOString();
  expect((await call('GET', '/api/v1/users', { key: admin.key })).json).toMatchObject({
    users: [
      { id: admin.id, disabled_at: null },
      { id: person.id, disabled_at: at, last_active_at: at },
    ],
  });
  await database.close();
});
