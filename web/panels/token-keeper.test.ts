import { expect, test } from 'bun:test';
import { openTokenKeeper, REFRESH_AFTER_MS } from './token-keeper.ts';

function open() {
  const time = { now: 1_000_000 };
  const given: string[] = [];
  const server = { asked: 0, isAway: false };
  const keeper = openTokenKeeper({
    async ask() {
      server.asked += 1;
      if (server.isAway) throw new Error('away');
      return `token ${server.asked}`;
    },
    onToken: (token) => given.push(token),
    now: () => time.now,
  });
  return { ...keeper, time, given, server };
}

test('a token is replaced before it ends, not sooner', async () => {
  const { check, time, given } = open();
  time.now += REFRESH_AFTER_MS - 1;
  await check();
  expect(given).toEqual([]);
  time.now += 1;
  await check();
  await check();
  expect(given).toEqual(['token 1']);
});

test('a machine that slept, or set its clock back, gets one at the first check', async () => {
  const { check, time, given } = open();
  time.now += 8 * 3_600_000;
  await check();
  time.now -= 3_600_000;
  await check();
  expect(given).toEqual(['token 1', 'token 2']);
});

test('a server that is away is asked again; checks meanwhile ask once', async () => {
  const { check, time, given, server } = open();
  time.now += REFRESH_AFTER_MS;
  server.isAway = true;
  await Promise.all([check(), check()]);
  expect(server.asked).toBe(1);
  server.isAway = false;
  await check();
  expect(given).toEqual(['token 2']);
});
