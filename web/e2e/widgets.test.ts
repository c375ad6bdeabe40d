import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { collectBundled } from '../../src/plugins/bundled.ts';
import { findViolations } from './axe.ts';
import { openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { documentedPieces, documentedScripts } from './documented-widgets.ts';
import {
  frameOf,
  openPluginHouse,
  type PluginHouse,
  panelOf,
  showPanels,
  textOf,
} from './plugin-house.ts';

/** Widgets in their real frames, on a plain http:// address: those of the documentation, and ours. */
const PICTURES = join(import.meta.dir, '../../build/screenshots-widgets');
const TEST_LIMIT_MS = 120_000;
mkdirSync(PICTURES, { recursive: true });

/** What each documented script shows once it has its numbers. */
const shown: Record<keyof typeof documentedScripts, string | RegExp> = {
  'static-counter': 'Hello from my plugin!',
  'week-total': /^\d+h \d+m this week$/,
  languages: /^\d+\.\d%$/,
  'error-handling': /^\d+ day streak 🔥$/,
  'daily-activity-bars': '',
  'rpc-from-a-widget': '12h total',
  'streak-from-rpc': '3 day streak 🔥',
  'import-form': 'Import CSV',
  'project-velocity': /^(hearthbeat|compiler|garden-bot|blog)$/,
};

/** Their servers, as the documentation's widgets expect them. */
const SERVERS = {
  'my-plugin': "const endpoints = { 'stats': async () => ({ total_hours: 12 }) };",
  'streak-notifier': "const endpoints = { 'get-streak': async () => ({ streak: 3 }) };",
};

/** Each panel's frame is made when somebody comes near. */
async function visitPanels(page: Page): Promise<void> {
  for (const place of await page.locator('.panel-val').all()) {
    await place.scrollIntoViewIfNeeded();
    await place.locator('iframe').waitFor({ state: 'attached' });
  }
}

async function takePictures(house: PluginHouse, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    for (const viewport of SIZES) {
      const context = await house.browser.newContext({
        ...house.looks,
        colorScheme,
        viewport,
        storageState: await house.cookies(),
      });
      const { page, complaints } = await openWatchedPage(context, new URL(house.url).origin);
      await showPanels(page, house.url);
      await visitPanels(page);
      await page.waitForLoadState('networkidle').catch(() => {});
      await photograph(page, join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`));
      const seen = { complaints, isTooWide: await isTooWide(page, viewport.width) };
      expect(seen).toEqual({ complaints: [], isTooWide: false });
      await context.close();
    }
  }
}

describe.each([
  { where: 'at the root', basePath: '' },
  { where: 'below a path', basePath: '/hb' },
])('documented widgets $where', ({ basePath }) => {
  let house: PluginHouse;
  beforeAll(async () => {
    house = await openPluginHouse(basePath);
    for (const [name, script] of Object.entries(SERVERS)) await house.install({ name, script });
    for (const [name, script] of Object.entries(documentedScripts)) {
      await house.install({ name, script, widget_type: 'list' });
    }
    const pieces = Object.values(documentedPieces).map((piece) => `<section>${piece}</section>`);
    const script = `container.innerHTML = ${JSON.stringify(pieces.join('<br>'))};`;
    await house.install({ name: 'design-tokens', script, widget_type: 'custom' });
    await showPanels(house.page, house.url);
  }, TEST_LIMIT_MS);
  afterAll(() => house?.close());

  test.each(Object.entries(shown))(
    '%s',
    async (name, text) => {
      expect(await textOf(house.page, name, text)).toBeString();
    },
    TEST_LIMIT_MS,
  );

  test('the bars of seven days', async () => {
    const frame = await frameOf(house.page, 'daily-activity-bars');
    await frame.locator('#ct-bars > div').first().waitFor();
    expect(await frame.locator('#ct-bars > div').count()).toBe(7);
    const heights = await frame
      .locator('#ct-bars > div')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeCloseTo(60, 0);
  });

  test('the form takes a file, and its button works', async () => {
    const frame = await frameOf(house.page, 'import-form');
    const csv = { name: 'hours.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') };
    await frame.locator('#csvFile').setInputFiles(csv);
    await frame.getByText('Ready: hours.csv').waitFor();
    await frame.locator('#importBtn').click();
    await frame.getByText('Done!').waitFor();
  });

  test('the design tokens look as documented', async () => {
    const styleOf = async (name: string, selector: string, property: string) =>
      (await frameOf(house.page, name))
        .locator(selector)
        .first()
        .evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), property);
    expect(await styleOf('design-tokens', '.card', 'padding-top')).toBe('24px');
    expect(await styleOf('design-tokens', '.card', 'border-top-width')).toBe('1px');
    expect(await styleOf('design-tokens', '.key-hint', 'font-size')).toBe('10px');
    expect(await styleOf('design-tokens', '.table-wrapper', 'overflow-x')).toBe('auto');
    expect(await styleOf('design-tokens', '.code-tabs', 'display')).toBe('flex');
    expect(await styleOf('import-form', '.btn', 'border-top-left-radius')).toBe('99px');
    expect(await styleOf('design-tokens', '.card > div', 'font-family')).toContain(
      'JetBrains Mono',
    );
  });

  test(
    'look right in both themes',
    () => takePictures(house, `documented${basePath.replace('/', '-')}`),
    TEST_LIMIT_MS,
  );
});

describe('the bundled widgets', () => {
  let house: PluginHouse;
  const widgets = collectBundled(join(import.meta.dir, '../../plugins')).filter(({ script }) =>
    script?.includes('container'),
  );
  beforeAll(async () => {
    house = await openPluginHouse();
    await house.call('POST', 'store/admin/seed', {});
    const { json } = await house.call('GET', 'store');
    for (const { id } of json.plugins) await house.call('POST', `store/install/${id}`, {});
    await showPanels(house.page, house.url);
  }, TEST_LIMIT_MS);
  afterAll(() => house?.close());

  test.each(widgets.map(({ name }) => name))(
    '%s draws something, without an error, for everybody',
    async (name) => {
      const frame = await frameOf(house.page, name);
      await frame.locator('#container > *').first().waitFor({ state: 'attached' });
      await house.page.waitForFunction(
        (id) => (document.querySelector(`#pval-${id} iframe`)?.clientHeight ?? 0) > 20,
        name,
      );
      expect(await panelOf(house.page, name).locator('.panel-error').count()).toBe(0);
      expect(await findViolations(frame)).toEqual([]);
    },
    TEST_LIMIT_MS,
  );

  test('look right in both themes', () => takePictures(house, 'bundled'), TEST_LIMIT_MS);
});
