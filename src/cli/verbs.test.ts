/** Every verb twice: opening the database itself, and through a server that runs. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../app.ts';
import { makeTestInstance, type TestInstance } from '../app-testing.ts';
import { silentLog } from '../base/log.ts';
import { makeTestDirectory } from '../db/testing.ts';
import { type Control, openControl } from './control.ts';
import { runVerb } from './testing.ts';

describe.each(['without a server', 'beside a running server'])('%s', (situation) => {
  const hasServer = situation === 'beside a running server';
  let instance: TestInstance;
  let app: App | undefined;
  let control: Control | null = null;
  const run = (argv: string[], given = {}) => runVerb(argv, instance.environment, given);

  beforeAll(async () => {
    instance = await makeTestInstance();
    if (!hasServer) return;
    app = await openApp(instance.config, { log: silentLog });
    control = await openControl(instance.config.dataDirectory, app.services, silentLog);
  });
  afterAll(async () => {
    await control?.close();
    await app?.close();
    await instance.remove();
  });

  test('a setup link is printed for as long as nobody has an account', async () => {
    const { code, out } = await run(['user', 'add', '--admin']);
    expect(code).toBe(0);
    expect(out).toMatch(/^http:\/\/localhost:\d+\/setup#token=[\w-]{20,}\n$/);
  });

  test('accounts are made with a password from a file, from input and from a person', async () => {
    const file = join(makeTestDirectory(), 'password');
    writeFileSync(file, 'lovelace!\n');
    expect((await run(['user', 'add', 'ada', '--admin', '--password-file', file])).code).toBe(0);
    const piped = await run(['user', 'add', 'bob', '--password-file', '-'], { input: 'builder!!' });
    expect(piped).toEqual({ code: 0, out: 'Added bob.\n', err: '' });
    const asked = await run(['user', 'add', 'eve'], { answers: ['listening', 'listening'] });
    expect(asked.code).toBe(0);

    const { out } = await run(['user', 'list']);
    expect(out).toMatch(
      /^ada +administrator +since \d{4}-\d\d-\d\d\nbob +user .*\neve +user .*\n$/,
    );
  });

  test('two different answers, or none, change nothing', async () => {
    const typo = await run(['user', 'add', 'mallory'], { answers: ['lovelace!', 'lovelace?'] });
    expect(typo).toEqual({ code: 1, out: '', err: 'The two passwords differ.\n' });
    expect((await run(['user', 'add', 'mallory'], { answers: [null] })).code).toBe(1);
    expect((await run(['user', 'list'])).out).not.toContain('mallory');
  });

  test('what the server refuses is told with its sentence', async () => {
    const taken = await run(['user', 'add', 'Ada', '--password-file', '-'], { input: 'lovelace!' });
    expect(taken.code).toBe(1);
    expect(taken.err).toContain('taken');
    const short = await run(['user', 'password', 'ada', '--password-file', '-'], { input: 'x' });
    expect(short.err).toContain('8 to 256 characters');
    const nobody = await run(['user', 'key', 'nobody']);
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('no user named nobody');
  });

  test('no setup link once accounts exist', async () => {
    expect((await run(['user', 'add', '--admin'])).code).toBe(2);
  });

  test('a key is printed alone', async () => {
    const { code, out, err } = await run(['user', 'key', 'ada', '--name', 'laptop']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^waka_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/,
    );
    if (!app) return;
    const headers = { 'X-API-Key': out.trim() };
    expect((await fetch(`${app.url}/api/v1/user/me`, { headers })).status).toBe(200);
  });

  test('a password is changed', async () => {
    const argv = ['user', 'password', 'ada', '--password-file', '-'];
    expect((await run(argv, { input: 'difference engine' })).code).toBe(0);
    if (!app) return;
    const response = await fetch(`${app.url}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'ada', password: 'difference engine' }),
    });
    expect(response.ok).toBe(true);
  });

  test('migrate finds nothing left to do', async () => {
    expect((await run(['migrate'])).out).toEndWith('The schema is up to date.\n');
  });

  test('healthcheck agrees', async () => {
    const port = app ? new URL(app.url).port : '1';
    expect((await run(['healthcheck', '--port', port])).code).toBe(app ? 0 : 1);
  });

  test('doctor finds folder, database and role in order', async () => {
    const { code, out } = await run(['doctor']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ok +data folder: .*\nok +database: Postgres \d.*\nok +plugin SQL: .*\n$/);
  });

  test('the socket is for its owner only', () => {
    const path = join(instance.config.dataDirectory, 'control.sock');
    expect(existsSync(path)).toBe(app !== undefined);
    if (app) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.if(hasServer)('the socket knows its operations and nothing else', async () => {
    const ask = async (path: string, body: string) => {
      const unix = join(instance.config.dataDirectory, 'control.sock');
      return (await fetch(`http://localhost${path}`, { unix, method: 'POST', body })).json();
    };
    expect(await ask('/constructor', '{}')).toMatchObject({ code: 'not_found' });
    expect(await ask('/add-key', '{"username":1}')).toMatchObject({ code: 'invalid' });
    expect(await ask('/add-key', 'nonsense')).toHaveProperty('internal');
  });
});

test('a socket that a killed server left behind is replaced', async () => {
  const directory = makeTestDirectory();
  const path = join(directory, 'control.sock');
  const child = Bun.spawnSync([
    process.execPath,
    '-e',
    `Bun.serve({ unix: ${JSON.stringify(path)}, fetch: () => new Response() }); process.kill(process.pid, 'SIGKILL')`,
  ]);
  expect(child.signalCode).toBe('SIGKILL');
  expect(existsSync(path)).toBe(true);
  const services = {
    users: undefined as never,
    migrated: [],
    tryPlugin: undefined as never,
    diagnose: async () => [],
  };
  const control = await openControl(directory, services, silentLog);
  expect(control).not.toBeNull();
  expect(await openControl(directory, services, silentLog)).toBeNull();
  await control?.close();
  expect(existsSync(path)).toBe(false);
});

test('a path that is too long for a socket costs only the socket', async () => {
  const services = {
    users: undefined as never,
    migrated: [],
    tryPlugin: undefined as never,
    diagnose: async () => [],
  };
  expect(await openControl(`/tmp/${'x'.repeat(200)}`, services, silentLog)).toBeNull();
});
