import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { HOUR_MS } from '../base/time.ts';
import { newName, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';
import {
  MAX_ERRORS_PER_PLUGIN,
  MAX_KEPT_MESSAGE_CHARACTERS,
  MAX_REPORTS_PER_HOUR,
} from './widget-errors.ts';

let here: TestPlugins;
type Person = Awaited<ReturnType<TestPlugins['addPerson']>>;
let author: Person;
beforeAll(async () => {
  here = await openTestPlugins();
  author = await here.addPerson();
});
afterAll(() => here.close());

const publish = () => here.publish(author.key, { script: WIDGET, version: '1.0.0' });

async function addInstaller(id: string): Promise<Person> {
  const person = await here.addPerson();
  await here.call('POST', `/store/install/${id}`, { key: person.key });
  return person;
}

const report = (person: Person, name: string, body: unknown) =>
  here.call('POST', `/plugins/${name}/errors`, { key: person.key, body });

const read = async (id: string) =>
  (await here.call('GET', `/store/my/${id}/errors`, { key: author.key })).json.errors;

describe('errors of a widget', () => {
  test('reach the author, counted, and do not say whose they were', async () => {
    const { id, name } = await publish();
    const [ada, bob] = [await addInstaller(id), await addInstaller(id)];
    const seen = new Date(here.time.now).toISOString();
    await report(ada, name, { message: 'x is undefined', line: 3 });
    await report(bob, name, { message: 'x is undefined', line: 3 });
    here.time.now += 1_000;
    await report(bob, name, { message: 'API error' });
    const later = new Date(here.time.now).toISOString();
    const rows = [
      { message: 'API error', line: null, count: 1, first_seen: later, last_seen: later },
      { message: 'x is undefined', line: 3, count: 2, first_seen: seen, last_seen: seen },
    ];
    expect(await read(id)).toEqual(rows.map((row) => ({ ...row, version: '1.0.0' })));
  });

  test('are cut, and carry no token', async () => {
    const { id, name } = await publish();
    const person = await addInstaller(id);
    const secret = `hbw_${'x'.repeat(43)}`;
    await report(person, name, { message: `sent ${secret} ${'y'.repeat(2_000)}` });
    const [{ message }] = await read(id);
    expect(message).toStartWith('sent … yyy');
    expect(message).toHaveLength(MAX_KEPT_MESSAGE_CHARACTERS);
  });

  test('are kept up to a number; the oldest go', async () => {
    const { id, name } = await publish();
    const person = await addInstaller(id);
    for (let index = 0; index <= MAX_ERRORS_PER_PLUGIN; index += 1) {
      here.time.now += 1_000;
      await report(person, name, { message: `error ${index}` });
    }
    const errors = await read(id);
    expect([errors.length, errors[0].message, errors.at(-1).message]).toEqual([
      MAX_ERRORS_PER_PLUGIN,
      `error ${MAX_ERRORS_PER_PLUGIN}`,
      'error 1',
    ]);
  });

  test('are heard up to a number an hour', async () => {
    const { id, name } = await publish();
    const person = await addInstaller(id);
    const tell = async () => (await report(person, name, { message: 'again' })).status;
    for (let index = 0; index < MAX_REPORTS_PER_HOUR; index += 1) expect(await tell()).toBe(200);
    expect(await tell()).toBe(429);
    expect(await read(id)).toMatchObject([{ count: MAX_REPORTS_PER_HOUR }]);
    here.time.now += HOUR_MS + 1;
    expect(await tell()).toBe(200);
  });

  test('are told by those who have the plugin, not by its widget', async () => {
    const { id, name } = await publish();
    const person = await addInstaller(id);
    const body = { message: 'broken' };
    expect((await here.call('POST', `/plugins/${name}/errors`, { body })).status).toBe(401);
    expect((await report(await here.addPerson(), name, body)).status).toBe(404);
    expect((await report(person, newName(), body)).status).toBe(404);
    const answer = await here.call('POST', `/plugins/${name}/token`, { key: person.key });
    const bearer = answer.json.token;
    expect((await here.call('POST', `/plugins/${name}/errors`, { bearer, body })).status).toBe(403);
    for (const wrong of [{}, { message: '' }, { message: 'x'.repeat(4_001) }, { message: 'a\0' }]) {
      expect((await report(person, name, wrong)).status).toBe(400);
    }
    expect((await report(person, name, { message: 'x', line: 0 })).status).toBe(400);
    expect(await read(id)).toEqual([]);
  });

  test('are read by the author alone', async () => {
    const { id } = await publish();
    const person = await addInstaller(id);
    expect((await here.call('GET', `/store/my/${id}/errors`)).status).toBe(401);
    const stranger = await here.call('GET', `/store/my/${id}/errors`, { key: person.key });
    expect(stranger.status).toBe(403);
    const unknown = `/store/my/${crypto.randomUUID()}/errors`;
    expect((await here.call('GET', unknown, { key: author.key })).status).toBe(403);
    expect((await here.call('GET', '/store/my/x/errors', { key: author.key })).status).toBe(400);
  });
});
