import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import type { Database } from '../db/database.ts';
import { openTestDatabase, sharedTestDatabase } from '../db/testing.ts';
import { INVITE_MS, MAX_OPEN_INVITES, SETUP_LINK_MS } from './invites.ts';
import { addPerson, newUsername, openTestUsers, rejectionOf, type TestUsers } from './testing.ts';
import { SIGN_UP_RULE } from './throttle.ts';

const password = 'correct horse';

describe('the first account', () => {
  let database: Database;
  let here: TestUsers;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    await database.run('truncate users, invites, sign_in_failures cascade');
    here = await openTestUsers({ database });
  });
  afterAll(async () => {
    await database.close();
  });

  const setUp = (token: string | null, username = newUsername(), more = {}) =>
    here.call('POST', '/auth/setup', { body: { token, username, password, ...more } });

  test('comes by the setup link, is an administrator, and is signed in', async () => {
    expect((await here.call('GET', '/api/v1/instance')).json).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      setup_required: true,
      sign_up: 'closed',
      signed_in: false,
    });
    const token = await here.users.invites.createSetupLink();
    const answer = await setUp(token, 'Anna', { timezone: 'europe/berlin' });
    expect(answer).toMatchObject({
      status: 200,
      json: { user: { username: 'Anna', is_admin: true } },
    });
    const me = await here.call('GET', '/api/v1/user/me', { cookie: answer.cookie });
    expect(me.json).toMatchObject({
      is_admin: true,
      timezone: 'Europe/Berlin',
      timezone_is_chosen: true,
      timeout_seconds: 900,
    });
    const [added] = await here.users.accounts.list();
    expect(here.settingsChanged).toEqual([String(added?.id)]);
    expect(
      (await here.call('GET', '/api/v1/instance', { cookie: answer.cookie })).json,
    ).toMatchObject({ setup_required: false, signed_in: true });
    expect(await here.users.invites.createSetupLink()).toBeNull();
  });

  test('of two setups at once, by one link or two, one wins', async () => {
    for (const links of [1, 2]) {
      await database.run('truncate users, invites cascade');
      const tokens = [await here.users.invites.createSetupLink()];
      tokens.push(links === 2 ? await here.users.invites.createSetupLink() : (tokens[0] ?? null));
      const answers = await Promise.all(tokens.map((token) => setUp(token)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await here.users.accounts.list()).toHaveLength(1);
    }
  });

  test('a link of another start stays good until an account exists', async () => {
    const [first, second] = [
      await here.users.invites.createSetupLink(),
      await here.users.invites.createSetupLink(),
    ];
    expect((await setUp(first)).status).toBe(200);
    expect(await setUp(second)).toMatchObject({ status: 409, json: { code: 'conflict' } });
  });

  test('the setup link ends after half an hour', async () => {
    const token = await here.users.invites.createSetupLink();
    here.time.now += SETUP_LINK_MS;
    expect(await setUp(token)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    here.time.now -= 1;
    expect((await setUp(token)).status).toBe(200);
  });

  test('a mistake does not use the link up', async () => {
    const token = await here.users.invites.createSetupLink();
    expect((await setUp(token, 'no spaces please')).status).toBe(400);
    expect((await setUp(token, 'anna', { password: 'short' })).status).toBe(400);
    expect((await setUp(token, 'anna', { timezone: 'Foo/Bar' })).status).toBe(200);
    expect((await here.users.accounts.getByName('ANNA')).timezone_is_chosen).toBe(false);
  });

  test('a wrong token, and an account from the command line, close the way', async () => {
    expect((await setUp('x'.repeat(43))).status).toBe(403);
    const token = await here.users.invites.createSetupLink();
    await here.users.accounts.add({ username: 'ben', password, isAdmin: true });
    expect((await setUp(token)).status).toBe(409);
  });

  test('open sign-up does not come before setup', async () => {
    const open = await openTestUsers({ database, signUp: 'open' });
    const body = { username: newUsername(), password };
    expect((await open.call('POST', '/auth/signup', { body })).status).toBe(409);
    expect(await open.users.accounts.list()).toEqual([]);
  });

  test('an account goes with all that it had; the last administrator of others stays', async () => {
    const admin = await addPerson(here, { isAdmin: true });
    const ben = await addPerson(here);
    expect(await rejectionOf(here.users.accounts.remove(admin.id))).toMatchObject({
      code: 'conflict',
    });
    expect((await here.call('GET', '/api/v1/user/me', { key: ben.key })).status).toBe(200);
    await here.users.accounts.remove(ben.id);
    expect((await here.call('GET', '/api/v1/user/me', { key: ben.key })).status).toBe(401);
    await here.users.accounts.remove(admin.id);
    expect(await here.users.invites.createSetupLink()).not.toBeNull();
  });
});

