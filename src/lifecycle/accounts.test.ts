/** What becomes of plugins when an account is disabled, or goes. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { BARE } from '../heartbeats/timeline-testing.ts';
import { openTestLifecycle, type TestLifecycle, until } from './testing.ts';

let house: TestLifecycle;
beforeAll(async () => {
  house = await openTestLifecycle();
  await house.addPerson({ isAdmin: true }); // one is always left
});
afterAll(() => house.close());

/** Counts its runs, and lists the projects that it heard of. */
const DIARY = `
async function on_heartbeat(ctx, { project }) {
  await ctx.redis.set('projects', (await ctx.redis.get('projects') ?? '') + project + ' ');
}
async function on_tick(ctx) { await ctx.redis.incr('ticks'); }
async function on_install(ctx) { await ctx.redis.incr('installs'); }
const endpoints = { hello() { return 'hello'; } };`;

const read = (plugin: { name: string }, userId: string, key: string) =>
  house.keys.of(plugin.name, userId).get(key);

describe('a disabled account', () => {
  test('has no hooks run for heartbeats that were still on their way', async () => {
    const ada = await house.addPerson();
    const plugin = await house.add(ada.key, DIARY);
    await house.send(ada.key, { project: 'before' });
    await until(async () => (await read(plugin, ada.id, 'projects')) === 'before ');
    await house.users.accounts.setDisabled(ada.id, true);
    house.lifecycle.onHeartbeats(ada.id, [{ ...BARE, project: 'late', time: 1_700_000_000 }], 0);
    await Bun.sleep(300);
    await house.users.accounts.setDisabled(ada.id, false);
    await house.send(ada.key, { project: 'again' });
    await until(async () => (await read(plugin, ada.id, 'projects'))?.includes('again') === true);
    expect(await read(plugin, ada.id, 'projects')).toBe('before again ');
  });

  test('has its on_install run once it is enabled', async () => {
    const [ada, bob] = [await house.addPerson(), await house.addPerson()];
    const plugin = await house.add(bob.key, DIARY);
    await house.users.accounts.setDisabled(ada.id, true);
    await house.database.run('insert into installed_plugins (user_id, plugin_id) values ($1, $2)', [
      ada.id,
      plugin.id,
    ]);
    house.bus.publish('plugins', { userId: ada.id });
    const find = () => house.findSchedule('install', ada.id, plugin.id);
    await until(async () => (await find())?.is_parked === true);
    expect(await read(plugin, ada.id, 'installs')).toBeNull();
    await house.users.accounts.setDisabled(ada.id, false);
    await until(async () => (await find()) === null);
    expect(await read(plugin, ada.id, 'installs')).toBe('1');
  });

  test('has no ticks', async () => {
    const ada = await house.addPerson();
    const plugin = await house.add(ada.key, DIARY);
    await house.users.accounts.setDisabled(ada.id, true);
    await house.makeDue('tick', ada.id, plugin.id);
    await until(
      async () => (await house.findSchedule('tick', ada.id, plugin.id))?.is_parked === true,
    );
    expect(await read(plugin, ada.id, 'ticks')).toBeNull();
    await house.users.accounts.setDisabled(ada.id, false);
    await until(
      async () => (await house.findSchedule('tick', ada.id, plugin.id))?.is_parked === false,
    );
  });
});

test('an author who goes takes their plugins along: they stop for everybody at once', async () => {
  const [ada, bob] = [await house.addPerson(), await house.addPerson()];
  const plugin = await house.add(ada.key, DIARY);
  const own = await house.add(bob.key, DIARY);
  await house.install(bob.key, plugin.id);
  const bothHave = (text: string) => async () =>
    (await read(plugin, bob.id, 'projects')) === text &&
    (await read(own, bob.id, 'projects')) === text;
  await house.send(bob.key, { project: 'before' });
  await until(bothHave('before '));
  expect((await house.rpc(bob.key, plugin.name, 'hello')).json).toBe('hello');
  await house.users.accounts.remove(ada.id);
  await house.send(bob.key, { project: 'after' });
  await until(async () => (await read(own, bob.id, 'projects')) === 'before after ');
  await Bun.sleep(300); // the other may take longer
  expect(await read(plugin, bob.id, 'projects')).toBe('before ');
  expect((await house.rpc(bob.key, plugin.name, 'hello')).status).toBe(404);
});
