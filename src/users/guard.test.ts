import { beforeAll, describe, expect, test } from 'bun:test';
import { newApiKey } from './api-key.ts';
import { addPerson, openTestUsers, type TestUsers } from './testing.ts';

let here: TestUsers;
let anna: Awaited<ReturnType<typeof addPerson>>;
let cookie: string;

beforeAll(async () => {
  here = await openTestUsers();
  anna = await addPerson(here);
  const token = await here.users.sessions.add(anna.id, { address: 'a', userAgent: 'b' });
  cookie = `hearthbeat_session=${token}`;
});

const ask = (headers: Record<string, string>, path = '/api/v1/user/me', method = 'GET') =>
  here.call(method, path, { headers });
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a key opens the door', () => {
  const forms: [string, (key: string) => Record<string, string>][] = [
    ['X-API-Key', (key) => ({ 'x-api-key': key })],
    ['X-API-Key without waka_', (key) => ({ 'x-api-key': key.replace('waka_', '') })],
    ['X-API-Key in capitals', (key) => ({ 'x-api-key': key.toUpperCase() })],
    ['Basic key', (key) => ({ authorization: `Basic ${base64(key)}` })],
    ['Basic key:', (key) => ({ authorization: `Basic ${base64(`${key}:`)}` })],
    ['Basic user:key', (key) => ({ authorization: `Basic ${base64(`anna:${key}`)}` })],
    ['Basic key:anything', (key) => ({ authorization: `basic ${base64(`${key}:x:y`)}` })],
    ['Bearer key', (key) => ({ authorization: `Bearer ${key}` })],
    ['Bearer base64', (key) => ({ authorization: `BEARER ${base64(key)}` })],
  ];
  test.each(forms)('%s', async (_, headersOf) => {
    expect(await ask(headersOf(anna.key))).toMatchObject({ status: 200, json: { id: anna.id } });
    const wrong = await ask(headersOf(newApiKey().text));
    expect(wrong).toMatchObject({ status: 401, json: { error: 'Invalid API key' } });
  });

  test('?api_key=', async () => {
    const good = await ask({}, `/api/v1/user/me?x=1&api_key=${anna.key}`);
    expect(good).toMatchObject({ status: 200, json: { id: anna.id } });
    const wrong = await ask({}, `/api/v1/user/me?api_key=${newApiKey().text}`);
    expect(wrong).toMatchObject({ status: 401, json: { error: 'Invalid API key' } });
  });
});

describe('the first credential that is there decides', () => {
  const wrong = newApiKey().text;
  const refused: [string, () => Record<string, string>, string, string][] = [
    ['nothing', () => ({}), '', 'Missing or invalid Authorization header'],
    [
      'an unknown scheme beside a good cookie',
      () => ({ authorization: 'Digest x', cookie }),
      '',
      'Missing or invalid Authorization header',
    ],
    [
      'a wrong Bearer beside a good X-API-Key',
      () => ({ authorization: `Bearer ${wrong}`, 'x-api-key': anna.key }),
      '',
      'Invalid API key',
    ],
    [
      'a wrong key as Basic beside a good cookie',
      () => ({ authorization: `Basic ${btoa(wrong)}`, cookie }),
      '',
      'Invalid API key',
    ],
    [
      'the password of a proxy and nothing else',
      () => ({ authorization: `Basic ${btoa('ada:secret')}` }),
      '',
      'Invalid API key',
    ],
    [
      'a wrong X-API-Key beside a good cookie',
      () => ({ 'x-api-key': wrong, cookie }),
      '',
      'Invalid API key',
    ],
    ['an empty X-API-Key', () => ({ 'x-api-key': '', cookie }), '', 'Invalid API key'],
    ['a wrong ?api_key= beside a good cookie', () => ({ cookie }), '?api_key=x', 'Invalid API key'],
    [
      'a wrong X-API-Key beside a good ?api_key=',
      () => ({ 'x-api-key': wrong }),
      'good',
      'Invalid API key',
    ],
    [
      'an unknown cookie',
      () => ({ cookie: 'hearthbeat_session=x' }),
      '',
      'Your session has ended. Sign in again.',
    ],
    [
      'an empty cookie',
      () => ({ cookie: 'hearthbeat_session=' }),
      '',
      'Missing or invalid Authorization header',
    ],
  ];
  test.each(refused)('%s', async (_, headersOf, query, error) => {
    const path = `/api/v1/user/me${query === 'good' ? `?api_key=${anna.key}` : query}`;
    const answer = await ask(headersOf(), path);
    expect(answer).toMatchObject({ status: 401, json: { error, code: 'unauthorized' } });
    expect(answer.headers.has('www-authenticate')).toBe(false); // browsers would ask by themselves
  });

  test('the password of a proxy in front of us leaves the cookie in charge', async () => {
    const answer = await ask({ authorization: `Basic ${btoa('ada:secret')}`, cookie });
    expect(answer).toMatchObject({ status: 200, json: { id: anna.id } });
  });

  test('a good cookie among others', async () => {
    const answer = await ask({ cookie: `a=b; ${cookie}; hearthbeat_session=later` });
    expect(answer).toMatchObject({ status: 200, json: { id: anna.id } });
  });
});

