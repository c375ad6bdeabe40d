import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../app.ts';
import { makeTestInstance, type TestInstance } from '../app-testing.ts';
import { silentLog } from '../base/log.ts';
import { makeTestDirectory } from '../db/testing.ts';
import { type Control, openControl } from './control.ts';
import { runVerb } from './testing.ts';

const SCRIPT = `async function on_heartbeat(ctx, { project }) { log('on', project); warn('twice'); }
async function on_tick(ctx) {
  await ctx.redis.incr('ticks');
  throw new TypeError('after ' + (await ctx.redis.get('ticks')));
}
const endpoints = {
  count: async (ctx, req) => {
    await ctx.db.query("insert into plugin_settings (user_id, plugin) values ($1, 'x')", [ctx.user_id]);
    const [row] = await ctx.db.query('select count(*) as n from plugin_settings', []);
    return { n: row.n, req };
  },
};
`;

let file: string;
beforeAll(() => {
  file = join(makeTestDirectory(), 'my-plugin.js');
  writeFileSync(file, SCRIPT);
});

describe('plugin run without a user', () => {
  test('prints what the script said and returned', async () => {
    const body = '{"project":"hearth"}';
    const ran = await runVerb(
      ['plugin', 'run', file, '--hook', 'on_heartbeat', '--body', body],
      {},
    );
    expect(ran).toMatchObject({ code: 0, out: 'on hearth\n[WARN] twice\n' });
    expect(ran.err).toContain('without a database');
  });

  test('says where it failed', async () => {
    const { code, err } = await runVerb(['plugin', 'run', file, '--hook', 'on_tick'], {});
    expect(code).toBe(1);
    expect(err).toContain(`${file}:4:`);
    expect(err).toContain('TypeError: after 1');
  });

  test('refuses a query with what to do', async () => {
    const { code, err } = await runVerb(['plugin', 'run', file, '--endpoint', 'count'], {});
    expect(code).toBe(1);
    expect(err).toContain('--user NAME');
  });

  test.each([
    [[], '--hook on_heartbeat|on_tick|on_install, or --endpoint NAME'],
    [['--hook', 'on_tick', '--endpoint', 'x'], '--endpoint NAME'],
    [['--hook', 'on_fire'], 'There is no hook on_fire'],
    [['--hook', 'on_tick', '--body', '{'], '--body is not JSON'],
  ])('%j is a usage error', async (flags, hint) => {
    const { code, err } = await runVerb(['plugin', 'run', file, ...flags], {});
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });

  test('a file that is not there, and a word that is no verb, are told', async () => {
    const missing = await runVerb(['plugin', 'run', '/does/not/exist', '--hook', 'on_tick'], {});
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('/does/not/exist cannot be read');
    expect((await runVerb(['plugin', 'walk'], {})).err).toContain('hearthbeat plugin run');
  });
});

describe('plugin run on the data of a user', () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await makeTestInstance();
  });
  afterAll(() => instance.remove());

  const count = (username: string) =>
    runVerb(
      ['plugin', 'run', file, '--endpoint', 'count', '--user', username, '--body', '{"a":1}'],
      instance.environment,
    );
  const result = '{"n":1,"req":{"a":1}}\n';

  test('leaves no trace, whether a server runs or not', async () => {
    const app: App = await openApp(instance.config, { log: silentLog });
    const control: Control | null = await openControl(
      instance.config.dataDirectory,
      app.services,
      silentLog,
    );
    await app.services.users.accounts.add({ username: 'ada', password: 'lovelace!' });
    expect(await count('ada')).toMatchObject({ code: 0, out: result });
    expect(await count('ada')).toMatchObject({ code: 0, out: result });
    const nobody = await count('bob');
    expect(nobody.code).toBe(1);
    expect(nobody.err).toContain('bob');
    await control?.close();
    await app.close();
    expect(await count('ada')).toMatchObject({ code: 0, out: result });
  });
});
