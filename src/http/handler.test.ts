import { expect, test } from 'bun:test';
import { Elysia, t } from 'elysia';
import fc from 'fast-check';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { openLog } from '../base/log.ts';
import { BODY_LIMIT_BYTES, IMPORT_LIMIT_BYTES } from './body-limit.ts';
import { MAX_REPORTED_FIELDS } from './errors.ts';
import { openTestHandler } from './testing.ts';

const CODES: ErrorCode[] = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'too_many',
  'unavailable',
];

const routes = [
  new Elysia()
    .get('/api/v1/hello', () => ({ hello: 'world' }))
    .get('/api/v1/keys/:id', ({ params }) => params)
    .delete('/api/v1/keys/:id', () => ({ removed: true }))
    .get('/api/v1/broken', () => {
      throw new Error('the secret inside of the server');
    })
    .get('/api/v1/error/:code', ({ params, query }) => {
      const code = CODES.find((candidate) => candidate === params.code) ?? 'invalid';
      throw new AppError(code, 'A sentence.', {
        fields: { name: 'is taken' },
        ...(query.wait && { retryAfterSeconds: Number(query.wait) }),
      });
    })
    .post('/api/v1/users/:user/heartbeats.bulk', ({ body, params }) => ({ body, ...params }))
    .post('/api/v1/import', ({ body }) => ({ length: String(body).length }), { parse: 'text' })
    .post('/api/v1/echo', ({ body }) => ({ length: String(body).length }), { parse: 'text' })
    .post('/auth/login', ({ body }) => ({ welcome: body.username }), {
      body: t.Object({
        username: t.String(),
        password: t.String({ minLength: 8, error: 'needs at least 8 characters' }),
        tags: t.Optional(t.Array(t.Object({ name: t.String() }))),
      }),
    }),
];

const { ask } = openTestHandler({ routes });
const post = (body: BodyInit, headers: HeadersInit = { 'Content-Type': 'application/json' }) => ({
  method: 'POST',
  body,
  headers,
});

test('the path is found behind hosts of any length, with and without a copy of the request', async () => {
  const { handler } = openTestHandler({ routes });
  const hosts = ['a', 'nas', 'nas:80', 'pi:8080', 'localhost', '127.0.0.1:8080', '[::1]:8080'];
  for (const scheme of ['http', 'https']) {
    for (const host of [...hosts, 'hearthbeat.example.org']) {
      const url = `${scheme}://${host}/api/v1/keys/7?name=a/b`;
      const response = await handler(new Request(url), '192.0.2.1');
      expect({ url, answer: await response.json() }).toEqual({ url, answer: { id: '7' } });
    }
  }
});

test('a path that is not spelled canonically is, before any route sees it', async () => {
  const { handler } = openTestHandler({ routes });
  for (const path of ['/api/v1/x/../keys/7', '/api/v1/./keys/7', '/api/v1/%2e%2e/v1/keys/7']) {
    const response = await handler(new Request(`http://localhost:8080${path}`), '192.0.2.1');
    expect({ path, answer: await response.json() }).toEqual({ path, answer: { id: '7' } });
  }
});

test('a route answers, with a request id and without being cached', async () => {
  const response = await ask('/api/v1/hello');
  expect(await response.json()).toEqual({ hello: 'world' });
  expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a sane request id is kept, any other replaced', async () => {
  const idOf = async (id: string) =>
    (await ask('/api/v1/hello', { headers: { 'X-Request-Id': id } })).headers.get('x-request-id');
  expect(await idOf('proxy-4711-abc')).toBe('proxy-4711-abc');
  expect(await idOf('a b')).not.toBe('a b');
  expect(await idOf('x'.repeat(65))).toHaveLength(36);
});