describe('invites', () => {
  let here: TestUsers;
  let admin: Awaited<ReturnType<typeof addPerson>>;
  beforeAll(async () => {
    here = await openTestUsers();
    admin = await addPerson(here, { isAdmin: true });
  });

  const signUp = (token: string | undefined, username = newUsername()) =>
    here.call('POST', '/auth/signup', { body: { token, username, password } });

  test('let one person in, once, and show who it was', async () => {
    const { token, id } = await here.users.invites.add(admin.id);
    const username = newUsername();
    const answer = await signUp(token, username);
    expect(answer).toMatchObject({ status: 200, json: { user: { username, is_admin: false } } });
    expect((await signUp(token)).status).toBe(403);
    const listed = (await here.users.invites.list()).find((invite) => invite.id === id);
    expect(listed).toMatchObject({ created_by: admin.username, used_by: username });
  });

  test('can make an administrator', async () => {
    const { token } = await here.users.invites.add(admin.id, { makesAdmin: true });
    expect((await signUp(token)).json).toMatchObject({ user: { is_admin: true } });
  });

  test('let one of two at once in', async () => {
    const { token } = await here.users.invites.add(admin.id);
    const answers = await Promise.all([signUp(token), signUp(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('stay good when the name was taken in another case', async () => {
    const { token } = await here.users.invites.add(admin.id);
    expect((await signUp(token, admin.username.toUpperCase())).status).toBe(409);
    expect((await signUp(token)).status).toBe(200);
  });

  test('end after a week, or when they are removed', async () => {
    const { token } = await here.users.invites.add(admin.id);
    here.time.now += INVITE_MS;
    expect((await signUp(token)).status).toBe(403);
    here.time.now -= INVITE_MS;
    const removed = await here.users.invites.add(admin.id);
    await here.users.invites.remove(removed.id);
    expect((await signUp(removed.token)).status).toBe(403);
  });

  test('do not set up, nor do setup links invite', async () => {
    const { token } = await here.users.invites.add(admin.id);
    const body = { token, username: newUsername(), password };
    expect((await here.call('POST', '/auth/setup', { body })).status).toBe(409);
    expect((await signUp('x'.repeat(43))).status).toBe(403);
  });

  test('are limited in number', async () => {
    const added: string[] = [];
    const add = () => here.users.invites.add(admin.id);
    let refusal: unknown;
    while (refusal === undefined && added.length <= MAX_OPEN_INVITES) {
      await add().then(
        ({ id }) => added.push(id),
        (error) => {
          refusal = error;
        },
      );
    }
    expect(refusal).toMatchObject({ code: 'invalid' });
    for (const id of added) await here.users.invites.remove(id);
    await here.users.invites.remove((await add()).id);
  });
});

describe('without an invite', () => {
  test('sign-up is closed by default', async () => {
    const here = await openTestUsers();
    const body = { username: newUsername(), password };
    const answer = await here.call('POST', '/auth/signup', { body });
    expect(answer).toMatchObject({
      status: 403,
      json: { error: expect.stringContaining('closed') },
    });
  });

  test('an open instance lets people in, a few from each address', async () => {
    const here = await openTestUsers({ signUp: 'open', database: await sharedTestDatabase() });
    await addPerson(here);
    const address = `crowd-${crypto.randomUUID()}`;
    const signUp = (word = password) =>
      here.call('POST', '/auth/signup', {
        address,
        body: { username: newUsername(), password: word },
      });
    for (let account = 0; account < SIGN_UP_RULE.free; account++) {
      expect((await signUp('short')).status).toBe(400); // a slip is no attempt
      expect(await signUp()).toMatchObject({ status: 200, json: { user: { is_admin: false } } });
    }
    expect((await signUp()).status).toBe(429);
    here.time.now += SIGN_UP_RULE.firstDelayMs;
    expect((await signUp()).status).toBe(200);
  });
});
