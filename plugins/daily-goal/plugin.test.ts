import { afterAll, beforeAll, expect, test } from 'bun:test';
import { until } from '../../src/lifecycle/testing.ts';
import { type House, openHouse } from '../testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse('daily-goal');
});
afterAll(() => house.close());

test('installing sets two hours', async () => {
  const { rpc, settings } = await house.addPerson();
  await until(async () => (await settings()).daily_minutes === 120);
  expect(await rpc('status')).toMatchObject({ goal_seconds: 7_200, seconds: 0, days_met: 0 });
});

test('the status knows today’s time, whatever it is made of', async () => {
  const { work, rpc } = await house.addPerson();
  await work(40, { project: 'one' });
  await work(30, { daysAgo: 1 });
  expect((await rpc('status')).seconds).toBeLessThanOrEqual(40); // less just after midnight
});

test('a goal is a number of minutes within a day, and the settings show it', async () => {
  const { rpc, settings } = await house.addPerson();
  expect(await rpc('set-goal', { minutes: 30 })).toMatchObject({ goal_seconds: 1_800 });
  expect(await settings()).toEqual({ daily_minutes: 30 });
  for (const minutes of [14, 1_441, 'many', null]) {
    expect(await rpc('set-goal', { minutes })).toEqual({ error: 'Send minutes from 15 to 1440.' });
  }
  expect(await settings()).toEqual({ daily_minutes: 30 });
});

test('a day on which the goal is met counts once', async () => {
  const { work, rpc, tick } = await house.addPerson();
  await rpc('set-goal', { minutes: 15 });
  expect(await tick()).toEqual([]);
  await work(900);
  const { seconds } = await rpc('status');
  if (seconds < 900) return; // midnight has cut the work in two: nothing to meet today
  expect(await tick()).toEqual(['Goal met: 15 minutes. Days met so far: 1']);
  await tick();
  expect((await rpc('status')).days_met).toBe(1);
});
