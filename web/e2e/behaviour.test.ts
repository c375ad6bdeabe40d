import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendCodeTrackr, sendImport } from './editor.ts';
import { makeKey, PERSON, setUp, signIn } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

const START_LIMIT_MS = 90_000;
const zone = findZoneAtHour(18, new Date());
const data = makeDataDirectory();
const port = findFreePort();
let browser: Browser;
let program: Program;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let key: string;

beforeAll(async () => {
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port });
  context = await newContext();
  ({ page, complaints } = await openWatchedPage(context, program.url));
  await setUp(page, program);
  key = await makeKey(page);
  const heartbeats = makeDemoHeartbeats(Math.floor(Date.now() / 1_000), zone.hoursAhead);
  expect((await sendImport(program.url, key, heartbeats)).ok).toBe(true);
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const newContext = () => browser.newContext({ locale: 'en-GB', timezoneId: zone.id });
const open = (path: string) => page.goto(new URL(path, `${program.url}/`).href);

test('the range is in the address: a reload keeps it, Back returns to the one before', async () => {
  await open('');
  await page.getByRole('heading', { name: 'Last 7 days' }).waitFor();
  await page.getByRole('link', { name: '30d' }).click();
  await page.getByRole('heading', { name: 'Last 30 days' }).waitFor();
  expect(new URL(page.url()).search).toBe('?range=30d');
  await page.reload();
  await page.getByRole('heading', { name: 'Last 30 days' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Last 7 days' }).waitFor();
});

test('a click filters, the address holds it, and Escape takes all filters away', async () => {
  await open('?range=30d');
  await page.getByRole('button', { name: /^compiler: / }).click();
  await page.getByRole('button', { name: 'Remove project compiler' }).waitFor();
  await page.getByText('compiler took 100 % of the time.').waitFor();
  await page.getByRole('button', { name: /^Rust: / }).click();
  await page.getByText('Rust took 100 % of the time.').waitFor();
  expect(new URL(page.url()).search).toBe('?range=30d&project=compiler&language=Rust');
  await page.reload();
  await page.getByRole('button', { name: 'Remove project compiler' }).click();
  await page.getByRole('button', { name: 'Remove language Rust' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove language Rust' }).waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('?range=30d');
});

test('days chosen by hand are in the address, and one bar leads to its day', async () => {
  await open('?range=7d');
  await page.locator('.bars-hit').nth(6).waitFor();
  const last = await page.getByLabel('Last day').inputValue();
  await page.locator('.bars-hit').last().click();
  await page.locator('.bars-hit').nth(1).waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe(`?start=${last}&end=${last}`);
  await page.getByLabel('First day').fill('2026-01-01');
  await page.getByRole('heading', { name: 'Your days' }).waitFor();
  expect(new URL(page.url()).search).toBe(`?start=2026-01-01&end=${last}`);
});

test('what the charts show, their tables add up to', async () => {
  await open('?range=30d');
  for (const name of ['projects', 'languages', 'editors']) {
    await page.getByRole('button', { name: `Show ${name} as a table` }).click();
    const shares = await page
      .getByRole('region', { name: new RegExp(name, 'i') })
      .locator('tbody td:last-child')
      .allTextContents();
    const sum = shares.reduce((total, share) => total + Number.parseFloat(share), 0);
    expect(sum).toBeGreaterThan(99);
    expect(sum).toBeLessThan(101);
  }
});

test('everything is reached by keyboard, beginning with the way past the rail', async () => {
  await open('');
  await page.getByTestId('today').filter({ hasText: /\d+m/ }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  expect(new URL(page.url()).pathname).toBe('/');

  const bars = page.locator('.bars-hit');
  await bars.last().focus();
  await page.keyboard.press('ArrowLeft');
  const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const beforeLast = bars.nth((await bars.count()) - 2);
  expect(await beforeLast.getAttribute('aria-label')).toBe(String(label));
  expect(await page.locator('.bars-tip').textContent()).toContain(
    String(label).split(': ')[1] ?? '',
  );
});

test(
  'after a restart of the server the page is live again by itself',
  async () => {
    await open('');
    const live = page.locator('.live');
    await live.filter({ hasText: 'Live' }).waitFor();
    const loud = complaints.length;
    await program.stop();
    await live.filter({ hasText: 'Reconnecting' }).waitFor();
    program = await startProgram({ dataDirectory: data.path, port });
    await live.filter({ hasText: 'Live' }).waitFor({ timeout: 20_000 });
    complaints.splice(loud); // a refused connection is logged by the browser itself

    await sendCodeTrackr(program.url, key, Math.floor(Date.now() / 1_000) - 1);
    await page
      .locator('.latest')
      .filter({ hasText: 'house · Rust · Zed' })
      .waitFor({ timeout: 2_000 });
  },
  START_LIMIT_MS,
);

test('a chosen theme is there before the first paint', async () => {
  await open('account');
  await page.getByText('Light', { exact: true }).click();
  await page.goto(`${program.url}/`, { waitUntil: 'commit' });
  await page.locator('body').waitFor({ state: 'attached' });
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(250, 250, 250)',
  );
  await open('account');
  await page.getByText('System', { exact: true }).click();
});

test('a key is renamed and deleted, and its name is asked for first', async () => {
  await open('account');
  await page.getByLabel('Name of a new key').fill('Old laptop');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('button', { name: 'Rename Old laptop' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Sold laptop');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await page.getByRole('button', { name: 'Delete Sold laptop' }).click();
  await page.getByText('Delete the key “Sold laptop”?').waitFor();
  await page.getByRole('button', { name: 'Delete key' }).click();
  await page.getByText('Key “Sold laptop” deleted').waitFor();
  expect(await page.getByText('Sold laptop', { exact: true }).count()).toBe(0);
});

test('a time zone is found by a part of its name, and days move with it', async () => {
  await open('account');
  const field = page.getByRole('combobox', { name: 'Time zone' });
  await field.click();
  await field.fill('kolk');
  await page.keyboard.press('Enter');
  expect(await field.inputValue()).toBe('Asia / Kolkata');
  await page.locator('form', { has: field }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  expect(await field.inputValue()).toBe('Asia / Kolkata');
});

test('an invite lets a second person in, who sees nothing of the first', async () => {
  await open('admin');
  await page.getByRole('button', { name: 'Create an invite link' }).click();
  const link = await page.getByTestId('new-invite').textContent();
  const other = await newContext();
  const { page: guest, complaints: guestComplaints } = await openWatchedPage(other, program.url);
  await guest.goto(String(link));
  await guest.getByLabel('Username').fill('grace');
  await guest.getByLabel('Password').fill('another long password');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.getByRole('heading', { name: 'Connect an editor' }).waitFor();
  await guest.getByRole('link', { name: 'Overview', exact: true }).click();
  await guest.getByText('No heartbeats yet').waitFor();
  expect(guestComplaints).toEqual([]);
  await other.close();
});

test('a browser that is signed out elsewhere asks for the password, and says when it is wrong', async () => {
  const other = await newContext();
  const { page: second } = await openWatchedPage(other, program.url);
  await signIn(second, program);
  await open('account');
  const row = page.locator('.row', { hasNotText: 'this browser' }).filter({ hasText: '127.0.0.1' });
  await row.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('is signed out').waitFor();
  await second.getByRole('link', { name: '30d' }).click();
  await second.getByLabel('Username').fill(PERSON.username);
  await second.getByLabel('Password').fill('not the password');
  await second.getByRole('button', { name: 'Sign in' }).click();
  await second.getByRole('alert').filter({ hasText: /wrong/i }).waitFor();
  await second.getByLabel('Password').fill(PERSON.password);
  await second.getByRole('button', { name: 'Sign in' }).click();
  await second.getByRole('heading', { name: 'Last 30 days' }).waitFor();
  await other.close();
});

test('nothing of this was loud, and nothing asked another place', () => {
  expect(complaints).toEqual([]);
});

const focusedText = (on: Page) => on.evaluate(() => document.activeElement?.textContent);
