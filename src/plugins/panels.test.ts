import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { MAX_PANELS } from './panels.ts';
import { newName, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';

let here: TestPlugins;
type Person = Awaited<ReturnType<TestPlugins['addPerson']>>;
let author: Person;
beforeAll(async () => {
  here = await openTestPlugins();
  author = await here.addPerson();
});
afterAll(() => here.close());

const publish = (fields: Record<string, unknown> = {}) =>
  here.publish(author.key, { script: WIDGET, ...fields });

describe('the dashboard', () => {
  const order = (key: string, body: object) => here.call('POST', '/dashboard/order', { key, body });

  test('keeps order and sizes; names twice count once', async () => {
    const { key } = await here.addPerson();
    const plugins = [await publish(), await publish(), await publish()];
    for (const { id } of plugins) await here.call('POST', `/store/install/${id}`, { key });
    const names = plugins.map(({ name }) => name);
    const [a = '', b = '', c = ''] = names;
    const panels = async () =>
      (await here.call('GET', '/plugins/panels', { key })).json.panels.map(
        (row: { panel: string; columns: number | null; rows: number | null }) => [
          row.panel,
          row.columns,
          row.rows,
        ],
      );
    const sizes = { [b]: { columns: 2, rows: 3 } };
    const saved = await order(key, { panel_names: [c, b, c], sizes });
    expect(saved.json).toEqual({ ok: true });
    expect(await panels()).toEqual([
      [c, null, null],
      [b, 2, 3],
      [a, null, null],
    ]);
    await order(key, { panel_names: [b, a, c] });
    expect((await panels())[0]).toEqual([b, 2, 3]);
    expect((await here.call('GET', '/dashboard/order', { key })).json).toEqual({
      panel_names: [b, a, c],
      sizes: {
        [a]: { columns: null, rows: null },
        [b]: { columns: 2, rows: 3 },
        [c]: { columns: null, rows: null },
      },
    });
  });

  test('has a limit of panels and of their size', async () => {
    const { key } = await here.addPerson();
    const names = Array.from({ length: MAX_PANELS }, newName);
    expect((await order(key, { panel_names: names })).status).toBe(200);
    const { status, json } = await order(key, { panel_names: [...names, 'one-more'] });
    expect([status, json.error]).toEqual([400, 'Too many panels (max 100)']);
    for (const size of [{ columns: 0 }, { columns: 5 }, { rows: 1.5 }, { rows: 13 }]) {
      expect((await order(key, { panel_names: ['x'], sizes: { x: size } })).status).toBe(400);
    }
    expect((await order(key, { panel_names: 'x' })).status).toBe(400);
    expect((await here.call('POST', '/dashboard/order', { body: {} })).status).toBe(401);
  });
});

test('the registry of compiled plugins is empty', async () => {
  expect((await here.call('GET', '/plugins')).json).toEqual({ plugins: [], count: 0 });
  expect((await here.call('GET', '/plugins/panels')).status).toBe(401);
});
