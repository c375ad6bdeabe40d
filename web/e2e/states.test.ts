import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendImport } from './editor.ts';
import { makeKey, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

/** What a page does when something is missing, broken, slow, or wished otherwise. */
const START_LIMIT_MS = 120_000;
/** A sheet of A4 between its margins, in CSS pixels. */
const PAPER = { width: 703, height: 1_032 };
const zone = findZoneAtHour(18, new Date());
const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let context: BrowserContext;
let signedIn: NonNullable<BrowserContextOptions['storageState']>;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort() });
  context = await browser.newContext({ locale: 'en-GB', timezoneId: zone.id });
  ({ page } = await openWatchedPage(context, program.url));
  await setUp(page, program);
  const key = await makeKey(page);
  signedIn = await context.storageState();
  const heartbeats = makeDemoHeartbeats(Math.floor(Date.now() / 1_000), zone.hoursAhead);
  expect((await sendImport(program.url, key, heartbeats)).ok).toBe(true);
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const open = (path: string) => page.goto(new URL(path, `${program.url}/`).href);
const dayBars = () => page.locator('.bars-hit').first();

/** What the browser makes of a property of the first element that is found. */
const styleOf = (selector: string, property: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => {
      return getComputedStyle(element).getPropertyValue(name);
    }, property);

test('without a network the page keeps its numbers and says that they stand still', async () => {
  await open('');
  await dayBars().waitFor();
  await page.getByTestId('today').waitFor();
  const before = await page.getByTestId('today').textContent();
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  expect(await page.getByTestId('today').textContent()).toBe(String(before));
  await context.setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
});

test('a page that cannot be fetched breaks alone, and is there after another try', async () => {
  await open('');
  await dayBars().waitFor();
  await page.route('**/*.js', (route) => route.abort());
  await page.getByRole('link', { name: 'Connect', exact: true }).click();
  await page.getByRole('heading', { name: 'This page broke' }).waitFor();
  expect(await page.locator('.rail-nav').isVisible()).toBe(false);
  await page.unroute('**/*.js');
  await page.getByRole('button', { name: 'Load again' }).click();
  await page.getByRole('heading', { name: 'Connect an editor' }).waitFor();
});

test('counting anew shows how far it is, and goes when it is done', async () => {
  const answer = { recompute: { done: 1, total: 4 } as { done: number; total: number } | null };
  await page.route('**/api/v1/recompute', (route) => route.fulfill({ json: answer }));
  await open('account');
  await page.getByText('Counting anew: 25 %').waitFor();
  const bar = page.getByRole('progressbar', { name: 'Counting anew' });
  expect(await bar.evaluate((element: HTMLProgressElement) => element.position)).toBe(0.25);
  answer.recompute = null;
  await page.reload();
  await page.getByRole('heading', { name: 'Danger zone' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await bar.count()).toBe(0);
  await page.unroute('**/api/v1/recompute');
});

test('a year that does not come says why, and comes with another try', async () => {
  await page.route('**/stats/heatmap*', (route) =>
    route.fulfill({ status: 503, json: { error: 'The database is away.', code: 'unavailable' } }),
  );
  await open('');
  const year = page.getByRole('region', { name: 'The year' });
  await year.getByText('The database is away.').waitFor();
  expect(await page.locator('.skeleton-block').count()).toBe(0);
  await page.unroute('**/stats/heatmap*');
  await year.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.year-grid .heat-cell').last().waitFor();
});

test('today is all of today, whatever is filtered', async () => {
  await open('');
  const today = page.getByTestId('today').filter({ hasText: /\d+m/ });
  await today.waitFor();
  const whole = await today.textContent();
  await open('?project=nowhere&hour=3');
  await page.getByText('Nothing under these filters').waitFor();
  await today.waitFor();
  expect(await today.textContent()).toBe(String(whole));
});

test('a project has one colour on every page', async () => {
  await open('?range=all');
  await page.getByRole('button', { name: /^compiler: / }).waitFor();
  const bar = '.ranked-row:has-text("compiler") .ranked-bar';
  const colour = await styleOf(bar, 'background-color');
  expect(colour).not.toBe('rgba(0, 0, 0, 0)');
  for (const path of ['?range=7d', 'day']) {
    await open(path);
    const rows = page.locator(bar);
    await page.locator('.ranked-row').first().waitFor();
    if ((await rows.count()) > 0) expect(await styleOf(bar, 'background-color')).toBe(colour);
  }
});

test('a cell of the year opens its day, a bar filters by it and then leads there', async () => {
  await open('?range=30d');
  const cell = page.locator('.year-grid .heat-cell:not([data-heat="0"])').last();
  await cell.waitFor();
  const address = String(await cell.getAttribute('href'));
  await page.locator('.bars-hit').last().click();
  await page.getByRole('link', { name: 'Open day' }).click();
  await page.getByTestId('day-total').waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/day\//);
  await page.goBack();
  await cell.click();
  await page.getByTestId('day-total').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/${address}`);
});

test('weeks begin where the person says', async () => {
  await open('');
  const first = page.locator('.hours-day').first();
  await first.waitFor();
  expect(await first.textContent()).toBe('Mon');
  await open('account');
  const field = page.getByLabel('Weeks begin on');
  await field.selectOption({ label: 'Sunday' });
  await page.locator('form', { has: field }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await open('');
  await first.waitFor();
  expect(await first.textContent()).toBe('Sun');
  expect(await page.locator('.year-days span').first().textContent()).toBe('Sun');
});

test('somebody new sees no ranges to choose from', async () => {
  const nothing = { total_seconds: 0, streaks: { current: 0, longest: 0 } };
  await page.route('**/stats/overview?*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), ...nothing } });
  });
  await page.route('**/heartbeats/latest', (route) => route.fulfill({ json: { heartbeat: null } }));
  await open('');
  await page.getByText('No heartbeats yet').waitFor();
  expect(await page.getByRole('navigation', { name: 'Range' }).count()).toBe(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('nothing moves for people who asked for that', async () => {
  const still = await browser.newContext({ storageState: signedIn, reducedMotion: 'reduce' });
  const moving = page;
  await open('');
  await dayBars().waitFor();
  expect(await styleOf('.bars-bar', 'transition-duration')).toContain('0.15s');
  page = await still.newPage();
  await open('');
  await dayBars().waitFor();
  const durations = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const style = getComputedStyle(element);
      return [style.transitionDuration, style.animationName];
    }),
  );
  expect([...new Set(durations)].sort()).toEqual(['0s', 'none']);
  page = moving;
  await still.close();
});

test('paper is light, has no controls, and cuts nothing off at the side', async () => {
  const dark = await browser.newContext({
    storageState: signedIn,
    colorScheme: 'dark',
    viewport: PAPER,
  });
  const screen = page;
  page = await dark.newPage();
  for (const path of ['?range=30d', 'day', 'project/compiler']) {
    await open(path);
    await page.locator('.ranked-row').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await styleOf('body', 'background-color')).toBe('rgb(255, 255, 255)');
    for (const control of ['.rail', '.segmented', '.range-date', '.icon-button', 'main .btn']) {
      expect(await page.locator(control).filter({ visible: true }).count()).toBe(0);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PAPER.width);
    await page.emulateMedia({ media: 'screen' });
  }
  page = screen;
  await dark.close();
});
