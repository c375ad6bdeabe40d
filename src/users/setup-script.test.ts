/** The set-up command as people run it: the real program, curl and /bin/sh, in a home of its own. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../app.ts';
import { makeTestInstance, type TestInstance } from '../app-testing.ts';
import { silentLog } from '../base/log.ts';

let instance: TestInstance;
let app: App;
let userId: string;
/** With a base path, as behind a proxy. */
let url: string;
let key: string;
const homes: string[] = [];

beforeAll(async () => {
  instance = await makeTestInstance({ HEARTHBEAT_BASE_URL: 'http://example.org/hearth' });
  app = await openApp(instance.config, { log: silentLog });
  url = `${app.url}/hearth`;
  const { accounts, keys } = app.services.users;
  userId = (await accounts.add({ username: 'ada', password: 'lovelace!' })).id;
  key = (await keys.add(userId, { name: 'page' })).key;
});
afterAll(async () => {
  await app.close();
  await instance.remove();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

async function makeToken(baseUrl = url): Promise<string> {
  const answer = await fetch(`${url}/api/v1/setup/tokens`, {
    method: 'POST',
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify({ base_url: baseUrl }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()).token;
}

function makeHome(config?: string): string {
  const home = mkdtempSync(join(tmpdir(), 'hearth home '));
  homes.push(home);
  if (config !== undefined) writeFileSync(join(home, '.wakatime.cfg'), config);
  return home;
}

const configOf = (home: string) => readFileSync(join(home, '.wakatime.cfg'), 'utf8');
const backupsOf = (home: string) => readdirSync(home).filter((name) => name.includes('.backup-'));

/** `curl … | sh`, with nobody at a terminal. */
async function run(
  home: string,
  command: string,
): Promise<{ code: number; out: string; err: string }> {
  const child = Bun.spawn({
    cmd: ['/bin/sh', '-c', command],
    env: { PATH: process.env.PATH, HOME: home },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out, err };
}

const commandOf = (token: string, { mode = '', sh = 'sh' } = {}) =>
  `curl -fsS '${url}/setup.sh?token=${token}${mode && `&mode=${mode}`}' | ${sh}`;

test('without settings it writes them, sends a test heartbeat, and says so', async () => {
  const home = makeHome();
  const { code, out, err } = await run(home, commandOf(await makeToken()));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(configOf(home)).toMatch(
    new RegExp(`^\\[settings\\]\napi_url = ${url}/api/v1\napi_key = waka_[0-9a-f-]{36}\n$`),
  );
  expect(out).toContain(`Wrote ${home}/.wakatime.cfg`);
  expect(out).toContain('it arrived');
  expect(backupsOf(home)).toEqual([]);
  expect(readdirSync(home)).toEqual(['.wakatime.cfg']);
  const latest = await fetch(`${url}/api/v1/heartbeats/latest`, { headers: { 'X-API-Key': key } });
  expect((await latest.json()).heartbeat).toMatchObject({ project: 'Hearthbeat set-up' });
});

test('the key that it fetched is one of the person, named after the machine', async () => {
  const home = makeHome();
  await run(home, commandOf(await makeToken()));
  const fresh = /api_key = (\S+)/.exec(configOf(home))?.[1] ?? '';
  const me = await fetch(`${url}/api/v1/user/me`, { headers: { 'X-API-Key': fresh } });
  expect((await me.json()).username).toBe('ada');
});

test('other settings stay, and the file as it was is kept beside', async () => {
  const before =
    '# mine\n[settings]\ndebug = true\napi_key = waka_old\napi_url=https://old.example/api\nexclude =\n    ^/tmp/\n[projectmap]\na b = c d\n';
  const home = makeHome(before);
  const { code } = await run(home, commandOf(await makeToken(), { mode: 'replace' }));
  expect(code).toBe(0);
  const after = configOf(home).replace(/waka_[0-9a-f-]{36}/, 'KEY');
  expect(after).toBe(
    `# mine\n[settings]\napi_url = ${url}/api/v1\napi_key = KEY\ndebug = true\nexclude =\n    ^/tmp/\n[projectmap]\na b = c d\n`,
  );
  const [backup = '', ...more] = backupsOf(home);
  expect(more).toEqual([]);
  expect(readFileSync(join(home, backup), 'utf8')).toBe(before);
});

test('beside another server only a line of [api_urls] is added, once', async () => {
  const home = makeHome('[settings]\r\napi_key = waka_old\r\n');
  const strip = () => configOf(home).replaceAll(/waka_[0-9a-f-]{36}/g, 'KEY');
  const expected = `[settings]\napi_key = waka_old\n\n[api_urls]\n.* = ${url}/api/v1|KEY\n`;
  expect((await run(home, commandOf(await makeToken(), { mode: 'beside' }))).code).toBe(0);
  expect(strip()).toBe(expected);
  expect((await run(home, commandOf(await makeToken(), { sh: 'sh -s -- --beside' }))).code).toBe(0);
  expect(strip()).toBe(expected);
  expect(backupsOf(home)).toHaveLength(2);
});

test('another copy that the person has keeps its pattern', async () => {
  const home = makeHome('[settings]\napi_key = k\n[api_urls]\n.* = https://other.example|k2\n');
  await run(home, commandOf(await makeToken(), { mode: 'beside' }));
  const config = configOf(home);
  expect(config).toContain('.* = https://other.example|k2\n');
  expect(config).toContain(`.+ = ${url}/api/v1|waka_`);
});

test('beside nothing there is nothing to keep: this server becomes the server', async () => {
  const home = makeHome();
  const { out } = await run(home, commandOf(await makeToken(), { mode: 'beside' }));
  expect(out).toContain('no other server');
  expect(configOf(home)).toContain('[settings]\napi_url');
});

test.if(process.platform === 'linux' && Bun.which('script') !== null)(
  'at a terminal it asks what to do about the present server',
  async () => {
    for (const [answer, expected] of [
      ['y', 'api_key = k\n\n[api_urls]'],
      ['n', `api_url = ${url}/api/v1`],
    ]) {
      const home = makeHome('[settings]\napi_key = k\n');
      writeFileSync(join(home, 'command'), commandOf(await makeToken()));
      const { out } = await run(
        home,
        `echo ${answer} | script -qec 'sh "$HOME/command"' /dev/null`,
      );
      expect(out).toContain('already sends to https://api.wakatime.com/api/v1');
      expect(configOf(home)).toContain(expected ?? '');
    }
  },
);

test('a link to settings elsewhere stays a link', async () => {
  const elsewhere = makeHome('[settings]\napi_key = k\n');
  const home = makeHome();
  symlinkSync(join(elsewhere, '.wakatime.cfg'), join(home, '.wakatime.cfg'));
  await run(home, commandOf(await makeToken(), { mode: 'replace' }));
  expect(configOf(elsewhere)).toContain(`api_url = ${url}/api/v1`);
});

test('a command works once: the second says why, and changes nothing', async () => {
  const command = commandOf(await makeToken());
  expect((await run(makeHome(), command)).code).toBe(0);
  const home = makeHome();
  const again = await run(home, command);
  expect(again.code).toBe(1);
  expect(again.err).toContain('was used or has run out');
  expect(existsSync(join(home, '.wakatime.cfg'))).toBe(false);
});

test('a script fetched before the token was used fails without touching the settings', async () => {
  const token = await makeToken();
  const script = await (await fetch(`${url}/setup.sh?token=${token}`)).text();
  await run(makeHome(), commandOf(token));
  const home = makeHome('[settings]\napi_key = k\n');
  writeFileSync(join(home, 'setup.sh'), script);
  const { code, err } = await run(home, 'sh "$HOME/setup.sh"');
  expect(code).toBe(1);
  expect(err).toContain('no key came');
  expect(configOf(home)).toBe('[settings]\napi_key = k\n');
  expect(backupsOf(home)).toEqual([]);
});

test('an unknown argument is refused before the token is used', async () => {
  const token = await makeToken();
  const home = makeHome();
  expect((await run(home, commandOf(token, { sh: 'sh -s -- --besides' }))).err).toContain(
    '--besides',
  );
  expect((await run(home, commandOf(token))).code).toBe(0);
});

test('PowerShell gets the same address, token and choice, as text', async () => {
  const token = await makeToken();
  const answer = await fetch(`${url}/setup.ps1?token=${token}&mode=beside`);
  expect(answer.headers.get('content-type')).toStartWith('text/plain');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const script = await answer.text();
  expect(script).toContain(`$url = '${url}'`);
  expect(script).toContain(`$token = '${token}'`);
  expect(script).toContain("$mode = 'beside'");
  expect(script).not.toMatch(/@[A-Z]+@/);
});

test('what no script may hold is refused', async () => {
  const post = (base_url: string) =>
    fetch(`${url}/api/v1/setup/tokens`, {
      method: 'POST',
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ base_url }),
    });
  for (const bad of [
    "http://a'; rm -rf /",
    'http://a$(id)',
    'ftp://a',
    'javascript:1',
    '',
    `http://${'a'.repeat(300)}`,
  ]) {
    expect((await post(bad)).status).toBe(400);
  }
  const script = await fetch(`${url}/setup.sh?token=${encodeURIComponent("x';id;'")}`);
  expect(await script.text()).not.toContain('id;');
});

test('a token needs its person', async () => {
  const anonymous = await fetch(`${url}/api/v1/setup/tokens`, { method: 'POST', body: '{}' });
  expect(anonymous.status).toBe(401);
});
