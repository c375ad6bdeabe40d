import { beforeAll, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { openLocalBus } from '../base/bus.ts';
import { silentLog } from '../base/log.ts';
import { openRedisBus } from '../base/redis-bus.ts';
import { KNOWN_KEY_MS } from './key-cache.ts';
import { addPerson, openTestUsers, read, type TestUsers } from './testing.ts';

const PASSWORD = 'correct horse';
const DISABLED = { status: 403, json: { error: expect.stringContaining('is disabled') } };
const REDIS_URL = process.env.HEARTHBEAT_TEST_REDIS_URL;
const NEWS_LIMIT_MS = 5_000;

let here: TestUsers;
let admin: Awaited<ReturnType<typeof addPerson>>;
beforeAll(async () => {
  here = await openTestUsers();
  admin = await addPerson(here, { isAdmin: true });
});

const setDisabled = (id: string, is_disabled: boolean) =>
  here.call('PATCH', `/api/v1/admin/users/${id}`, { key: admin.key, body: { is_disabled } });
const askMe = (call: { key?: string; cookie?: string | undefined }, at = here) =>
  at.call('GET', '/api/v1/user/me', call);
const signIn = (username: string, password = PASSWORD) =>
  here.call('POST', '/auth/login', { body: { username, password } });

async function addSignedIn() {
  const person = await addPerson(here);
  await here.users.accounts.setPassword(person.id, PASSWORD);
  const { cookie } = await signIn(person.username);
  return { ...person, cookie };
}

test('sessions end and keys are refused at once; enabling brings the keys back', async () => {
  const { id, username, key, cookie } = await addSignedIn();
  for (const way of [{ key }, { cookie }]) expect((await askMe(way)).status).toBe(200);
  await setDisabled(id, true);
  expect(await askMe({ key })).toMatchObject(DISABLED);
  expect((await askMe({ cookie })).status).toBe(401);
  await setDisabled(id, false);
  expect((await askMe({ key })).status).toBe(200);
  expect((await askMe({ cookie })).status).toBe(401);
  expect((await signIn(username)).status).toBe(200);
});

test('signing in tells only those who know the password', async () => {
  const { id, username } = await addSignedIn();
  await setDisabled(id, true);
  expect(await signIn(username)).toMatchObject(DISABLED);
  expect((await signIn(username, 'not the password')).status).toBe(401);
});

test('a session that began in the same moment is refused too', async () => {
  const { id } = await addSignedIn();
  await setDisabled(id, true);
  const token = await here.users.sessions.add(id, { address: 'a', userAgent: 'b' });
  expect(await askMe({ cookie: `hearthbeat_session=${token}` })).toMatchObject(DISABLED);
});

test('a set-up command that waits is worth nothing', async () => {
  const { id, key } = await addSignedIn();
  const body = { base_url: 'http://localhost:8080' };
  const made = await here.call('POST', '/api/v1/setup/tokens', { key, body });
  const { token } = read(Type.Object({ token: Type.String() }), made);
  await setDisabled(id, true);
  const headers = { 'x-setup-token': token };
  expect((await here.call('POST', '/api/v1/setup/key', { headers })).status).toBe(403);
});

test('an instance that missed the news refuses within a minute', async () => {
  const other = await openTestUsers({ database: here.database });
  const { id, key } = await addSignedIn();
  expect((await askMe({ key }, other)).status).toBe(200);
  await setDisabled(id, true);
  other.time.now += KNOWN_KEY_MS;
  expect(await askMe({ key }, other)).toMatchObject(DISABLED);
});

test('another instance hears of it over the bus', async () => {
  const [mine, theirs] = REDIS_URL
    ? [openRedisBus(REDIS_URL, silentLog), openRedisBus(REDIS_URL, silentLog)]
    : [here.bus, here.bus];
  const heard = Promise.withResolvers<void>();
  const end = theirs.subscribe('credentials', () => heard.resolve());
  const one = await openTestUsers({ database: here.database, bus: mine });
  const other = await openTestUsers({ database: here.database, bus: theirs });
  const { id, key } = await addSignedIn();
  expect((await askMe({ key }, other)).status).toBe(200);
  await one.users.accounts.setDisabled(id, true);
  await Promise.race([heard.promise, Bun.sleep(NEWS_LIMIT_MS)]);
  expect(await askMe({ key }, other)).toMatchObject(DISABLED);
  end();
  if (REDIS_URL) for (const bus of [mine, theirs]) await bus.close();
});

test('news about one person leaves the others in', async () => {
  const bus = openLocalBus();
  const there = await openTestUsers({ database: here.database, bus });
  const [anna, ben] = [await addPerson(there), await addPerson(there)];
  await there.users.accounts.setDisabled(anna.id, true);
  expect((await askMe({ key: ben.key }, there)).status).toBe(200);
});
