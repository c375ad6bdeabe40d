import { afterAll, beforeAll, expect, test } from 'bun:test';
import { bundledThemes, seedThemes } from './bundled-themes.ts';
import { openTestPlugins, type TestPlugins } from './testing.ts';
import { parseVariables } from './theme-values.ts';
import { openThemes } from './themes.ts';

let here: TestPlugins;
beforeAll(async () => {
  here = await openTestPlugins();
});
afterAll(() => here.close());

/** The bundled themes under names that no other test uses. */
function renamed() {
  const suffix = crypto.randomUUID().slice(0, 8);
  return bundledThemes.map((theme) => ({ ...theme, name: `${theme.name}-${suffix}` }));
}

function seed(given: ReturnType<typeof renamed>, authorId: string) {
  const { database } = here;
  return seedThemes(
    { database, themes: openThemes({ database, clock: Date.now }) },
    given,
    authorId,
  );
}

test('there are at least four, and each says what a style sheet may hold', () => {
  expect(bundledThemes.length).toBeGreaterThanOrEqual(4);
  for (const { variables } of bundledThemes) {
    expect<unknown>(parseVariables(variables)).toEqual(variables);
  }
});

test('each is published once, and a name that is somebody else’s is left', async () => {
  const [{ id }, { id: other }] = [await here.addPerson(), await here.addPerson()];
  const given = renamed();
  const names = given.map(({ name }) => name);
  expect(await seed(given, id)).toEqual({ published: names, kept: [], taken: [] });
  expect(await seed(given, id)).toEqual({ published: [], kept: names, taken: [] });
  expect(await seed(given, other)).toEqual({ published: [], kept: [], taken: names });
});

test('seeding the store brings the themes too', async () => {
  const person = await here.addPerson({ isAdmin: true });
  const { json } = await here.call('POST', '/store/admin/seed', { key: person.key });
  const { themes } = json;
  const names = bundledThemes.map(({ name }) => name).sort();
  expect([...themes.published, ...themes.kept, ...themes.taken].sort()).toEqual(names);
});
