import { afterAll, beforeAll, expect, test } from 'bun:test';
import { until } from '../../src/lifecycle/testing.ts';
import { type House, openHouse } from '../testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse('project-tidy');
});
afterAll(() => house.close());

test('a rule renames the history, and time moves with it', async () => {
  const person = await house.addPerson();
  await person.work(60, { project: 'old', daysAgo: 2 });
  await person.work(90, { project: 'new', daysAgo: 1 });
  expect(await person.rpc('add-rule', { from: 'old', to: 'new' })).toEqual({
    ok: true,
    renamed: 1,
  });
  expect(await person.projects()).toEqual({ new: 150 });
});

test('what comes later under the old name is renamed too', async () => {
  const person = await house.addPerson();
  await person.rpc('add-rule', { from: 'old', to: 'new' });
  await person.work(60, { project: 'old', daysAgo: 1 });
  await until(async () => (await person.projects()).new === 60);
  expect(await person.projects()).toEqual({ new: 60 });
});

test('a project renamed twice has its last name, by one rule each', async () => {
  const person = await house.addPerson();
  await person.rpc('add-rule', { from: 'a', to: 'b' });
  await person.rpc('add-rule', { from: 'b', to: 'c' });
  expect(await person.rpc('rules')).toEqual({ rules: { a: 'c', b: 'c' } });
});

test('rules that lead nowhere are refused with a sentence', async () => {
  const { rpc } = await house.addPerson();
  await rpc('add-rule', { from: 'a', to: 'b' });
  expect(await rpc('add-rule', { from: 'b', to: 'a' })).toEqual({
    error: 'a is itself renamed to b: use that name.',
  });
  expect(await rpc('add-rule', { from: 'x', to: 'x' })).toEqual({
    error: 'The two names are the same.',
  });
  expect((await rpc('add-rule', { from: 'x' })).error).toStartWith('Send ');
});

test('a rule that is removed renames no more', async () => {
  const { rpc } = await house.addPerson();
  await rpc('add-rule', { from: 'a', to: 'b' });
  expect(await rpc('remove-rule', { from: 'a' })).toEqual({ ok: true });
  expect(await rpc('remove-rule', { from: 'a' })).toEqual({ error: 'There is no rule for a.' });
  expect(await rpc('rules')).toEqual({ rules: {} });
});

test('another person’s projects keep their names', async () => {
  const [one, other] = [await house.addPerson(), await house.addPerson()];
  await other.work(60, { project: 'old', daysAgo: 1 });
  await one.rpc('add-rule', { from: 'old', to: 'new' });
  expect(await other.projects()).toEqual({ old: 60 });
});
