import { beforeAll, expect, test } from 'bun:test';
import { MAX_SESSIONS_PER_USER, SESSION_IDLE_MS, SESSION_TOUCH_MS } from './sessions.ts';
import { addPerson, openTestUsers, rejectionOf, type TestUsers } from './testing.ts';

let here: TestUsers;
beforeAll(async () => {
  here = await openTestUsers();
});

const origin = { address: '10.0.0.1', userAgent: 'Firefox' };

test('a session ends thirty days after its last use', async () => {
  const { id } = await addPerson(here);
  const token = await here.users.sessions.add(id, origin);
  const find = () => here.users.sessions.findUser(token, '10.0.0.2');
  here.time.now += SESSION_IDLE_MS - 1;
  expect(await find()).toMatchObject({ id, credential: { kind: 'session' } });
  await here.users.close(); // the new end is written by now
  const [session] = await here.users.sessions.list(id);
  expect(session).toMatchObject({ address: '10.0.0.2', user_agent: 'Firefox' });
  here.time.now += SESSION_IDLE_MS - 1;
  expect(await find()).not.toBeNull();
  await here.users.close();
  here.time.now += SESSION_IDLE_MS;
  expect(await find()).toBeNull();
  expect(await here.users.sessions.list(id)).toEqual([]);
});

test('use within an hour is not written', async () => {
  const { id } = await addPerson(here);
  const token = await here.users.sessions.add(id, origin);
  const before = await here.users.sessions.list(id);
  here.time.now += SESSION_TOUCH_MS - 1;
  await here.users.sessions.findUser(token, 'elsewhere');
  await here.users.close();
  expect(await here.users.sessions.list(id)).toEqual(before);
  here.time.now += 1;
  await here.users.sessions.findUser(token, 'elsewhere');
  await here.users.close();
  expect(await here.users.sessions.list(id)).not.toEqual(before);
});

test('the number of sessions has an end: the one unused for longest makes room', async () => {
  const { id } = await addPerson(here);
  const tokens: string[] = [];
  for (let count = 0; count < MAX_SESSIONS_PER_USER; count++) {
    here.time.now += 1;
    tokens.push(await here.users.sessions.add(id, origin));
  }
  const [first = '', second = ''] = tokens;
  expect(await here.users.sessions.findUser(first, '')).not.toBeNull();
  await here.users.sessions.add(id, origin);
  expect(await here.users.sessions.findUser(first, '')).toBeNull();
  expect(await here.users.sessions.findUser(second, '')).not.toBeNull();
  expect(await here.users.sessions.list(id)).toHaveLength(MAX_SESSIONS_PER_USER);
});

test('a long user agent is cut', async () => {
  const { id } = await addPerson(here);
  await here.users.sessions.add(id, { ...origin, userAgent: 'x'.repeat(10_000) });
  expect((await here.users.sessions.list(id))[0]?.user_agent).toHaveLength(512);
});

test('ending sessions is told on the bus, and nobody ends those of others', async () => {
  const [anna, ben] = [await addPerson(here), await addPerson(here)];
  const told: string[] = [];
  const end = here.bus.subscribe('credentials', ({ userId }) => told.push(userId));
  const tokens = [
    await here.users.sessions.add(anna.id, origin),
    await here.users.sessions.add(anna.id, origin),
    await here.users.sessions.add(anna.id, origin),
  ];
  const [, first] = await here.users.sessions.list(anna.id);
  expect(await rejectionOf(here.users.sessions.remove(ben.id, first?.id ?? ''))).toMatchObject({
    code: 'not_found',
  });
  expect(told).toEqual([]);
  await here.users.sessions.remove(anna.id, first?.id ?? '');
  expect(told).toEqual([anna.id]);
  expect(await here.users.sessions.removeOthers(anna.id, null)).toBe(2);
  expect(told).toEqual([anna.id, anna.id]);
  expect(await here.users.sessions.removeOthers(anna.id, null)).toBe(0);
  for (const token of tokens) expect(await here.users.sessions.findUser(token, '')).toBeNull();
  end();
});
