import { expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError, type Environment, loadConfig } from './config.ts';
import { redactUrl, toConfigListing, toHelp, toMarkdownTable } from './config-text.ts';

const load = (environment: Environment, flags = {}) => loadConfig({ environment, flags });

function problemsOf(environment: Environment, flags = {}): readonly string[] {
  try {
    load(environment, flags);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function secretFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'hearthbeat-config-')), 'secret');
  writeFileSync(path, text);
  return path;
}

test('nothing is required', () => {
  const { config, sources, warnings } = load({});
  expect(config).toEqual({
    host: '0.0.0.0',
    port: 8080,
    dataDirectory: resolve('./data'),
    baseUrl: null,
    trustedProxies: [],
    databaseUrl: null,
    redisUrl: null,
    signUp: 'closed',
    widgetRequests: 'declared',
    demo: false,
    logLevel: 'info',
    logFormat: 'auto',
  });
  expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
  expect(warnings).toEqual([]);
});

test('a flag beats the environment, which beats the default, and the source is told', () => {
  const environment = { HEARTHBEAT_PORT: '1000' };
  expect(load(environment).config.port).toBe(1000);
  expect(load(environment).sources.port).toBe('environment HEARTHBEAT_PORT');
  expect(load(environment, { port: '2000' }).config.port).toBe(2000);
  expect(load(environment, { port: '2000' }).sources.port).toBe('flag --port');
});

test('a demo is switched on, and keeps away from the database of the operator', () => {
  expect(load({}, { demo: 'true' }).config.demo).toBe(true);
  expect(load({ HEARTHBEAT_DEMO: 'true' }).config.demo).toBe(true);
  const mine = { DATABASE_URL: 'postgres://ada:lovelace@db/hearth' };
  expect(problemsOf(mine, { demo: 'true' })).toEqual([
    'A demo never writes to your own Postgres: remove DATABASE_URL, or start without --demo.',
  ]);
  expect(load({ ...mine, HEARTHBEAT_DEMO: 'false' }).config.demo).toBe(false);
});

test('PORT is understood, and the documented name wins over it', () => {
  expect(load({ PORT: '3000' }).config.port).toBe(3000);
  expect(load({ PORT: '3000', HEARTHBEAT_PORT: '4000' }).config.port).toBe(4000);
});

test('an empty variable is an unset one', () => {
  expect(load({ HEARTHBEAT_PORT: '', DATABASE_URL: '' }).config).toMatchObject({
    port: 8080,
    databaseUrl: null,
  });
});

test('a secret is read from the file that its twin names', () => {
  const path = secretFile('postgres://ada:lovelace@db/hearth\n');
  const { config, sources } = load({ DATABASE_URL_FILE: path });
  expect(config.databaseUrl).toBe('postgres://ada:lovelace@db/hearth');
  expect(sources.databaseUrl).toBe(`file ${path} (DATABASE_URL_FILE)`);
});

test('a secret file that is missing, or stands beside its variable, stops the start', () => {
  expect(problemsOf({ DATABASE_URL_FILE: '/does/not/exist' })[0]).toStartWith(
    'DATABASE_URL_FILE names a file that cannot be read: ENOENT',
  );
  expect(
    problemsOf({ REDIS_URL: 'redis://cache', REDIS_URL_FILE: secretFile('redis://cache') }),
  ).toEqual(['REDIS_URL and REDIS_URL_FILE are both set: remove one of them.']);
});

test('all problems are told at once, each with its name, what was given and the fix', () => {
  expect(problemsOf({ HEARTHBEAT_SIGN_UP: 'maybe' }, { port: '80800' })).toEqual([
    '--port is "80800": it must be a whole number from 0 to 65535; 0 takes any free port.',
    'HEARTHBEAT_SIGN_UP is "maybe": it must be closed or open.',
  ]);
});

test('a secret that cannot be used is never repeated', () => {
  const [problem] = problemsOf({ DATABASE_URL: 'mysql://ada:lovelace@db/hearth' });
  expect(problem).toBe(
    'DATABASE_URL has a value that cannot be used: it must be an address such as postgres://user:password@host:5432/database.',
  );
});

