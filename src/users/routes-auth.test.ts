import { beforeAll, describe, expect, test } from 'bun:test';
import { addPerson, newUsername, openTestUsers, type TestUsers } from './testing.ts';

let here: TestUsers;
beforeAll(async () => {
  here = await openTestUsers();
});

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const ID = expect.stringMatching(/^[0-9a-f-]{36}$/);
const password = 'correct horse';

describe('signing in', () => {
  const username = newUsername();
  const login = (body: unknown, headers = {}) =>
    here.call('POST', '/auth/login', { body, headers });
  beforeAll(async () => {
    await here.users.accounts.add({ username, password });
  });

  test('opens a session whose cookie is hard to steal', async () => {
    const answer = await login(
      { username: username.toUpperCase(), password },
      { 'user-agent': 'Firefox' },
    );
    expect(answer).toMatchObject({
      status: 200,
      json: { user: { id: ID, username, is_admin: false } },
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^hearthbeat_session=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const sessions = await here.call('GET', '/api/v1/sessions', { cookie: answer.cookie });
    expect(sessions.json).toEqual({
      sessions: [
        {
          id: ID,
          user_agent: 'Firefox',
          address: here.address,
          created_at: ISO,
          last_used_at: ISO,
          expires_at: ISO,
          is_current: true,
        },
      ],
    });
  });

  test('again in the same browser replaces the session', async () => {
    const first = await login({ username, password });
    const second = await here.call('POST', '/auth/login', {
      cookie: first.cookie,
      body: { username, password },
    });
    expect((await here.call('GET', '/api/v1/user/me', { cookie: first.cookie })).status).toBe(401);
    expect((await here.call('GET', '/api/v1/user/me', { cookie: second.cookie })).status).toBe(200);
  });

  test('keeps the cookie to the base URL, and to https when that is https', async () => {
    const there = await openTestUsers({ baseUrl: 'https://example.org/heart' });
    const answer = await there.call('POST', '/auth/login', { body: { username, password } });
    expect(answer.headers.get('set-cookie')).toEndWith(
      '; Path=/heart; HttpOnly; SameSite=Lax; Secure',
    );
  });

  test('says the same about a wrong password and an unknown name', async () => {
    for (const name of [username, newUsername(), 'not a name!']) {
      expect(await login({ username: name, password: 'wrong' })).toMatchObject({
        status: 401,
        json: { error: 'Wrong username or password' },
        cookie: undefined,
      });
    }
  });

  const pages = ['/auth/login', '/auth/setup', '/auth/signup'];
  test.each(pages)('%s refuses what is malformed', async (path) => {
    for (const body of [
      '{',
      '"x"',
      {},
      { username },
      { username: '\0', password, token: 'x' },
      { username, password: 5, token: 'x' },
      { username, password: 'x'.repeat(2_000), token: 'x' },
    ]) {
      expect((await here.call('POST', path, { body })).status).toBe(400);
    }
  });
  test.each([...pages, '/auth/logout'])('%s refuses the pages of other sites', async (path) => {
    const body = { username, password, token: 'x' };
    const answer = await here.call('POST', path, {
      body,
      headers: { origin: 'https://evil.example' },
    });
    expect(answer).toMatchObject({ status: 403, cookie: undefined });
  });

  test('out ends the session, and asks for nothing', async () => {
    const { cookie } = await login({ username, password });
    const answer = await here.call('POST', '/auth/logout', { cookie });
    expect(answer).toMatchObject({ status: 200, json: { message: 'Logged out successfully' } });
    expect(answer.headers.get('set-cookie')).toStartWith('hearthbeat_session=; Max-Age=0; Path=/;');
    expect((await here.call('GET', '/api/v1/user/me', { cookie })).status).toBe(401);
    expect((await here.call('POST', '/auth/logout')).status).toBe(200);
  });
});

describe('a password', () => {
  test('changes with the old one, and signs out everywhere else', async () => {
    const username = newUsername();
    await here.users.accounts.add({ username, password });
    const login = (word: string) =>
      here.call('POST', '/auth/login', { body: { username, password: word } });
    const [own, elsewhere] = [await login(password), await login(password)];
    const change = (current_password: string, new_password: string) =>
      here.call('POST', '/api/v1/user/password', {
        cookie: own.cookie,
        body: { current_password, new_password },
      });
    expect(await change('wrong', 'new correct horse')).toMatchObject({
      status: 400,
      json: { fields: { current_password: 'Wrong password' } },
    });
    expect(await change(password, 'short')).toMatchObject({
      status: 400,
      json: { fields: { new_password: expect.any(String) } },
    });
    expect((await change(password, 'new correct horse')).json).toEqual({ status: 'updated' });
    expect((await here.call('GET', '/api/v1/user/me', { cookie: own.cookie })).status).toBe(200);
    expect((await here.call('GET', '/api/v1/user/me', { cookie: elsewhere.cookie })).status).toBe(
      401,
    );
    expect((await login(password)).status).toBe(401);
    expect((await login('new correct horse')).status).toBe(200);
  });

  test('is asked before an account goes, with all its keys', async () => {
    await addPerson(here, { isAdmin: true });
    const username = newUsername();
    const { id } = await here.users.accounts.add({ username, password });
    const { key } = await here.users.keys.add(id);
    const remove = (word: string) =>
      here.call('DELETE', '/api/v1/user/me', { key, body: { password: word } });
    expect((await remove('wrong')).status).toBe(400);
    expect((await remove(password)).json).toEqual({ status: 'deleted' });
    expect((await here.call('GET', '/api/v1/user/me', { key })).status).toBe(401);
  });
});
