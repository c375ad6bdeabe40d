import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendImport } from './editor.ts';
import { makeKey, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

/**
 * Every page in both themes on a desk and on a phone: a picture of each in build/screenshots to look
 * at, nothing serious from axe, no sideways scrolling, a quiet console.
 */
const PICTURES = join(import.meta.dir, '../../build/screenshots');
const TEST_LIMIT_MS = 120_000;

/** Evening, whenever this runs: a day with something in it. */
const zone = findZoneAtHour(18, new Date());
const data = makeDataDirectory();
let browser: Browser;
let program: Program;
/** Cookies of the signed-in person, once there is one. */
let signedIn: NonNullable<BrowserContextOptions['storageState']> | undefined;
let key = '';

beforeAll(async () => {
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort() });
}, TEST_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

interface Scene {
  name: string;
  path: string;
  /** Text whose presence means that the page is whole. */
  awaits: string | RegExp;
  /** What happens before the page is looked at. */
  act?: (page: Page) => Promise<void>;
  /** A page about an error may log it. */
  isLoud?: boolean;
}

async function look(scene: Scene): Promise<void> {
  for (const colorScheme of THEMES) {
    for (const viewport of SIZES) {
      const context = await browser.newContext({
        colorScheme,
        viewport,
        locale: 'en-GB',
        timezoneId: zone.id,
        reducedMotion: 'reduce',
        ...(signedIn && { storageState: signedIn }),
      });
      const { page, complaints } = await openWatchedPage(context, new URL(program.url).origin);
      await show(page, scene);
      await photograph(page, join(PICTURES, `${scene.name}-${viewport.width}-${colorScheme}.png`));
      const seen = {
        violations: await findViolations(page),
        isTooWide: await isTooWide(page, viewport.width),
        complaints: scene.isLoud ? [] : complaints,
      };
      expect({ ...seen, viewport, colorScheme }).toEqual({
        violations: [],
        isTooWide: false,
        complaints: [],
        viewport,
        colorScheme,
      });
      await context.close();
    }
  }
}

async function show(page: Page, scene: Scene): Promise<void> {
  await page.goto(new URL(scene.path, `${program.url}/`).href);
  await scene.act?.(page);
  await page.getByText(scene.awaits).first().waitFor();
  await page.locator('.skeleton-block').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
}

const scenesWithoutAccount: Scene[] = [
  { name: 'setup', path: 'setup#token=shown-only', awaits: 'Create account' },
  { name: 'setup-cut-short', path: 'setup', awaits: 'Open the setup link' },
  { name: 'before-setup', path: '', awaits: 'Almost there' },
];

const emptyScenes: Scene[] = [
  { name: 'overview-empty', path: '', awaits: 'No heartbeats yet' },
  { name: 'connect', path: 'connect', awaits: 'Waiting for a heartbeat' },
];

const scenes: Scene[] = [
  { name: 'overview', path: '', awaits: 'Kind of work' },
  { name: 'overview-90d', path: '?range=90d', awaits: 'Kind of work' },
  { name: 'overview-all', path: '?range=all', awaits: 'Kind of work' },
  {
    name: 'overview-filtered',
    path: '?range=30d&project=compiler&language=Rust&stack=language',
    awaits: 'Kind of work',
  },
  {
    name: 'overview-tables',
    path: '?range=30d',
    awaits: 'Share',
    async act(page) {
      await page
        .getByRole('button', { name: /^Show .* as a table$/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Show languages as a table' }).click();
    },
  },
  {
    name: 'overview-broken',
    path: '',
    awaits: 'Try again',
    isLoud: true,
    async act(page) {
      await page.route('**/stats/overview*', (route) =>
        route.fulfill({ status: 503, json: { error: 'The database is away. Try again soon.' } }),
      );
      await page.reload();
    },
  },
  {
    name: 'overview-hour',
    path: '?range=90d&weekday=2&hour=10&project=compiler',
    awaits: 'Kind of work',
  },
  { name: 'overview-nothing', path: '?range=30d&project=nowhere', awaits: 'Clear filters' },
  {
    name: 'overview-no-year',
    path: '',
    awaits: 'Try again',
    isLoud: true,
    async act(page) {
      await page.route('**/stats/heatmap*', (route) =>
        route.fulfill({ status: 503, json: { error: 'The database is away. Try again soon.' } }),
      );
      await page.reload();
    },
  },
  {
    name: 'search',
    path: '',
    awaits: 'compiler',
    async act(page) {
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('combobox', { name: 'Search pages' }).fill('co');
      await page.getByRole('option', { name: 'compiler Project' }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    path: '',
    awaits: 'Keyboard shortcuts',
    act: async (page) => {
      await page.getByTestId('today').waitFor();
      await page.keyboard.press('?');
    },
  },
  {
    name: 'unreachable',
    path: '',
    awaits: 'Try again',
    isLoud: true,
    async act(page) {
      await page.route('**/api/**', (route) => route.abort());
      await page.reload();
    },
  },
  {
    name: 'connect-with-key',
    path: 'connect',
    awaits: 'It is shown this once',
    act: async (page) => {
      // Shown as if made: an account holds only so many keys.
      await page.route('**/api/v1/keys', (route) =>
        route.fulfill({ json: { key: { id: 'shown', name: 'My editor', key: EXAMPLE_KEY } } }),
      );
      await makeKey(page);
      await page.getByRole('tab', { name: 'curl' }).click();
    },
  },
  { name: 'account', path: 'account', awaits: 'Danger zone' },
  { name: 'admin', path: 'admin', awaits: 'Create an invite link' },
  {
    name: 'account-zone',
    path: 'account',
    awaits: 'Buenos Aires',
    act: async (page) => {
      const zone = page.getByRole('combobox', { name: 'Time zone' });
      await zone.click();
      await zone.fill('america');
    },
  },
  {
    name: 'account-confirm',
    path: 'account',
    awaits: 'stop sending at once',
    act: (page) => page.getByRole('button', { name: 'Delete My editor' }).click(),
  },
  { name: 'not-found', path: 'nowhere', awaits: 'no page at this address' },
  { name: 'sign-up', path: 'signup#token=shown-only', awaits: 'Create account' },
];

const EXAMPLE_KEY = 'waka_6f1c7a3e-52d4-4c07-9d1b-0a8e3f6b2c55';

test.each(scenesWithoutAccount)('$name', look, TEST_LIMIT_MS);

test(
  'the first account',
  async () => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: zone.id });
    const page = await context.newPage();
    await setUp(page, program);
    key = await makeKey(page);
    signedIn = await context.storageState();
    await context.close();
  },
  TEST_LIMIT_MS,
);

test.each(emptyScenes)('$name', look, TEST_LIMIT_MS);

test(
  'half a year of heartbeats',
  async () => {
    const heartbeats = makeDemoHeartbeats(Math.floor(Date.now() / 1_000), zone.hoursAhead);
    const answer = await sendImport(program.url, key, heartbeats);
    expect(await answer.json()).toMatchObject({ inserted: heartbeats.length });
  },
  TEST_LIMIT_MS,
);

test.each(scenes)('$name', look, TEST_LIMIT_MS);

test(
  'sign-in',
  async () => {
    signedIn = undefined;
    await look({ name: 'sign-in', path: '', awaits: 'Sign in', isLoud: true });
  },
  TEST_LIMIT_MS,
);
