import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { PERSON, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

const PICTURES = join(import.meta.dir, '../../build/screenshots-themes');
const TEST_LIMIT_MS = 120_000;

/** Nothing can be read, nothing has an edge, and all is round. */
const HOSTILE = {
  '--bg': '#444444',
  '--bg-card': 'transparent',
  '--bg-input': 'transparent',
  '--bg-hover': '#444444',
  '--text-main': '#444444',
  '--text-muted': '#444444',
  '--text-dark': '#444444',
  '--border': 'transparent',
  '--border-focus': 'transparent',
  '--accent': '#444444',
  '--radius-sm': '9999px',
  '--radius': '9999px',
  '--transition': '2s linear',
};

const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let signedIn: NonNullable<BrowserContextOptions['storageState']>;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort() });
  const context = await browser.newContext();
  const page = await context.newPage();
  await setUp(page, program);
  await post(page, 'store/admin/seed');
  signedIn = await context.storageState();
  await context.close();
}, TEST_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

function post(page: Page, path: string, body: unknown = {}): Promise<number> {
  return page.evaluate(
    async ({ address, sent }) => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(sent) });
      return answer.status;
    },
    { address: `${program.url}/api/v1/${path}`, sent: body },
  );
}

async function openPage(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({
    storageState: signedIn,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    ...options,
  });
  const { page, complaints } = await openWatchedPage(context, new URL(program.url).origin);
  await page.goto(`${program.url}/${path}`);
  return { page, context, complaints };
}

/** What the root element says, and what is seen of it. */
const backgroundOf = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const ownBackgroundOf = (page: Page) =>
  page.evaluate(() => document.documentElement.style.getPropertyValue('--bg'));

const OURS = 'rgb(18, 18, 18)';

