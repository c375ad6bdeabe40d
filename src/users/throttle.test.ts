import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { HOUR_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import { newUsername, openTestUsers, rejectionOf } from './testing.ts';
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  accountSubject,
  addressSubject,
  delayMs,
  FORGET_MS,
  openThrottle,
  SIGN_UP_RULE,
} from './throttle.ts';

let database: Database;
beforeAll(async () => {
  database = await sharedTestDatabase();
});

/** A throttle whose clock the test turns. */
function openHere() {
  const time = { now: Date.now() };
  const throttle = openThrottle({ database, clock: () => time.now });
  const begin = (...subjects: Parameters<typeof throttle.begin>[0]) =>
    throttle.begin(subjects).then(
      () => 'begun' as const,
      (error): unknown => error.retryAfterSeconds,
    );
  return { time, throttle, begin };
}

describe('the delay', () => {
  test.each([ADDRESS_RULE, ACCOUNT_RULE, SIGN_UP_RULE])('grows from nothing to an end', (rule) => {
    expect(delayMs(rule.free - 1, rule)).toBe(0);
    expect(delayMs(rule.free, rule)).toBe(rule.firstDelayMs);
    expect(delayMs(rule.free + 1, rule)).toBe(2 * rule.firstDelayMs);
    expect(delayMs(100_000, rule)).toBe(rule.longestDelayMs);
    fc.assert(
      fc.property(fc.nat(3_000), (failures) => {
        expect(delayMs(failures + 1, rule)).toBeGreaterThanOrEqual(delayMs(failures, rule));
      }),
    );
  });
});

test('failures slow an account down, waiting always helps, success forgets', async () => {
  const { time, throttle, begin } = openHere();
  const subject = accountSubject(newUsername());
  for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) {
    expect(await begin(subject)).toBe('begun');
  }
  expect(await begin(subject)).toBe(1);
  expect(await begin(subject)).toBe(1); // asking again did not make it longer
  time.now += SECOND_MS;
  expect(await begin(subject)).toBe('begun');
  expect(await begin(subject)).toBe(2);
  for (let attempt = 0; attempt < 10; attempt++) {
    time.now += ACCOUNT_RULE.longestDelayMs;
    expect(await begin(subject)).toBe('begun');
  }
  expect(await begin(subject)).toBe(ACCOUNT_RULE.longestDelayMs / SECOND_MS);
  await throttle.reset(subject);
  expect(await begin(subject)).toBe('begun');
});

test('a thousand attempts at once are a handful', async () => {
  const { begin } = openHere();
  const subject = accountSubject(newUsername());
  const results = await Promise.all(Array.from({ length: 100 }, () => begin(subject)));
  expect(results.filter((result) => result === 'begun')).toHaveLength(ACCOUNT_RULE.free);
});

test('the count holds over instances and restarts', async () => {
  const [one, other] = [openHere(), openHere()];
  const subject = accountSubject(newUsername());
  for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) await one.begin(subject);
  expect(await other.begin(subject)).toBeGreaterThan(0);
});

test('an attempt that one subject refuses counts for none', async () => {
  const { begin } = openHere();
  const [blocked, free] = [accountSubject(newUsername()), accountSubject(newUsername())];
  for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) await begin(blocked);
  for (let attempt = 0; attempt < 20; attempt++) await begin(blocked, free);
  expect(await begin(free)).toBe('begun');
});

test('an attempt that was none is taken back', async () => {
  const { throttle, begin } = openHere();
  const subject = accountSubject(newUsername());
  for (let attempt = 0; attempt < 20; attempt++) {
    expect(await begin(subject)).toBe('begun');
    await throttle.release([subject]);
  }
});

test('failures are forgotten after a while, and so is a clock that was set back', async () => {
  const { time, begin } = openHere();
  const subject = accountSubject(newUsername());
  for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) await begin(subject);
  time.now += FORGET_MS;
  for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) {
    expect(await begin(subject)).toBe('begun');
  }
  time.now -= 2 * FORGET_MS;
  expect(await begin(subject)).toBe('begun');
});

test('an IPv6 customer is one address, whatever they make of it', () => {
  expect(addressSubject('2001:db8:1:2:3::4').name).toBe(addressSubject('2001:DB8:1:2::9').name);
  expect(addressSubject('2001:db8:1:2::4').name).not.toBe(addressSubject('2001:db8:1:3::4').name);
  expect(addressSubject('::ffff:10.0.0.1').name).toBe(addressSubject('10.0.0.1').name);
  expect(addressSubject('10.0.0.1').name).not.toBe(addressSubject('10.0.0.2').name);
});

describe('signing in', () => {
  const password = 'correct horse';

  async function openAttacked() {
    const here = await openTestUsers();
    const username = newUsername();
    await here.users.accounts.add({ username, password });
    const login = (address: string, attempt: string) =>
      here.call('POST', '/auth/login', { address, body: { username, password: attempt } });
    return { ...here, username, login };
  }

  test('is slowed per account, from whatever address', async () => {
    const { login, time } = await openAttacked();
    for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) {
      expect((await login(`attack-${attempt}`, 'wrong')).status).toBe(401);
    }
    expect(await login('attack-x', 'wrong')).toMatchObject({
      status: 429,
      json: { code: 'too_many' },
    });
    expect((await login('new place', password)).status).toBe(429);
    time.now += SECOND_MS;
    expect((await login('new place', password)).status).toBe(200);
    expect((await login('attack-x', 'wrong')).status).toBe(401); // success reset the account
  });

  test('is open to the owner where they are signed in, in the middle of an attack', async () => {
    const { login } = await openAttacked();
    expect((await login('home', password)).status).toBe(200);
    for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) {
      await login(`storm-${attempt}`, 'wrong');
    }
    expect((await login('storm-x', password)).status).toBe(429);
    expect((await login('home', password)).status).toBe(200);
  });

  test('is slowed per address, for names that exist or not', async () => {
    const { login, call, time } = await openAttacked();
    const address = `guesser-${crypto.randomUUID()}`;
    for (let attempt = 0; attempt < ADDRESS_RULE.free; attempt++) {
      const body = { username: newUsername(), password: 'wrong' };
      const answer = await call('POST', '/auth/login', { address, body });
      expect(answer).toMatchObject({ status: 401, json: { error: 'Wrong username or password' } });
    }
    expect((await login(address, password)).status).toBe(429);
    time.now += HOUR_MS;
    expect((await login(address, password)).status).toBe(200);
  });

  test('nothing is counted when nothing could be checked', async () => {
    const { throttle, begin } = openHere();
    const subject = accountSubject(newUsername());
    await begin(subject);
    await throttle.release([subject]);
    await throttle.release([subject]);
    for (let attempt = 0; attempt < ACCOUNT_RULE.free; attempt++) {
      expect(await begin(subject)).toBe('begun');
    }
    const refusal = await rejectionOf(throttle.begin([subject]));
    expect(refusal).toMatchObject({ code: 'too_many', retryAfterSeconds: 1 });
  });
});
