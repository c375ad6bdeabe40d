import { expect, test } from 'bun:test';
import { silentLog } from '../base/log.ts';
import { addPerson } from '../users/testing.ts';
import {
  MAX_CLIENTS_PER_USER,
  MAX_REJECTIONS_PER_USER,
  MAX_WAITING,
  openClients,
  SKEW_WINDOW_MS,
} from './clients.ts';
import { openTestHeartbeats } from './testing.ts';

const AGENT =
  'wakatime/v1.115.2 (linux-6.8.0-unknown) go1.24.4 vscode/1.101.0 vscode-wakatime/25.0.3';

async function open() {
  const app = await openTestHeartbeats();
  app.time.now = Math.floor(app.time.now / 1_000) * 1_000; // delays are whole seconds then
  const person = await app.addPerson();
  const send = (items: object[]) =>
    app.call('POST', '/api/v1/users/current/heartbeats.bulk', { key: person.key, body: items });
  const sendSeen = (ago: number, more: object = {}) =>
    send([{ entity: '/a.ts', type: 'file', time: app.now() - ago, user_agent: AGENT, ...more }]);
  const list = async () => (await app.call('GET', '/api/v1/clients', { key: person.key })).json;
  return { ...app, person, send, sendSeen, list };
}

test('nobody is told nothing', async () => {
  const { call } = await open();
  expect((await call('GET', '/api/v1/clients')).status).toBe(401);
});

test('without heartbeats there are no clients, and other people never see mine', async () => {
  const { list, sendSeen, call, addPerson: addOther } = await open();
  expect(await list()).toEqual({ clients: [], rejected: [] });
  await sendSeen(0);
  const other = await addOther();
  const answer = await call('GET', '/api/v1/clients', { key: other.key });
  expect(answer.json).toEqual({ clients: [], rejected: [] });
});

test('each editor on each machine is listed with its last heartbeat, latest first', async () => {
  const { call, list, sendSeen, person, time } = await open();
  const zed = { project: 'p', editor: 'Zed', machine: 'desk', os: 'linux' };
  await call('POST', '/api/v1/heartbeat', { key: person.key, body: zed });
  time.now += 10_000;
  await sendSeen(2);
  await sendSeen(1);
  const { clients } = await list();
  expect(clients).toEqual([
    {
      editor: 'VS Code',
      plugin: 'vscode-wakatime/25.0.3',
      machine: '',
      os: 'Linux',
      last_seen: new Date(time.now).toISOString(),
      heartbeats: 2,
      clock_skew_seconds: 1,
    },
    {
      editor: 'Zed',
      plugin: '',
      machine: 'desk',
      os: 'Linux',
      last_seen: new Date(time.now - 10_000).toISOString(),
      heartbeats: 1,
      // The server gave the time.
      clock_skew_seconds: null,
    },
  ]);
});

test('the clock is judged by the quickest heartbeat of an hour, not by what waited offline', async () => {
  const { list, send, sendSeen, now, time } = await open();
  const skew = async () => (await list()).clients[0].clock_skew_seconds;
  await sendSeen(3);
  expect(await skew()).toBe(3);
  await sendSeen(5 * 3_600);
  expect(await skew()).toBe(3);
  // One request: only its newest counts.
  const old = Array.from({ length: 3 }, (_, index) => ({
    entity: `/${index}.ts`,
    type: 'file',
    time: now() - 7_000 - index,
    user_agent: AGENT,
  }));
  await send([...old, { entity: '/b.ts', type: 'file', time: now() - 2, user_agent: AGENT }]);
  expect(await skew()).toBe(2);
  time.now += SKEW_WINDOW_MS + 1_000;
  await sendSeen(600);
  expect(await skew()).toBe(600);
  await sendSeen(1);
  expect(await skew()).toBe(1);
});

test('a clock that is ahead is negative', async () => {
  const { list, sendSeen } = await open();
  await sendSeen(-90);
  expect((await list()).clients[0].clock_skew_seconds).toBe(-90);
});

test('imports are no sign of life', async () => {
  const { call, list, person, now } = await open();
  const items = [{ project: 'p', editor: 'Zed', time: now() - 1_000 }, { editor: 'Zed' }];
  await call('POST', '/api/v1/import', { key: person.key, body: items });
  expect(await list()).toEqual({ clients: [], rejected: [] });
});

test('what was refused is told with field and reason, alike ones together', async () => {
  const { call, list, send, person, time } = await open();
  await send([{ entity: '/a.ts', type: 'file', time: 'soon', user_agent: AGENT }]);
  time.now += 60_000;
  await send([{ entity: '/a.ts', type: 'file', time: 'soon', user_agent: AGENT }]);
  await call('POST', '/api/v1/heartbeat', { key: person.key, body: { editor: 'Zed' } });
  const { rejected, clients } = await list();
  expect(clients).toEqual([]);
  expect(rejected).toHaveLength(2);
  expect(rejected).toContainEqual(
    expect.objectContaining({ field: 'project', client: 'Zed', count: 1 }),
  );
  expect(rejected).toContainEqual({
    field: 'time',
    client: AGENT,
    count: 2,
    reason: expect.any(String),
    time: new Date(time.now).toISOString(),
  });
});

test('a user has so many clients and refusals; the oldest go', async () => {
  const { call, list, person, time } = await open();
  for (let turn = 0; turn < 2; turn += 1) {
    time.now += 1_000;
    const items = Array.from({ length: MAX_CLIENTS_PER_USER }, (_, index) => ({
      project: 'p',
      machine: `m${turn}-${index}`,
    }));
    const bad = Array.from({ length: MAX_REJECTIONS_PER_USER }, (_, index) => ({
      editor: `e${turn}-${index}`,
    }));
    await call('POST', '/api/v1/heartbeats', { key: person.key, body: [...items, ...bad] });
    const known = await list();
    expect(known.clients).toHaveLength(MAX_CLIENTS_PER_USER);
    expect(known.rejected).toHaveLength(MAX_REJECTIONS_PER_USER);
    expect(
      known.clients.every(({ machine }: { machine: string }) => machine.startsWith(`m${turn}-`)),
    ).toBe(true);
    expect(
      known.rejected.every(({ client }: { client: string }) => client.startsWith(`e${turn}-`)),
    ).toBe(true);
  }
});

test('what waits to be written is bounded', async () => {
  const app = await openTestHeartbeats();
  const { id } = await addPerson(app);
  const clients = openClients({
    database: app.database,
    clock: () => app.time.now,
    log: silentLog,
  });
  const problem = { field: 'time', error: 'no' };
  const note = (index: number) => clients.noteRejection(id, { editor: `e${index}` }, problem);
  for (let index = 0; index < MAX_WAITING; index += 1) note(index);
  // The latest are kept: had there been room, this would be one of them.
  app.time.now += 1_000;
  note(MAX_WAITING);
  note(0);
  const { rejected } = await clients.list(id);
  expect(rejected[0]).toMatchObject({ client: 'e0', count: 2 });
  expect(rejected.map(({ client }) => client)).not.toContain(`e${MAX_WAITING}`);
});

test('somebody who left meanwhile harms nobody else', async () => {
  const app = await openTestHeartbeats();
  const { id } = await addPerson(app);
  const clients = openClients({
    database: app.database,
    clock: () => app.time.now,
    log: silentLog,
  });
  clients.noteRejection(crypto.randomUUID(), {}, { field: 'time', error: 'no' });
  clients.noteRejection(id, {}, { field: 'time', error: 'no' });
  expect((await clients.list(id)).rejected).toHaveLength(1);
});
