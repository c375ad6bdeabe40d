import { beforeAll, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { PASSWORD_RESET_MS } from './password-resets.ts';
import { addPerson, openTestUsers, read, type TestUsers } from './testing.ts';
import { ADDRESS_RULE } from './throttle.ts';

const Made = Type.Object({
  reset: Type.Object({ token: Type.String(), url: Type.String(), expires_at: Type.String() }),
});
const [OLD, NEW] = ['the old password', 'the new password'];
const ENDED = { status: 403, json: { error: expect.stringContaining('used or has run out') } };

let here: TestUsers;
let admin: Awaited<ReturnType<typeof addPerson>>;
beforeAll(async () => {
  here = await openTestUsers();
  admin = await addPerson(here, { isAdmin: true });
});

const reset = (token: string, password = NEW, address?: string) =>
  here.call('POST', '/auth/reset', {
    body: { token, password },
    ...(address === undefined ? {} : { address }),
  });
const signIn = (username: string, password: string) =>
  here.call('POST', '/auth/login', { body: { username, password } });
const askReset = (id: string) =>
  here.call('POST', `/api/v1/admin/users/${id}/reset`, { key: admin.key });

async function addForgetful() {
  const person = await addPerson(here);
  await here.users.accounts.setPassword(person.id, OLD);
  const { token, url, expires_at } = read(Made, await askReset(person.id)).reset;
  return { ...person, token, url, expires_at };
}

test('refuses malformed requests, other sites and tokens that never were', async () => {
  for (const body of [
    {},
    { token: '', password: NEW },
    { token: 'x' },
    { token: 5, password: NEW },
  ]) {
    expect((await here.call('POST', '/auth/reset', { body })).status).toBe(400);
  }
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const body = { token: 'x', password: NEW };
  expect((await here.call('POST', '/auth/reset', { body, headers })).status).toBe(403);
  expect(await reset('never made')).toMatchObject(ENDED);
  expect((await askReset(crypto.randomUUID())).status).toBe(404);
  expect((await askReset('nobody')).status).toBe(400);
});

test('the link sets a password once and ends every session; keys go on', async () => {
  const { username, token, url, key } = await addForgetful();
  expect(url).toBe(`http://localhost/reset#token=${token}`);
  const { cookie } = await signIn(username, OLD); // still good: nobody has used the link
  expect(await reset(token)).toMatchObject({ status: 200, json: { username } });
  expect((await here.call('GET', '/api/v1/user/me', { cookie })).status).toBe(401);
  expect((await here.call('GET', '/api/v1/user/me', { key })).status).toBe(200);
  expect((await signIn(username, OLD)).status).toBe(401);
  expect((await signIn(username, NEW)).status).toBe(200);
  expect(await reset(token, 'another password')).toMatchObject(ENDED);
});

test('a password that is too short leaves the link good', async () => {
  const { token } = await addForgetful();
  expect(await reset(token, 'short')).toMatchObject({
    status: 400,
    json: { fields: { password: expect.any(String) } },
  });
  expect((await reset(token)).status).toBe(200);
});

test('of two uses at once, one wins', async () => {
  const { token } = await addForgetful();
  const answers = await Promise.all([reset(token), reset(token, 'another password')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
});

test('the link runs out', async () => {
  const { token, expires_at } = await addForgetful();
  expect(Date.parse(expires_at)).toBe(here.time.now + PASSWORD_RESET_MS);
  here.time.now += PASSWORD_RESET_MS;
  expect(await reset(token)).toMatchObject(ENDED);
});

test('a further link, a new password and a disabled account end it', async () => {
  const replaced = await addForgetful();
  await askReset(replaced.id);
  expect(await reset(replaced.token)).toMatchObject(ENDED);

  const remembered = await addForgetful();
  await here.users.accounts.setPassword(remembered.id, OLD);
  expect(await reset(remembered.token)).toMatchObject(ENDED);

  const disabled = await addForgetful();
  await here.users.accounts.setDisabled(disabled.id, true);
  expect(await reset(disabled.token)).toMatchObject(ENDED);
  expect(await askReset(disabled.id)).toMatchObject({ status: 409 });
  await here.users.accounts.setDisabled(disabled.id, false);
  expect(await reset(disabled.token)).toMatchObject(ENDED);
});

test('guessing is slowed down by address, and good links cost nothing', async () => {
  const address = '198.51.100.77';
  for (let attempt = 0; attempt < ADDRESS_RULE.free; attempt++) {
    const { token } = await addForgetful();
    expect((await reset(token, NEW, address)).status).toBe(200);
  }
  for (let attempt = 0; attempt < ADDRESS_RULE.free; attempt++) {
    expect((await reset(`guess ${attempt}`, NEW, address)).status).toBe(403);
  }
  expect((await reset('one more', NEW, address)).status).toBe(429);
});