describe('a cookie changes things only for our own pages', () => {
  const change = (headers: Record<string, string>) =>
    here.call('POST', '/api/v1/keys', { headers: { cookie, ...headers }, body: {} });

  test.each([
    ['nothing said', {}],
    ['another site', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['the same host on another port', { origin: 'http://localhost:81' }],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site', origin: 'http://localhost' }],
  ])('%s: refused', async (_, headers) => {
    expect(await change(headers)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });

  test.each([
    ['same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['the host that was asked', { origin: 'http://localhost' }],
    ['the host that was asked, by its name', { origin: 'http://nas:8080', host: 'nas:8080' }],
    ['the host that was asked, through TLS', { origin: 'https://nas', host: 'nas' }],
  ])('%s: allowed', async (_, headers) => {
    expect(await change(headers)).toMatchObject({ status: 200 });
  });

  test('reading is not a change', async () => {
    expect((await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  });

  test('a key needs no page', async () => {
    const answer = await here.call('POST', '/api/v1/keys', {
      key: anna.key,
      body: {},
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(answer.status).toBe(200);
  });

  test('the base URL is ours, when a proxy changed the host', async () => {
    const there = await openTestUsers({ baseUrl: 'https://code.example.org/heart' });
    const call = (origin: string) =>
      there.call('POST', '/api/v1/keys', {
        cookie,
        body: {},
        headers: { origin, host: 'inner:80' },
      });
    expect((await call('https://code.example.org')).status).toBe(200);
    expect((await call('http://code.example.org')).status).toBe(403);
  });
});

test('a removed key is refused at once, and the others go on', async () => {
  const ben = await addPerson(here);
  const { key } = await here.users.keys.add(ben.id);
  for (const each of [ben.key, key]) expect((await ask({ 'x-api-key': each })).status).toBe(200);
  await here.users.keys.remove(ben.id, ben.keyId);
  expect((await ask({ 'x-api-key': ben.key })).status).toBe(401);
  expect((await ask({ 'x-api-key': key })).status).toBe(200);
});

test('what is remembered with a key follows the account', async () => {
  const ben = await addPerson(here);
  const zoneOf = async () =>
    (
      await here.users.guard.requireUser(
        new Request('http://localhost/', { headers: { 'x-api-key': ben.key } }),
      )
    ).timezone;
  expect(await zoneOf()).toBe('UTC');
  await here.users.accounts.update(ben.id, { timezone: 'Asia/Kathmandu' });
  expect(await zoneOf()).toBe('Asia/Kathmandu');
});
