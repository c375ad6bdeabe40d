import { afterAll, expect, test } from 'bun:test';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import {
  MAX_STREAMS_PER_USER,
  MAX_WAITING_EVENTS,
  openLive,
  TIMELINE_INTERVAL_MS,
} from './live.ts';
import { openServer } from './server.ts';
import { openHeaderGuard, openTestHandler } from './testing.ts';

const bus = openLocalBus();
const { guard, revoke } = openHeaderGuard();
const live = openLive({ guard, bus, pingIntervalMs: 20 });
afterAll(() => live.close());

const requestOf = (userId: string) =>
  new Request('http://localhost/api/v1/live', { headers: { 'x-test-user': userId } });

/** Reads a stream and keeps what has come. */
async function open(userId: string, { isRead = true } = {}) {
  const response = await live.handle(requestOf(userId));
  const state = { response, text: '', isEnded: false };
  const reading = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) state.text += decoder.decode(chunk);
    state.isEnded = true;
  };
  if (isRead) reading();
  await Bun.sleep(1);
  return state;
}

const countOf = (text: string, event: string) => text.split(`event: ${event}\n`).length - 1;

test('nobody hears without signing in', async () => {
  await expect(live.handle(new Request('http://localhost/api/v1/live'))).rejects.toThrow('Sign in');
  const response = await openTestHandler().ask('/api/v1/live');
  expect(response.status).toBe(401);
});

test('the headers keep proxies from holding events back', async () => {
  const { response } = await open('headers');
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  expect(response.headers.get('cache-control')).toContain('no-cache');
});

test('a user hears of their own changes, and of nobody else’s', async () => {
  const ada = await open('ada');
  const bob = await open('bob');
  bus.publish('timeline', { userId: 'ada' });
  bus.publish('recompute', { userId: 'ada', done: 3, total: 9 });
  await Bun.sleep(5);
  expect(ada.text).toContain('event: timeline\ndata: {}\n\n');
  expect(ada.text).toContain('event: recompute\ndata: {"done":3,"total":9}\n\n');
  expect(bob.text).not.toContain('event:');
});

test('everybody hears when the store changed, and one person when their plugins did', async () => {
  const ada = await open('ada-with-plugins');
  const bob = await open('bob-with-plugins');
  bus.publish('plugins', { userId: 'ada-with-plugins' });
  bus.publish('plugins', { userId: null });
  await Bun.sleep(5);
  expect([countOf(ada.text, 'plugins'), countOf(bob.text, 'plugins')]).toEqual([2, 1]);
  expect(ada.text).toContain('event: plugins\ndata: {}\n\n');
});

test('many changes at once are at most one event per interval, and the last is told', async () => {
  const { text } = await (async () => {
    const state = await open('busy');
    for (let step = 0; step < 10; step++) {
      bus.publish('timeline', { userId: 'busy' });
      await Bun.sleep(10);
    }
    expect(countOf(state.text, 'timeline')).toBe(1);
    await Bun.sleep(TIMELINE_INTERVAL_MS * 2);
    return state;
  })();
  expect(countOf(text, 'timeline')).toBe(2);
});

test('a silent stream is pinged', async () => {
  const state = await open('silent');
  await Bun.sleep(60);
  expect(state.text).toContain(': ping\n\n');
});

test('the oldest stream makes room when a user has too many', async () => {
  const states = [];
  for (let index = 0; index <= MAX_STREAMS_PER_USER; index++) states.push(await open('many'));
  await Bun.sleep(5);
  expect(states.map(({ isEnded }) => isEnded)).toEqual([
    true,
    ...Array.from({ length: MAX_STREAMS_PER_USER }, () => false),
  ]);
  expect(states[0]?.text).toContain('retry: ');
});

test('a client that does not read loses its stream', async () => {
  const before = live.count();
  await open('asleep', { isRead: false });
  expect(live.count()).toBe(before + 1);
  for (let done = 0; done < MAX_WAITING_EVENTS; done++) {
    bus.publish('recompute', { userId: 'asleep', done, total: 100 });
  }
  expect(live.count()).toBe(before);
});

test('streams end when their credentials are revoked', async () => {
  const gone = await open('gone');
  const other = await open('other');
  revoke('gone');
  bus.publish('credentials', { userId: 'gone' });
  bus.publish('credentials', { userId: 'other' });
  await Bun.sleep(5);
  expect([gone.isEnded, other.isEnded]).toEqual([true, false]);
});

test('a client may leave while its credentials are checked', async () => {
  const check = Promise.withResolvers<never>();
  let isChecked = false;
  const slow = openLive({
    bus,
    guard: {
      ...guard,
      requireUser: (request) => {
        if (isChecked) return check.promise;
        isChecked = true;
        return guard.requireUser(request);
      },
    },
  });
  const reader = (await slow.handle(requestOf('leaver'))).body?.getReader();
  bus.publish('credentials', { userId: 'leaver' });
  await reader?.cancel();
  expect(slow.count()).toBe(0);
  // An error thrown now would be nobody's, and end the program (and this test).
  check.reject(new AppError('unauthorized', 'Sign in first.'));
  await Bun.sleep(5);
  slow.close();
});

test('a revocation that was not announced shows at the next ping', async () => {
  const state = await open('unannounced');
  revoke('unannounced');
  await Bun.sleep(60);
  expect(state.isEnded).toBe(true);
});

test('over a socket: events arrive, a client that leaves is forgotten, a stop ends the rest', async () => {
  const { handler, bus, live } = openTestHandler({ basePath: '/hearth' });
  const server = openServer({ host: '127.0.0.1', port: 0, handler });
  const headers = { 'x-test-user': 'ada' };
  const leaving = new AbortController();
  await fetch(`${server.url}/hearth/api/v1/live`, { headers, signal: leaving.signal });
  const staying = await fetch(`${server.url}/hearth/api/v1/live`, { headers });
  expect(live.count()).toBe(2);

  leaving.abort();
  const deadline = Date.now() + 2_000;
  while (live.count() > 1 && Date.now() < deadline) await Bun.sleep(10);
  expect(live.count()).toBe(1);

  bus.publish('timeline', { userId: 'ada' });
  setTimeout(() => {
    live.close();
    server.stop();
  }, 20);
  expect(await staying.text()).toBe(': connected\n\nevent: timeline\ndata: {}\n\n');
});
