import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { resources } from '../base/resources.ts';
import { collectBundled, readBundled, seedStore } from './bundled.ts';
import { openTestPlugins, type TestPlugins } from './testing.ts';

const folder = join(import.meta.dir, '../../plugins');

let here: TestPlugins;
beforeAll(async () => {
  here = await openTestPlugins();
});
afterAll(() => here.close());

/** The bundled plugins under names that no other test uses. */
function renamed() {
  const suffix = crypto.randomUUID();
  return collectBundled(folder).map((plugin) => ({ ...plugin, name: `${plugin.name}-${suffix}` }));
}

const seed = (bundled: ReturnType<typeof renamed>, authorId: string) =>
  seedStore({ database: here.database, publish: here.plugins.publish }, bundled, authorId);

test('the build carries every folder, at least eight', () => {
  expect(readBundled(resources.bundledPlugins)).toEqual(collectBundled(folder));
  expect(collectBundled(folder).length).toBeGreaterThanOrEqual(8);
});

describe('seeding the store', () => {
  test('is for administrators', async () => {
    const person = await here.addPerson();
    expect((await here.call('POST', '/store/admin/seed')).status).toBe(401);
    expect((await here.call('POST', '/store/admin/seed', { key: person.key })).status).toBe(403);
  });

  test('publishes each plugin, once', async () => {
    const { id } = await here.addPerson({ isAdmin: true });
    const bundled = renamed();
    const names = bundled.map(({ name }) => name);
    expect(await seed(bundled, id)).toEqual({ published: names, kept: [], taken: [] });
    expect(await seed(bundled, id)).toEqual({ published: [], kept: names, taken: [] });
  });

  test('brings a later version, and leaves a name that is somebody else’s', async () => {
    const [{ id }, { id: other }] = [await here.addPerson(), await here.addPerson()];
    const [first, second] = renamed();
    if (!first || !second) throw new Error('there are two');
    await seed([first], id);
    await seed([second], other);
    const later = { ...first, version: '9.0.0' };
    expect(await seed([later, second], id)).toEqual({
      published: [first.name],
      kept: [],
      taken: [second.name],
    });
  });

  test('what each may do is what it says', async () => {
    const { id } = await here.addPerson();
    for (const plugin of renamed()) {
      await seed([plugin], id);
      const { json } = await here.call('GET', `/store?search=${plugin.name}`);
      const [card] = json.plugins;
      const isServerSide = /^async function on_|^const endpoints/m.test(plugin.script);
      expect([plugin.name, card.kinds.includes('lifecycle')]).toEqual([plugin.name, isServerSide]);
      expect([plugin.name, card.kinds.includes('widget')]).toEqual([
        plugin.name,
        plugin.script.includes('container'),
      ]);
      expect(card.has_external_access).toBe(false);
    }
  });
});
