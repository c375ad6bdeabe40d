import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import {
  frameOf,
  openPluginHouse,
  type PluginHouse,
  panelOf,
  showPanels,
  textOf,
} from './plugin-house.ts';

/** What people do with the panels of their plugins. */
const START_LIMIT_MS = 120_000;
const PICTURES = join(import.meta.dir, '../../build/screenshots-widgets');
const SAYS_HELLO = "container.textContent = 'hello';";

let house: PluginHouse;
let page: Page;
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openPluginHouse();
  page = house.page;
}, START_LIMIT_MS);
afterAll(() => house?.close());
beforeEach(() => house.clear());

const show = () => showPanels(page, house.url);
const moveHandle = (name: string) => page.getByRole('button', { name: `Move ${name}` });

/** As people see them. */
const shownNames = () =>
  page.locator('.plugin-panel').evaluateAll((panels) =>
    panels
      .map((panel) => ({ panel, box: panel.getBoundingClientRect() }))
      .sort((one, other) => one.box.top - other.box.top || one.box.left - other.box.left)
      .map(({ panel }) => panel.getAttribute('data-panel-name')),
  );

const savedNames = async () =>
  (await house.call('GET', 'dashboard/order')).json.panel_names as string[];

test('without panels there is a way to the store', async () => {
  await show();
  const link = page.getByRole('link', { name: 'Add panels from the plugin store' });
  expect(await link.getAttribute('href')).toBe('plugin-store');
});

test('a script that fails says so in its panel, and its author reads why', async () => {
  const failing = {
    'fails-at-once': "\n\nthrow new Error('boom at once');",
    'fails-later':
      "container.textContent = 'here'; setTimeout(() => { throw new Error('boom later'); }, 50);",
    'fails-aside': "container.textContent = 'here'; Promise.reject(new Error('boom aside'));",
  };
  const ids: string[] = [];
  for (const [name, script] of Object.entries(failing)) {
    ids.push(await house.install({ name, script }));
  }
  const logged: string[] = [];
  page.on('console', (message) => logged.push(message.text()));
  await show();
  for (const name of Object.keys(failing)) {
    const panel = panelOf(page, name);
    await panel.scrollIntoViewIfNeeded();
    const warning = panel.getByText('⚠ Plugin error');
    await warning.waitFor();
    await warning.click();
    await panel.getByText(/boom/).first().waitFor();
  }
  await page.screenshot({ path: join(PICTURES, 'panel-errors.png') });
  expect(await findViolations(page)).toEqual([]);
  expect(logged.filter((text) => text.includes('boom')).length).toBeGreaterThanOrEqual(3);
  const [atOnce, later, aside] = await Promise.all(
    ids.map(async (id) => (await house.call('GET', `store/my/${id}/errors`)).json.errors),
  );
  expect(atOnce).toMatchObject([{ message: 'Error: boom at once', line: 3, count: 1 }]);
  expect(later).toMatchObject([{ message: 'Error: boom later' }]);
  expect(aside).toMatchObject([{ message: 'Error: boom aside' }]);
});

test('the keyboard moves and resizes; frames stay as they are; Escape goes back', async () => {
  for (const name of ['a-one', 'b-two', 'c-three']) {
    await house.install({ name, script: SAYS_HELLO, widget_type: 'counter' });
  }
  await show();
  const frame = await frameOf(page, 'c-three');
  await frame.getByText('hello').waitFor();
  await frame.evaluate(() => document.body.setAttribute('data-mark', 'kept'));
  await moveHandle('c-three').press('ArrowLeft');
  expect(await shownNames()).toEqual(['a-one', 'c-three', 'b-two']);
  await page.getByText('c-three: place 2 of 3').waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  expect(await shownNames()).toEqual(['a-one', 'b-two', 'c-three']);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expectSaved(['c-three', 'a-one', 'b-two']);
  expect(await shownNames()).toEqual(['c-three', 'a-one', 'b-two']);
  expect(await frame.locator('body').getAttribute('data-mark')).toBe('kept');
  await show();
  expect(await shownNames()).toEqual(['c-three', 'a-one', 'b-two']);
  expect(await panelOf(page, 'c-three').getAttribute('data-columns')).toBe('2');
});

async function expectSaved(names: string[]): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    if ((await savedNames()).join() === names.join()) return;
    await Bun.sleep(50);
  }
  expect(await savedNames()).toEqual(names);
}

test('a pointer drags a panel to another place, and its corner to another size', async () => {
  for (const name of ['a-one', 'b-two', 'c-three']) {
    await house.install({ name, script: SAYS_HELLO, widget_type: 'counter' });
  }
  await show();
  await (await frameOf(page, 'a-one')).getByText('hello').waitFor();
  const from = await moveHandle('a-one').boundingBox();
  const to = await panelOf(page, 'c-three').boundingBox();
  if (!from || !to) throw new Error('the panels are not shown');
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await page.mouse.up();
  await expectSaved(['b-two', 'c-three', 'a-one']);
  expect(await shownNames()).toEqual(['b-two', 'c-three', 'a-one']);
  const box = await panelOf(page, 'b-two').boundingBox();
  if (!box) throw new Error('the panel is not shown');
  await page.mouse.move(box.x + box.width - 6, box.y + box.height - 6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 2, box.y + box.height + 150, { steps: 6 });
  await page.mouse.up();
  await page.locator('#plugin-panel-b-two[data-columns="2"]').waitFor();
  expect((await panelOf(page, 'b-two').boundingBox())?.height).toBeGreaterThan(box.height + 100);
});

