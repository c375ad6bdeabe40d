import { beforeAll, describe, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { newApiKey } from './api-key.ts';
import { hashSecret } from './secrets.ts';
import { addPerson, newUsername, openTestUsers, read, type TestUsers } from './testing.ts';

type Person = Awaited<ReturnType<typeof addPerson>>;

let here: TestUsers;
let anna: Person;
let ben: Person;
let admin: Person;

beforeAll(async () => {
  here = await openTestUsers();
  [anna, ben, admin] = [
    await addPerson(here),
    await addPerson(here),
    await addPerson(here, { isAdmin: true }),
  ];
});

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const ID = expect.stringMatching(/^[0-9a-f-]{36}$/);
const WithId = Type.Object({ id: Type.String() });
const CreatedKey = Type.Object({
  key: Type.Composite([WithId, Type.Object({ key: Type.String() })]),
});
const CreatedInvite = Type.Object({
  invite: Type.Composite([WithId, Type.Object({ token: Type.String() })]),
});
const ListedSessions = Type.Object({
  sessions: Type.Array(
    Type.Composite([
      WithId,
      Type.Object({ user_agent: Type.String(), is_current: Type.Boolean() }),
    ]),
  ),
});

const nobodys = crypto.randomUUID();
const password = 'correct horse';

/** Who may ask: everybody who is signed in, or administrators only. */
const guarded: { route: string; admin?: boolean; malformed?: unknown[] }[] = [
  { route: 'GET /api/v1/user/me' },
  {
    route: 'PATCH /api/v1/user/me',
    malformed: ['{', { bio: 5 }, { is_public: 'yes' }, { timeout_seconds: '900' }, { bio: '\0' }],
  },
  {
    route: 'DELETE /api/v1/user/me',
    malformed: [{}, { password: 5 }, { password: 'x'.repeat(2e3) }],
  },
  {
    route: 'POST /api/v1/user/profile/update',
    malformed: ['{', { bio: 5 }, { bio: 'x'.repeat(5_000) }, { website: 'ftp://a.example' }],
  },
  {
    route: 'POST /api/v1/user/password',
    malformed: [{}, { current_password: 'x' }, { current_password: 1, new_password: 2 }],
  },
  { route: 'GET /api/v1/keys' },
  { route: 'POST /api/v1/keys', malformed: [{ name: 5 }, { name: 'x'.repeat(129) }, '{'] },
  { route: `PATCH /api/v1/keys/${nobodys}`, malformed: [{}, { name: '  ' }, { name: 5 }] },
  { route: `DELETE /api/v1/keys/${nobodys}` },
  { route: 'GET /api/v1/sessions' },
  { route: 'DELETE /api/v1/sessions' },
  { route: `DELETE /api/v1/sessions/${nobodys}` },
  { route: 'GET /api/v1/users', admin: true },
  { route: 'GET /api/v1/invites', admin: true },
  { route: 'POST /api/v1/invites', admin: true, malformed: [{ makes_admin: 'yes' }, '{'] },
  { route: `DELETE /api/v1/invites/${nobodys}`, admin: true },
  { route: `POST /api/v1/admin/users/${nobodys}/reset`, admin: true },
];

describe.each(guarded)('$route', ({ route, admin: forAdmin, malformed = [] }) => {
  const [method = '', path = ''] = route.split(' ');

  test('refuses nobody, before it looks at what is asked', async () => {
    for (const body of method === 'GET' ? [undefined] : [{}, { name: 5 }]) {
      expect(await here.call(method, path, { body })).toMatchObject({
        status: 401,
        json: { error: 'Missing or invalid Authorization header' },
      });
      const stranger = await here.call(method, path, { key: newApiKey().text, body });
      expect(stranger).toMatchObject({ status: 401, json: { error: 'Invalid API key' } });
    }
  });

  if (forAdmin) {
    test('refuses who is no administrator', async () => {
      expect(await here.call(method, path, { key: anna.key })).toMatchObject({
        status: 403,
        json: { error: 'Admin only' },
      });
    });
  }

  if (malformed.length > 0) {
    test('refuses what is malformed', async () => {
      const { key } = forAdmin ? admin : anna;
      for (const body of malformed) {
        expect(await here.call(method, path, { key, body })).toMatchObject({ status: 400 });
      }
    });
  }

  if (path.endsWith(nobodys)) {
    test('does not find what is not there, nor what has no id', async () => {
      const call = { key: admin.key, body: method === 'PATCH' ? { name: 'x' } : undefined };
      expect((await here.call(method, path, call)).status).toBe(404);
      expect((await here.call(method, path.replace(nobodys, 'x'), call)).status).toBe(400);
    });
  }
});

describe('what belongs to somebody else is not found', () => {
  test('keys', async () => {
    const { key } = anna;
    const path = `/api/v1/keys/${ben.keyId}`;
    const rename = await here.call('PATCH', path, { key, body: { name: 'mine' } });
    expect(rename).toMatchObject({ status: 404, json: { error: 'Key not found' } });
    const remove = await here.call('DELETE', path, { key });
    expect(remove).toMatchObject({ status: 404, json: { error: 'Key not found' } });
    expect((await here.call('GET', '/api/v1/keys', { key: ben.key })).json).toMatchObject({
      keys: [{ id: ben.keyId, name: 'test' }],
    });
  });

  test('sessions', async () => {
    await here.users.sessions.add(ben.id, { address: 'a', userAgent: 'b' });
    const [session] = await here.users.sessions.list(ben.id);
    const path = `/api/v1/sessions/${session?.id}`;
    expect((await here.call('DELETE', path, { key: anna.key })).status).toBe(404);
    expect((await here.call('DELETE', '/api/v1/sessions', { key: anna.key })).json).toEqual({
      removed: 0,
    });
    expect(await here.users.sessions.list(ben.id)).toHaveLength(1);
  });
});

describe('the account', () => {
  test('has the shape of CodeTrackr, and our own fields', async () => {
    const answer = await here.call('GET', '/api/v1/user/me', { key: ben.key });
    expect(answer.json).toEqual({
      id: ben.id,
      username: ben.username,
      display_name: ben.username,
      email: null,
      avatar_url: null,
      plan: 'free',
      is_public: false,
      is_admin: false,
      bio: null,
      website: null,
      profile_show_languages: true,
      profile_show_projects: true,
      profile_show_activity: true,
      profile_show_plugins: true,
      profile_show_streak: true,
      available_for_hire: false,
      show_in_leaderboard: true,
      country: null,
      timezone: 'UTC',
      created_at: ISO,
      timezone_is_chosen: false,
      timeout_seconds: 900,
      week_start: 1,
      review_plugin_updates: false,
    });
  });

  test('is changed by its owner; what is not theirs to change is ignored', async () => {
    const carl = await addPerson(here);
    const body = { display_name: 'Carl', timezone: 'Asia/Tokyo', timeout_seconds: 600 };
    const more = { is_admin: true, username: 'root', id: ben.id, plan: 'pro', unknown: 1 };
    const answer = await here.call('PATCH', '/api/v1/user/me', {
      key: carl.key,
      body: { ...body, ...more, bio: null },
    });
    expect(answer.json).toMatchObject({
      ...body,
      id: carl.id,
      username: carl.username,
      is_admin: false,
      plan: 'free',
      timezone_is_chosen: true,
    });
    expect(here.settingsChanged).toContain(carl.id);
  });

  test('takes CodeTrackr’s update', async () => {
    const call = (body: unknown) =>
      here.call('POST', '/api/v1/user/profile/update', { key: anna.key, body });
    expect((await call({ bio: 'Hi', timezone: 'Asia/Tokyo' })).json).toEqual({ status: 'updated' });
    expect((await call({ website: 'a.example' })).json).toMatchObject({
      error: 'website must start with http:// or https://',
    });
    const me = await here.call('GET', '/api/v1/user/me', { key: anna.key });
    expect(me.json).toMatchObject({ bio: 'Hi', timezone: 'UTC', website: null });
  });

  test('is on the administrators’ list, with what concerns them', async () => {
    const answer = await here.call('GET', '/api/v1/users', { key: admin.key });
    const { users } = read(Type.Object({ users: Type.Array(WithId) }), answer);
    expect<unknown>(users.find(({ id }) => id === ben.id)).toMatchObject({
      username: ben.username,
      display_name: ben.username,
      is_admin: false,
      created_at: ISO,
      disabled_at: null,
    });
  });
});

describe('keys', () => {
  test('live from creation to removal, at once', async () => {
    const { key } = await addPerson(here);
    here.time.now += 1;
    const created = await here.call('POST', '/api/v1/keys', { key, body: { name: ' laptop ' } });
    expect(created.json).toEqual({
      key: {
        id: ID,
        name: 'laptop',
        key: expect.stringMatching(/^waka_/),
        scope: 'full',
        created_at: ISO,
      },
    });
    const { key: laptop } = read(CreatedKey, created);

    const renamed = await here.call('PATCH', `/api/v1/keys/${laptop.id}`, {
      key: laptop.key,
      body: { name: 'desk' },
    });
    expect(renamed.json).toEqual({ message: 'Key renamed', name: 'desk' });
    const listed = await here.call('GET', '/api/v1/keys', { key: laptop.key });
    expect(listed.json).toMatchObject({
      keys: [
        {
          id: laptop.id,
          name: 'desk',
          key_prefix: laptop.key.slice(0, 12),
          last_used_at: null,
          created_at: ISO,
        },
        { name: 'test' },
      ],
    });

    const path = `/api/v1/keys/${laptop.id}`;
    expect((await here.call('DELETE', path, { key })).json).toEqual({ message: 'API key deleted' });
    expect((await here.call('GET', '/api/v1/keys', { key: laptop.key })).status).toBe(401);
  });

  test('have a name even when nobody gave one', async () => {
    const { key } = await addPerson(here);
    for (const [body, name] of [
      [undefined, 'Key #2'],
      [{}, 'Key #3'],
      [{ name: null }, 'Key #4'],
      [{ name: ' ' }, 'Key #5'],
    ]) {
      expect((await here.call('POST', '/api/v1/keys', { key, body })).json).toMatchObject({
        key: { name },
      });
    }
  });
});

test('sessions are ended one by one, or all but the own', async () => {
  const carl = await addPerson(here);
  const tokens = [];
  for (let count = 0; count < 4; count++) {
    tokens.push(await here.users.sessions.add(carl.id, { address: 'a', userAgent: `${count}` }));
  }
  const cookie = `hearthbeat_session=${tokens[0]}`;
  const list = async () =>
    read(ListedSessions, await here.call('GET', '/api/v1/sessions', { cookie }));
  const { sessions } = await list();
  expect(
    sessions.filter((session) => session.is_current).map(({ user_agent }) => user_agent),
  ).toEqual(['0']);
  const second = sessions.find(({ user_agent }) => user_agent === '1');
  const path = `/api/v1/sessions/${second?.id}`;
  expect((await here.call('DELETE', path, { cookie })).json).toEqual({ message: 'Session ended' });
  expect((await here.call('DELETE', '/api/v1/sessions', { cookie })).json).toEqual({ removed: 2 });
  expect((await list()).sessions).toMatchObject([{ is_current: true }]);
  expect((await here.call('GET', '/api/v1/sessions', { key: carl.key })).json).toMatchObject({
    sessions: [{ is_current: false }],
  });
});

test('invites live from creation to removal', async () => {
  const created = await here.call('POST', '/api/v1/invites', { key: admin.key });
  const { invite } = read(CreatedInvite, created);
  const listed = {
    id: ID,
    makes_admin: false,
    created_by: admin.username,
    used_by: null,
    created_at: ISO,
    expires_at: ISO,
    used_at: null,
  };
  expect(created.json).toEqual({
    invite: {
      ...listed,
      token: invite.token,
      url: `http://localhost/signup#token=${invite.token}`,
    },
  });
  const list = async () => {
    const answer = await here.call('GET', '/api/v1/invites', { key: admin.key });
    const { invites } = read(Type.Object({ invites: Type.Array(WithId) }), answer);
    return invites.filter(({ id }) => id === invite.id);
  };
  expect(await list()).toEqual([listed]);
  const removed = await here.call('DELETE', `/api/v1/invites/${invite.id}`, { key: admin.key });
  expect(removed.json).toEqual({ message: 'Invite deleted' });
  expect(await list()).toEqual([]);
});

test('a secret is seen once: no list and no later answer holds it, its hash or the password’s', async () => {
  const username = newUsername();
  const { id } = await here.users.accounts.add({ username, password, isAdmin: true });
  const { cookie = '' } = await here.call('POST', '/auth/login', { body: { username, password } });
  const madeKey = await here.call('POST', '/api/v1/keys', { cookie, body: {} });
  const madeInvite = await here.call('POST', '/api/v1/invites', { cookie, body: {} });
  const { key } = read(CreatedKey, madeKey).key;
  const { token } = read(CreatedInvite, madeInvite).invite;
  const session = cookie.split('=')[1] ?? '';
  const secrets = [key, key.replace('waka_', ''), token, session, password];
  const hidden = [...secrets, ...secrets.map(hashSecret), '$argon2id', 'password_hash', 'key_hash'];
  for (const path of ['user/me', 'keys', 'sessions', 'invites', 'users', 'instance']) {
    const answer = await here.call('GET', `/api/v1/${path}`, { cookie });
    expect(answer.status).toBe(200);
    const content = JSON.stringify([answer.json, [...answer.headers]]);
    for (const secret of hidden) expect(content).not.toContain(secret);
  }
  for (const secret of [session, password, ...secrets.map(hashSecret)]) {
    expect(JSON.stringify([madeKey.json, madeInvite.json])).not.toContain(secret);
  }
  await here.users.accounts.remove(id);
});
