import { afterAll, describe, expect, test } from 'bun:test';
import { ApiError, openApi, readApiError } from './api.ts';

/** Answers with what the path asks for: `/hb/status/418?body=…`. */
const server = Bun.serve({
  port: 0,
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const status = Number(pathname.split('/').pop());
    const echo = { method: request.method, pathname, sent: await request.text() };
    return new Response(searchParams.get('body') ?? JSON.stringify(echo), { status });
  },
});
afterAll(() => server.stop(true));

let signedOut = 0;
const api = openApi({
  baseUri: `http://127.0.0.1:${server.port}/hb/`,
  fetch,
  onUnauthorized: () => {
    signedOut++;
  },
});

async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`not an ApiError: ${error}`);
  return error;
}
const failing = (status: number, body: string) =>
  failureOf(api.get(`status/${status}?body=${encodeURIComponent(body)}`));

test('paths are below the base, bodies are JSON', async () => {
  expect(await api.patch<object>('status/200', { name: 'a' })).toEqual({
    method: 'PATCH',
    pathname: '/hb/status/200',
    sent: '{"name":"a"}',
  });
});

test('an error carries the sentence, the code and the fields', async () => {
  const body = { error: 'Wrong password', code: 'invalid', fields: { password: 'Wrong' } };
  const error = await failing(400, JSON.stringify(body));
  expect(error).toMatchObject({ message: 'Wrong password', code: 'invalid', status: 400 });
  expect(error.fields).toEqual({ password: 'Wrong' });
});

test('what a proxy in between made up becomes a sentence too', async () => {
  const error = await failing(502, '<html>Bad gateway</html>');
  expect(error.message).toContain('502');
  expect(error.code).toBe('unknown');
});

test('no answer at all says what to check', async () => {
  const nowhere = openApi({ baseUri: 'http://127.0.0.1:1/', fetch, onUnauthorized() {} });
  const error = await failureOf(nowhere.get('x'));
  expect(error).toMatchObject({ status: 0, code: 'unreachable' });
  expect(error.message).toContain('does not answer');
});

describe('401', () => {
  test('ends the session, whichever call meets it', async () => {
    const before = signedOut;
    await failing(401, '{"error":"Sign in"}');
    expect(signedOut).toBe(before + 1);
  });

  test('of a wrong password ends nothing', async () => {
    const before = signedOut;
    await failureOf(api.post('auth/401'));
    expect(signedOut).toBe(before);
  });
});

test('fields that are no sentences are left out', () => {
  expect(readApiError(400, { fields: { a: 'A', b: 1, c: null } }).fields).toEqual({ a: 'A' });
  expect(readApiError(400, { fields: ['a'] }).fields).toEqual({});
});
