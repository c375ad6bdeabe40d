import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendImport } from './editor.ts';
import { makeKey, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

/** All that the keyboard alone can do, and what it must leave alone. */
const START_LIMIT_MS = 120_000;
const zone = findZoneAtHour(18, new Date());
const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort() });
  context = await browser.newContext({ locale: 'en-GB', timezoneId: zone.id });
  ({ page, complaints } = await openWatchedPage(context, program.url));
  await setUp(page, program);
  const key = await makeKey(page);
  const heartbeats = makeDemoHeartbeats(Math.floor(Date.now() / 1_000), zone.hoursAhead);
  expect((await sendImport(program.url, key, heartbeats)).ok).toBe(true);
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const pathShown = () => new URL(page.url()).pathname;
const help = () => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const search = () => page.getByRole('dialog', { name: 'Search' });
const field = () => page.getByRole('combobox', { name: 'Search pages' });

async function openOverview(query = ''): Promise<void> {
  await page.goto(`${program.url}/${query}`);
  await page.locator('.bars-hit').first().waitFor();
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('g and a letter go to each page', async () => {
  await openOverview();
  await press('g', 'c');
  await page.getByRole('heading', { name: 'Connect an editor' }).waitFor();
  await press('g', 'a');
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
  await press('g', 'p');
  await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
  await press('g', 'd');
  await page.getByTestId('day-total').waitFor();
  expect(pathShown()).toBe('/day');
  await press('g', 'o');
  await page.getByTestId('today').waitFor();
  expect(pathShown()).toBe('/');
});

test('? lists the shortcuts, and every rail link is among them', async () => {
  await openOverview();
  await press('?');
  await help().waitFor();
  expect(await findViolations(page)).toEqual([]);
  const words = await help().locator('dt').allTextContents();
  const links = await page.locator('.rail-nav .rail-link').allTextContents();
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(words.map((word) => word.trim())).toContain(link.trim());
  await press('Escape');
  await help().waitFor({ state: 'detached' });
});

test('/ finds a project by a part of its name, and Enter opens it', async () => {
  await openOverview();
  await press('/');
  await field().waitFor();
  await page.keyboard.type('compil');
  await page.getByRole('option', { name: 'compiler Project' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await press('Enter');
  await search().waitFor({ state: 'detached' });
  expect(pathShown()).toBe('/project/compiler');
});

test('the search understands days, and arrows choose among what is found', async () => {
  await openOverview();
  await press('/');
  await field().waitFor();
  await page.keyboard.type('2026-01-05');
  await page.getByRole('option', { name: '2026-01-05 Day' }).waitFor();
  await field().fill('o');
  const options = page.getByRole('option');
  await press('ArrowDown');
  expect(await options.nth(1).getAttribute('aria-selected')).toBe('true');
  await press('ArrowUp', 'ArrowUp');
  expect(await options.last().getAttribute('aria-selected')).toBe('true');
  await field().fill('yesterday');
  await press('Enter');
  await page.getByTestId('day-total').waitFor();
  expect(pathShown()).toMatch(/^\/day\/\d{4}-\d\d-\d\d$/);
});

test('a search that finds nothing says so, and Escape leaves it', async () => {
  await openOverview();
  await press('/');
  await field().fill('zzz');
  await page.getByText('Nothing is called “zzz”.').waitFor();
  await press('Enter');
  expect(await search().isVisible()).toBe(true);
  await press('Escape');
  await search().waitFor({ state: 'detached' });
});

test('what is typed into a field is text and no shortcut', async () => {
  await page.goto(`${program.url}/account`);
  const name = page.getByLabel('Display name');
  await name.fill('');
  await name.focus();
  await page.keyboard.type('go/?');
  expect(await name.inputValue()).toBe('go/?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(pathShown()).toBe('/account');
});

test('Escape closes the dialog first, and clears filters only then', async () => {
  await openOverview('?range=30d&project=compiler');
  const chip = page.getByRole('button', { name: 'Remove project compiler' });
  await chip.waitFor();
  await press('?');
  await help().waitFor();
  await press('Escape');
  await help().waitFor({ state: 'detached' });
  expect(await chip.isVisible()).toBe(true);
  await press('Escape');
  await chip.waitFor({ state: 'detached' });
});

test('in the year, up and down are days, left and right are weeks', async () => {
  await openOverview();
  const days = page.locator('.year-grid .heat-cell');
  await days.last().waitFor();
  const count = await days.count();
  await days.last().focus();
  const isAt = async (index: number) =>
    (await page.evaluate(() => document.activeElement?.getAttribute('href'))) ===
    (await days.nth(index).getAttribute('href'));
  await press('ArrowLeft');
  expect(await isAt(count - 8)).toBe(true);
  await press('ArrowUp');
  expect(await isAt(count - 9)).toBe(true);
  expect(await page.locator('.heat-tip').textContent()).toMatch(/\d+(s|m).*%/);
});

test('an hour of the week is chosen by keyboard, and filters everything', async () => {
  await openOverview('?range=90d');
  const warmest = page.locator('.hours .heat-cell[data-heat="4"]').first();
  const label = String(await warmest.getAttribute('aria-label'));
  await warmest.focus();
  await press('Enter');
  await page.getByRole('button', { name: /^Remove weekday / }).waitFor();
  await page.getByText(`Most often ${label.split(':')[0]}`).waitFor();
  const { searchParams } = new URL(page.url());
  expect(Number(searchParams.get('weekday'))).toBeGreaterThan(0);
  expect(searchParams.has('hour')).toBe(true);
  await page.getByRole('button', { name: /^Remove weekday / }).click();
  await page.getByRole('button', { name: /^Remove weekday / }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Remove hour / }).waitFor();
});

test('exact numbers are told on focus', async () => {
  await openOverview('?range=30d');
  await page.getByRole('button', { name: /^compiler: / }).focus();
  await press('Shift+Tab', 'Tab');
  const tip = page.locator('.ranked-row', { hasText: 'compiler' }).locator('.ranked-tip');
  expect(await tip.isVisible()).toBe(true);
  expect(await tip.textContent()).toMatch(/\d+s.*\d %/s);
  const hint = page.locator('.summary .hint').first();
  await hint.focus();
  await press('Shift+Tab', 'Tab');
  expect(await hint.getByRole('tooltip').isVisible()).toBe(true);
});

test('on a phone a button opens the search', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openOverview();
  await page.getByRole('button', { name: 'Search' }).click();
  await field().waitFor();
  const box = await search().boundingBox();
  expect(box?.width).toBeLessThan(390);
});

test('nothing was complained about', () => {
  expect(complaints).toEqual([]);
});