test(
  'a theme is tried on, left, worn, and there at the first paint of the next visit',
  async () => {
    const { page, context, complaints } = await openPage('themes');
    await page.getByRole('button', { name: 'Try Pine Cabin' }).click();
    await page.getByText('Trying this on').waitFor();
    expect(await backgroundOf(page)).toBe('rgb(16, 23, 19)');
    await page.keyboard.press('Escape');
    expect(await backgroundOf(page)).toBe(OURS);

    await page.getByRole('button', { name: 'Wear Reading Room' }).click();
    await page.getByTestId('worn').getByText('Reading Room').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    expect(await page.evaluate(() => localStorage.getItem('ct_theme_vars'))).toContain('#f6f0e4');

    // Nothing of ours but the script in the head has run when the page is first drawn.
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.route('**/chunk-*.js', (route) => route.abort());
    await page.goto(`${program.url}/`, { waitUntil: 'domcontentloaded' });
    expect(await backgroundOf(page)).toBe('rgb(246, 240, 228)');
    await page.unrouteAll();
    expect(complaints.filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);

    await page.goto(`${program.url}/themes`);
    await page.getByRole('button', { name: 'Reset' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await page.getByTestId('worn').getByText('own colours').waitFor();
    expect(await backgroundOf(page)).toBe(OURS);
    await context.close();
  },
  TEST_LIMIT_MS,
);

test(
  'own values are seen at once, checked, mended, saved, published and deleted',
  async () => {
    const { page, context, complaints } = await openPage('themes');
    await page.getByTestId('worn').waitFor();
    const field = page.getByRole('textbox', { name: /--text-muted/ });
    await field.fill('#3a3a3a');
    await page.getByText('3 of 9 pairs are hard to read').waitFor();
    await page
      .getByRole('button', { name: /Set --text-muted to #/ })
      .first()
      .click();
    await page.getByText('All 9 pairs can be read').waitFor();
    await field.fill('url(evil)');
    await page.getByText('Must be a colour such as').waitFor();

    await page
      .getByRole('textbox', { name: /--bg\b/ })
      .first()
      .fill('#001018');
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await backgroundOf(page)).toBe(OURS);
    await page
      .getByRole('textbox', { name: /--bg\b/ })
      .first()
      .fill('#001018');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByTestId('worn').getByText('1 own value').waitFor();
    await page.reload();
    await page.getByTestId('worn').getByText('1 own value').waitFor();
    expect(await backgroundOf(page)).toBe('rgb(0, 16, 24)');

    await page.getByLabel('Name', { exact: true }).fill('Deep Sea');
    await page.getByRole('button', { name: 'Publish 1 value' }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'Deep Sea' });
    await card.getByRole('button', { name: 'Delete' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await card.waitFor({ state: 'detached' });
    await post(page, 'themes/apply', { custom_vars: {} });
    expect(complaints).toEqual([]);
    await context.close();
  },
  TEST_LIMIT_MS,
);

test(
  'a hostile theme breaks neither signing in, nor the account, nor the way out',
  async () => {
    const { page, context, complaints } = await openPage('account');
    expect(await post(page, 'themes/apply', { custom_vars: HOSTILE })).toBe(200);

    for (const path of ['account', 'themes']) {
      await page.goto(`${program.url}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await backgroundOf(page)).toBe(OURS);
      expect(await ownBackgroundOf(page)).toBe('');
    }
    await page.getByText('words are lost').waitFor();
    expect(
      await page
        .getByTestId('theme-sample')
        .evaluate((sample) => getComputedStyle(sample).backgroundColor),
    ).toBe('rgb(68, 68, 68)');

    // Elsewhere it is worn, as the person wished, with a way out that can be seen.
    await page.goto(`${program.url}/`);
    await page.getByText('Hard to read?').waitFor();
    expect(await backgroundOf(page)).toBe('rgb(68, 68, 68)');
    await page.getByRole('link', { name: 'Turn the theme off' }).click();
    await page.getByText('Themes are off in this tab').waitFor();
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await backgroundOf(page)).toBe(OURS);

    await page.goto(`${program.url}/?theme=on`);
    await page.getByText('Hard to read?').waitFor();
    for (const path of ['setup#token=shown', 'signup', 'reset#token=shown']) {
      await page.goto(`${program.url}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await backgroundOf(page)).toBe(OURS);
    }
    await page.goto(`${program.url}/`);
    await page.getByText('Hard to read?').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).evaluate((button) => {
      if (button instanceof HTMLElement) button.click();
    });
    await page.getByLabel('Username').waitFor();
    expect(await backgroundOf(page)).toBe(OURS);
    expect(await page.evaluate(() => localStorage.getItem('ct_theme_vars'))).toBeNull();
    expect(await findViolations(page)).toEqual([]);
    expect(complaints.filter((complaint) => !/40[0-9]/.test(complaint))).toEqual([]);
    await context.close();
  },
  TEST_LIMIT_MS,
);

test(
  'the page of themes in both schemes, on a desk and on a phone',
  async () => {
    const first = await openPage('', { storageState: { cookies: [], origins: [] } });
    await first.page.getByLabel('Username').fill(PERSON.username);
    await first.page.getByLabel('Password').fill(PERSON.password);
    await first.page.getByRole('button', { name: 'Sign in' }).click();
    await first.page.getByRole('link', { name: 'Account' }).waitFor();
    await post(first.page, 'themes/apply', { custom_vars: {} });
    const storageState = await first.context.storageState();
    await first.context.close();
    for (const colorScheme of THEMES) {
      for (const viewport of SIZES) {
        const { page, context, complaints } = await openPage('themes', {
          storageState,
          colorScheme,
          viewport,
        });
        await page.getByRole('button', { name: 'Try Violet Hour' }).waitFor();
        await photograph(page, join(PICTURES, `themes-${viewport.width}-${colorScheme}.png`));
        expect(await findViolations(page)).toEqual([]);
        expect(await isTooWide(page, viewport.width)).toBe(false);
        expect(complaints).toEqual([]);
        await context.close();
      }
    }
  },
  TEST_LIMIT_MS,
);