test('a layout that the server does not keep goes back, and says so', async () => {
  await house.install({ name: 'a-one', script: SAYS_HELLO });
  await house.install({ name: 'b-two', script: SAYS_HELLO });
  await show();
  await page.route('**/dashboard/order', (route) =>
    route.fulfill({ status: 503, json: { error: 'The database is away. Try again soon.' } }),
  );
  await moveHandle('b-two').press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByText('The layout is as before').waitFor();
  expect(await shownNames()).toEqual(['a-one', 'b-two']);
  await page.unroute('**/dashboard/order');
});

test('the page’s theme reaches the frames as it changes', async () => {
  await house.install({ name: 'themed', script: SAYS_HELLO });
  await show();
  const frame = await frameOf(page, 'themed');
  await frame.getByText('hello').waitFor();
  const background = () =>
    frame.locator('html').evaluate((root) => getComputedStyle(root).backgroundColor);
  const wear = (theme: string, card: string) =>
    page.locator('html').evaluate(
      (root, [theme, card]) => {
        root.setAttribute('data-theme', String(theme));
        root.style.setProperty('--bg-card', String(card));
      },
      [theme, card],
    );
  const colourOfCard = 'light-dark(rgb(1, 2, 3), rgb(4, 5, 6))';
  await wear('light', colourOfCard);
  await frame.waitForFunction(
    () => getComputedStyle(document.documentElement).backgroundColor === 'rgb(1, 2, 3)',
  );
  await wear('dark', colourOfCard);
  await frame.waitForFunction(
    () => getComputedStyle(document.documentElement).backgroundColor === 'rgb(4, 5, 6)',
  );
  expect(await background()).toBe('rgb(4, 5, 6)');
});

test('a panel is taken away after one question, and back with Undo', async () => {
  await house.install({ name: 'leaving', script: SAYS_HELLO, display_name: 'Leaving soon' });
  await show();
  await page.getByRole('button', { name: 'Uninstall Leaving soon' }).click();
  const dialog = page.getByRole('dialog', { name: 'Uninstall Leaving soon?' });
  await dialog.getByRole('button', { name: 'Uninstall' }).click();
  await panelOf(page, 'leaving').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await panelOf(page, 'leaving').waitFor();
  expect(await textOf(page, 'leaving', 'hello')).toBe('hello');
});

test('settings have a form, and a widget that was set runs anew', async () => {
  await house.install({
    name: 'settable',
    script: `fetch('/api/v1/plugins/settable/settings', { headers: { Authorization: 'Bearer ' + token } })
      .then((answer) => answer.json())
      .then(({ settings }) => { container.textContent = 'goal ' + settings.goal; });`,
    settings_schema: {
      type: 'object',
      properties: { goal: { type: 'integer', title: 'Goal', minimum: 1, maximum: 9, default: 4 } },
    },
  });
  await show();
  expect(await textOf(page, 'settable', /goal/)).toBe('goal 4');
  await page.getByRole('button', { name: 'Settings of settable' }).click();
  await page.getByLabel('Goal').fill('7');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.frameLocator('#pval-settable iframe').getByText('goal 7').waitFor();
});

test('a new version is offered, and one to review is shown before it runs', async () => {
  const plugin = { name: 'growing', script: "container.textContent = 'first';", version: '1.0.0' };
  await house.install(plugin);
  await show();
  await textOf(page, 'growing', 'first');
  const second = { ...plugin, script: "container.textContent = 'second';", version: '1.1.0' };
  await house.publish(second);
  const panel = panelOf(page, 'growing');
  await panel.getByText('Version 1.1.0 is here').waitFor();
  expect(await textOf(page, 'growing', 'first')).toBe('first');
  await panel.getByRole('button', { name: 'Reload' }).click();
  await page.frameLocator('#pval-growing iframe').getByText('second').waitFor();

  await house.call('PATCH', 'user/me', { review_plugin_updates: true });
  await house.publish({ ...plugin, script: "container.textContent = 'third';", version: '1.2.0' });
  await panel.getByText('Update to 1.2.0 waits').waitFor();
  expect(await textOf(page, 'growing', 'second')).toBe('second');
  await panel.getByRole('button', { name: 'Review' }).click();
  const dialog = page.getByRole('dialog', { name: 'Review growing: 1.1.0 → 1.2.0' });
  await dialog.locator('.cm-deletedChunk').getByText('second').waitFor();
  await page.screenshot({ path: join(PICTURES, 'panel-update.png') });
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Accept' }).click();
  await panel.getByRole('button', { name: 'Reload' }).click();
  await page.frameLocator('#pval-growing iframe').getByText('third').waitFor();
  await house.call('PATCH', 'user/me', { review_plugin_updates: false });
});

test('a server part that was stopped can be turned on again', async () => {
  await house.install({ name: 'stopped', script: SAYS_HELLO });
  const { panels } = (await house.call('GET', 'plugins/panels')).json;
  let disabled_reason: string | null = 'it ran into its limits too often';
  await page.route('**/plugins/panels', (route) =>
    route.fulfill({
      json: { panels: panels.map((panel: object) => ({ ...panel, disabled_reason })) },
    }),
  );
  await show();
  const panel = panelOf(page, 'stopped');
  await panel
    .getByText('Its part on the server is off: it ran into its limits too often')
    .waitFor();
  disabled_reason = null;
  await panel.getByRole('button', { name: 'Turn it on' }).click();
  await panel.getByText('Its part on the server is off').waitFor({ state: 'detached' });
  await page.unroute('**/plugins/panels');
});