test.each([
  ['invalid', 400],
  ['unauthorized', 401],
  ['forbidden', 403],
  ['not_found', 404],
  ['conflict', 409],
  ['too_large', 413],
  ['too_many', 429],
  ['unavailable', 503],
])('the error %s answers %d in our shape', async (code, status) => {
  const response = await ask(`/api/v1/error/${code}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({
    error: 'A sentence.',
    code,
    fields: { name: 'is taken' },
    requestId: response.headers.get('x-request-id'),
  });
});

test('a caller that may try again is told when', async () => {
  const response = await ask('/api/v1/error/too_many?wait=1.2');
  expect(response.headers.get('retry-after')).toBe('2');
});

test('our own bugs tell a request id and are logged with it', async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = openLog({ level: 'info', format: 'json', clock: () => 0, write });
  const response = await openTestHandler({ routes, log }).ask('/api/v1/broken');
  expect(response.status).toBe(500);
  const body = await response.json();
  expect(body).toEqual({
    error: 'Something went wrong on our side',
    code: 'internal',
    requestId: response.headers.get('x-request-id'),
  });
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({ level: 'error', requestId: body.requestId });
  expect(line.error.stack).toContain('handler.test.ts');
});

test('a database that is away is 503 without its address, and worth another try', async () => {
  const lost = new Error('connect ECONNREFUSED 10.1.2.3:5432');
  const routes = [
    new Elysia().get('/api/v1/away', () => {
      throw new Error('no connection', { cause: Object.assign(lost, { code: 'ECONNREFUSED' }) });
    }),
  ];
  const response = await openTestHandler({ routes }).ask('/api/v1/away');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
  const body = await response.json();
  expect(body.error).toBe('The database cannot be reached. Try again in a moment.');
});

test('a body that does not fit names the field, and never what was sent', async () => {
  const response = await ask('/auth/login', post('{"username":"ada","password":"lovelac"}'));
  const text = await response.text();
  expect(response.status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({
    error: 'password: needs at least 8 characters.',
    code: 'invalid',
    fields: { password: 'needs at least 8 characters' },
  });
  expect(text).not.toContain('lovelac');
});

test('a missing field is told as missing, a nested one by its path', async () => {
  const response = await ask('/auth/login', post('{"password":"lovelace!","tags":[{"name":1}]}'));
  expect((await response.json()).fields).toEqual({
    username: 'is missing',
    'tags[0].name': 'Expected string',
  });
});

test('of many problems only the first are listed', async () => {
  const tags = Array.from({ length: MAX_REPORTED_FIELDS * 2 }, () => ({}));
  const response = await ask('/auth/login', post(JSON.stringify({ tags })));
  expect(Object.keys((await response.json()).fields)).toHaveLength(MAX_REPORTED_FIELDS);
});

test('JSON that is none is told', async () => {
  const response = await ask('/auth/login', post('{"username":'));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'The body is not valid JSON.' });
});

test.each(['/api', '/api/v1/nothing', '/auth', '/auth/nothing', '/api/v1/users/ada/nothing'])(
  'the unknown path %s is 404 in JSON, also for a browser',
  async (path) => {
    const response = await ask(path, { headers: { Accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not_found' });
  },
);

test('a known path with another method says which methods it has', async () => {
  const response = await ask('/api/v1/keys/7', { method: 'PUT' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('DELETE, GET');
  expect(await response.json()).toMatchObject({ code: 'not_allowed' });
});

test('a change outside the API is 404 in JSON', async () => {
  const response = await ask('/projects', post('{}'));
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'not_found' });
});

test.each([
  '/users/current/heartbeats.bulk',
  '/api/heartbeat',
  '//api//compat/wakatime/v1/users/current/heartbeats.bulk/',
  '/anywhere/users/current/heartbeats.bulk?api_key=x',
])('%s reaches the bulk route with its body', async (path) => {
  expect(await (await ask(path, post('[1,2]'))).json()).toEqual({ body: [1, 2], user: 'current' });
});

test('the base path is stripped, or was', async () => {
  const { ask } = openTestHandler({ routes, basePath: '/hearth' });
  for (const path of ['/hearth/api/v1/hello', '/api/v1/hello']) {
    expect((await ask(path)).status).toBe(200);
  }
  expect(await (await ask('/hearth/api/v1/keys/7?x=1')).json()).toEqual({ id: '7' });
});

test('any origin may call the API, with a key and without cookies', async () => {
  const preflight = await ask('/api/v1/users/current/heartbeats.bulk', {
    method: 'OPTIONS',
    headers: { Origin: 'https://vscode.dev', 'Access-Control-Request-Method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  expect(preflight.headers.get('access-control-allow-methods')).toBe(
    'GET, POST, PATCH, PUT, DELETE, OPTIONS',
  );
  for (const header of [
    'Authorization',
    'Content-Type',
    'X-API-Key',
    'X-Machine-Name',
    'Timezone',
  ]) {
    expect(preflight.headers.get('access-control-allow-headers')).toContain(header);
  }
  for (const path of ['/api/v1/hello', '/api/v1/broken', '/api/v1/nothing']) {
    expect((await ask(path)).headers.get('access-control-allow-origin')).toBe('*');
  }
  expect((await ask('/auth/login')).headers.get('access-control-allow-origin')).toBeNull();
});

test('a body over the limit is refused by its declared length', async () => {
  const body = 'x'.repeat(BODY_LIMIT_BYTES + 1);
  const headers = { 'Content-Length': String(body.length) };
  const response = await ask('/api/v1/echo', post(body, headers));
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: 'too_large' });
});

test('a body without a length is measured while it is read', async () => {
  const stream = (bytes: number) =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(bytes));
        controller.close();
      },
    });
  const send = async (path: string, bytes: number) =>
    (await ask(path, post(stream(bytes), { 'Content-Type': 'text/plain' }))).status;
  expect(await send('/api/v1/echo', BODY_LIMIT_BYTES)).toBe(200);
  expect(await send('/api/v1/echo', BODY_LIMIT_BYTES + 1)).toBe(413);
  expect(await send('/api/v1/import', BODY_LIMIT_BYTES + 1)).toBe(200);
  expect(await send('/api/v1/import', IMPORT_LIMIT_BYTES + 1)).toBe(413);
});

test('whatever is asked, the answer is the caller’s business or right, and has an id', async () => {
  const path = fc.oneof(
    fc.webPath().map((text) => `/${text}`),
    fc
      .tuple(
        fc.constantFrom('/api/v1/keys/', '/api/v1/error/', '/api/v1/users/', '/auth/'),
        fc.oneof(fc.constantFrom('%', '%E0%A4%A', '%00', '..', '%2e%2e%2f'), fc.webSegment()),
      )
      .map((parts) => parts.join('')),
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
  const query = fc.constantFrom('', '?', '?x=%', '?x=1&x=2', '?__proto__=1');
  const type = fc.constantFrom('application/json', 'text/plain', 'multipart/form-data', 'a/b', '');
  await fc.assert(
    fc.asyncProperty(path, method, query, type, fc.string(), async (...given) => {
      const [target, verb, search, contentType, body] = given;
      const response = await ask(target + search, {
        method: verb,
        headers: contentType === '' ? {} : { 'Content-Type': contentType },
        ...(verb === 'GET' || verb === 'HEAD' ? {} : { body }),
      });
      const isUnbuilt = response.status === 503 && !target.startsWith('/api');
      expect(response.status < 500 || isUnbuilt).toBe(true);
      expect(response.headers.get('x-request-id')).toBeString();
    }),
    { numRuns: 500 },
  );
});

test('the access log has no query, and tells the client behind a trusted proxy', async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = openLog({ level: 'debug', format: 'json', clock: () => 0, write });
  const { ask } = openTestHandler({ routes, log, trustedProxies: '10.0.0.1' });
  const headers = { 'X-Forwarded-For': '203.0.113.9' };
  await ask('/api/v1/hello?api_key=waka_secret', { headers }, '10.0.0.1');
  await ask('/api/v1/nothing', {}, '192.0.2.1');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'debug', method: 'GET', path: '/api/v1/hello', status: 200, address: '203.0.113.9' },
    { level: 'info', path: '/api/v1/nothing', status: 404, address: '192.0.2.1' },
  ]);
});

test('features learn the same address', async () => {
  const { ask, requests } = openTestHandler({
    trustedProxies: '10.0.0.1',
    routes: [new Elysia().get('/api/v1/whoami', ({ request }) => requests.addressOf(request))],
  });
  const headers = { 'X-Forwarded-For': '203.0.113.9' };
  expect(await (await ask('/api/v1/whoami', { headers }, '10.0.0.1')).text()).toBe('203.0.113.9');
  expect(await (await ask('/api/v1/whoami', { headers }, '10.0.0.2')).text()).toBe('10.0.0.2');
});
