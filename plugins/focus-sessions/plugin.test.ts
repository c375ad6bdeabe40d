import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type House, openHouse } from '../testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse('focus-sessions');
});
afterAll(() => house.close());

test('before the first session there is none', async () => {
  const { rpc } = await house.addPerson();
  expect(await rpc('status')).toEqual({ session: null, done: 0, minutes: 25 });
});

test('a session lasts as long as the settings say', async () => {
  const { rpc, setSettings } = await house.addPerson();
  await setSettings({ minutes: 50 });
  const { session, minutes } = await rpc('start');
  expect(minutes).toBe(50);
  expect(session.seconds).toBe(3_000);
  expect(session.left).toBeGreaterThan(2_990);
  expect(session.left).toBeLessThanOrEqual(3_000);
});

test('a session that is stopped does not count', async () => {
  const { rpc } = await house.addPerson();
  await rpc('start');
  expect(await rpc('stop')).toMatchObject({ session: null, done: 0 });
});

test('one person’s session is nobody else’s', async () => {
  const [one, other] = [await house.addPerson(), await house.addPerson()];
  await one.rpc('start');
  expect((await other.rpc('status')).session).toBeNull();
});
