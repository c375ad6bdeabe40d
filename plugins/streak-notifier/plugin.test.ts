import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type House, openHouse } from '../testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse('streak-notifier');
});
afterAll(() => house.close());

const dateDaysAgo = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test('nobody who has not coded has a streak', async () => {
  const { rpc, tick } = await house.addPerson();
  expect(await rpc('get-streak')).toEqual({ streak: 0, last_day: null });
  expect(await tick()).toEqual([]);
});

test('days in a row count, a gap ends them', async () => {
  const { work, rpc } = await house.addPerson();
  for (const daysAgo of [1, 2, 4]) await work(600, { daysAgo });
  expect(await rpc('get-streak')).toEqual({ streak: 2, last_day: dateDaysAgo(1) });
});

test('a streak whose last day is older than yesterday is over', async () => {
  const { work, rpc } = await house.addPerson();
  for (const daysAgo of [3, 4]) await work(600, { daysAgo });
  expect(await rpc('get-streak')).toEqual({ streak: 0, last_day: dateDaysAgo(3) });
});

test('the evening’s warning comes once', async () => {
  const { work, tick, setSettings } = await house.addPerson();
  await work(600, { daysAgo: 1 });
  await setSettings({ warn_from_hour: 0 });
  const warning = 'Nothing coded today: your streak of 1 day ends at midnight';
  expect(await tick()).toEqual([warning]);
  expect(await tick()).toEqual([warning]);
});

test('a reset counts from tomorrow on', async () => {
  const { work, rpc } = await house.addPerson();
  for (const daysAgo of [1, 2]) await work(600, { daysAgo });
  expect(await rpc('reset-streak')).toEqual({ ok: true });
  expect(await rpc('get-streak')).toEqual({ streak: 0, last_day: null });
});
