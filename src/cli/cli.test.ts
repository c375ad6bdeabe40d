import { expect, test } from 'bun:test';
import { version } from '../base/version.ts';
import { runVerb } from './testing.ts';

test.each([[['--help']], [['help']], [['user', 'add', '-h']]])(
  '%j lists verbs and options',
  async (argv) => {
    const { code, out } = await runVerb(argv, {});
    expect(code).toBe(0);
    for (const word of [
      'serve',
      'user add',
      'user key NAME',
      'migrate',
      'healthcheck',
      'doctor',
      '--port',
      'DATABASE_URL',
    ]) {
      expect(out).toContain(word);
    }
  },
);

test.each([[['version']], [['--version']], [['-v']]])(
  '%j prints the version alone',
  async (argv) => {
    expect(await runVerb(argv, {})).toEqual({ code: 0, out: `${version}\n`, err: '' });
  },
);

test.each([
  [['start'], 'There is no verb "start".'],
  [['user'], 'Which one?'],
  [['user', 'remove', 'ada'], 'Which one?'],
  [['user', 'list', 'all'], 'Usage: hearthbeat user list'],
  [['user', 'key'], 'Usage: hearthbeat user key NAME [--name LABEL]'],
  [['--prot', '80'], "Unknown option '--prot'"],
  [['user', 'key', 'ada', '--admin'], "Unknown option '--admin'"],
  [['user', 'add', 'ada'], '--password-file FILE'],
])('%j is a usage error with a hint', async (argv, hint) => {
  const { code, out, err } = await runVerb(argv, {});
  expect(code).toBe(2);
  expect(err).toContain(hint);
  expect(err).toContain('hearthbeat --help');
  expect(out).toBe('');
});

test('a configuration that cannot be used stops every verb, with all its problems', async () => {
  const { code, err } = await runVerb(['config', '--port', 'x'], { HEARTHBEAT_SIGN_UP: 'no' });
  expect(code).toBe(2);
  expect(err).toContain('--port is "x"');
  expect(err).toContain('HEARTHBEAT_SIGN_UP is "no"');
});

test('config shows values and sources, and warns on standard error', async () => {
  const { code, out, err } = await runVerb(['config', '--port', '99'], {
    REDIS_URL: 'redis://:lovelace@cache',
    HEARTHBEAT_PROT: '80',
  });
  expect(code).toBe(0);
  expect(out).toMatch(/HEARTHBEAT_PORT +99 +flag --port/);
  expect(out).toContain('redis://:hidden@cache');
  expect(err).toContain('HEARTHBEAT_PROT is not an option');
});

test('a healthcheck without a server fails in one sentence', async () => {
  const { code, err } = await runVerb(['healthcheck', '--port', '1', '--host', '127.0.0.1'], {});
  expect(code).toBe(1);
  expect(err).toStartWith('No answer from http://127.0.0.1:1/readyz');
});

test('a password file that is not there is told', async () => {
  const argv = ['user', 'password', 'ada', '--password-file', '/does/not/exist'];
  const { code, err } = await runVerb(argv, {});
  expect(code).toBe(1);
  expect(err).toContain('--password-file cannot be read');
});