test.each([
  ['HEARTHBEAT_PORT', 'tcp://10.0.0.1:80', 'enableServiceLinks'],
  ['HEARTHBEAT_PORT', '80a', 'whole number'],
  ['HEARTHBEAT_HOST', 'not a host', 'address to listen on'],
  ['HEARTHBEAT_BASE_URL', 'example.org', 'must be an address such as'],
  ['HEARTHBEAT_BASE_URL', 'ftp://example.org', 'must be an address such as'],
  ['HEARTHBEAT_BASE_URL', 'https://example.org/?x=1', 'must be an address such as'],
  ['HEARTHBEAT_BASE_URL', 'https://example.org/api/hearth', 'begins with /api,'],
  ['HEARTHBEAT_TRUSTED_PROXIES', '10.0.0.0/8, proxy', '"proxy" is neither'],
  ['HEARTHBEAT_TRUSTED_PROXIES', '10.0.0.0/99', '"10.0.0.0/99" is neither'],
  ['REDIS_URL', 'http://cache', 'redis://'],
  ['HEARTHBEAT_DEMO', 'yes', 'true or false'],
  ['HEARTHBEAT_LOG_LEVEL', 'loud', 'debug, info, warn or error'],
])('%s=%s is refused', (variable, value, fix) => {
  const [problem] = problemsOf({ [variable]: value });
  expect(problem).toStartWith(variable);
  expect(problem).toContain(fix);
});

test('a base URL loses its last slash and keeps its path', () => {
  const baseUrl = (text: string) => load({ HEARTHBEAT_BASE_URL: text }).config.baseUrl;
  expect(baseUrl('https://example.org/')).toBe('https://example.org');
  expect(baseUrl('http://example.org:8443//hearth//beat/')).toBe(
    'http://example.org:8443/hearth/beat',
  );
});

test('a misspelt variable is told; those of tests and of Kubernetes are not', () => {
  const { warnings } = load({
    HEARTHBEAT_TRUSTED_PROXY: '10.0.0.1',
    HEARTHBEAT_TEST_DATABASE_URL: 'postgres://x',
    HEARTHBEAT_SERVICE_HOST: '10.0.0.1',
    HEARTHBEAT_PORT_8080_TCP: 'tcp://10.0.0.1:8080',
  });
  expect(warnings).toEqual([
    'HEARTHBEAT_TRUSTED_PROXY is not an option of this version and has no effect.',
  ]);
});

test('https without a trusted proxy is told', () => {
  const proxied = { HEARTHBEAT_BASE_URL: 'https://code.example.org' };
  expect(load(proxied).warnings[0]).toContain('HEARTHBEAT_TRUSTED_PROXIES is empty');
  expect(load({ ...proxied, HEARTHBEAT_TRUSTED_PROXIES: '127.0.0.1' }).warnings).toEqual([]);
});

test('the listing shows values and sources but no password', () => {
  const listing = toConfigListing(
    load({
      DATABASE_URL: 'postgres://ada:lovelace@db:5432/hearth?sslkey=private',
      HEARTHBEAT_TRUSTED_PROXIES: '10.0.0.0/8,::1',
    }),
  );
  expect(listing).toContain('postgres://ada:hidden@db:5432/hearth?hidden');
  expect(listing).toContain('environment DATABASE_URL');
  expect(listing).toContain('10.0.0.0/8, ::1/128');
  expect(listing).not.toContain('lovelace');
  expect(listing).not.toContain('private');
});

test('what cannot be read as an address is hidden whole', () => {
  expect(redactUrl('lovelace')).toBe('[hidden]');
});

test('help names every flag and every variable', () => {
  for (const word of ['--port NUMBER', 'HEARTHBEAT_PORT, PORT', 'DATABASE_URL_FILE', '--data']) {
    expect(toHelp()).toContain(word);
  }
});

test("README's table is the one made from the options", () => {
  const readme = readFileSync(join(import.meta.dir, '../../README.md'), 'utf8');
  expect(readme).toContain(`<!-- options:start -->\n${toMarkdownTable()}\n<!-- options:end -->`);
});
