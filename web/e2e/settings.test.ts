import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendImport, sendWakaTime } from './editor.ts';
import { makeKey, PERSON, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

/** Connect, account and administration; a picture of each in build/screenshots-settings. */
const PICTURES = join(import.meta.dir, '../../build/screenshots-settings');
const START_LIMIT_MS = 120_000;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const NARROWEST_WIDTH = 360;

const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let key: string;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort(), basePath: '/hb' });
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  ({ page, complaints } = await openWatchedPage(context, new URL(program.url).origin));
  await setUp(page, program);
  key = await makeKey(page);
  const heartbeats = makeDemoHeartbeats(Math.floor(Date.now() / 1_000), 0).slice(-2_000);
  expect((await sendImport(program.url, key, heartbeats)).ok).toBe(true);
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const open = (path: string) => page.goto(new URL(path, `${program.url}/`).href);

/** The page as it is now, in both themes and sizes: pictures, axe, no sideways scrolling. */
async function look(name: string): Promise<void> {
  for (const viewport of SIZES) {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.fonts.ready);
      const path = join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
      expect({ name, viewport, colorScheme, found: await findViolations(page) }).toEqual({
        name,
        viewport,
        colorScheme,
        found: [],
      });
    }
  }
  await page.setViewportSize({ width: NARROWEST_WIDTH, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    NARROWEST_WIDTH,
  );
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('the command that the page makes sets up a machine, and its editors show up', async () => {
  await open('connect');
  await page.getByRole('button', { name: 'Make a command' }).click();
  await page.getByText('Works once').waitFor();
  const command = (await page.getByLabel('Command for Linux, macOS, WSL').textContent()) ?? '';
  const home = mkdtempSync(join(tmpdir(), 'hearthbeat home '));
  const child = Bun.spawn({
    cmd: ['/bin/sh', '-c', command],
    env: { PATH: process.env.PATH, HOME: home },
  });
  expect(await child.exited).toBe(0);
  expect(readFileSync(join(home, '.wakatime.cfg'), 'utf8')).toContain(`${program.url}/api/v1`);
  rmSync(home, { recursive: true });
  await page.getByText('Heartbeat received').waitFor();
  await page.getByText('Set-up command').first().waitFor();
});

test('PowerShell and the present server change the command', async () => {
  await page.getByText('Keep my other server too').click();
  await page.getByRole('tab', { name: 'Windows' }).click();
  const command = (await page.getByLabel('Command for Windows').textContent()) ?? '';
  expect(command).toMatch(/^irm 'http:.*\/hb\/setup\.ps1\?token=[\w-]+&mode=beside' \| iex$/);
});

test('editors with a clock that is off, and what was refused, are named', async () => {
  await sendWakaTime(program.url, key, Date.now() / 1_000 + 300);
  const refused = await fetch(`${program.url}/api/v1/heartbeat`, {
    method: 'POST',
    headers: { 'X-API-Key': key },
    body: JSON.stringify({ editor: 'Zed', time: 'soon', project: 'p' }),
  });
  expect(refused.status).toBe(400);
  await open('connect');
  await page.getByText(/clock (4|5)m ahead/).waitFor();
  await page.getByRole('heading', { name: 'Refused heartbeats' }).waitFor();
  await page.getByText('Zed · 1 time').waitFor();
  await page.getByRole('button', { name: 'Make a command' }).click();
  await page.getByText('Works once').waitFor();
  await look('connect');
});

test('the week begins where the person says, and the timeout shows what it would count', async () => {
  await open('account');
  await page.getByText('would count').waitFor();
  await page.getByLabel('Weeks begin on').selectOption('Sunday');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await page.getByText('would count').waitFor();
  expect(await page.getByLabel('Weeks begin on').inputValue()).toBe('7');
});

test('a key that only reads cannot write', async () => {
  await page.getByLabel('Name of a new key').fill('Status bar');
  await page.getByLabel('May').selectOption('read');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const reader = (await page.getByTestId('new-key').textContent()) ?? '';
  await page.getByText('only reads, never used').waitFor();
  expect((await sendWakaTime(program.url, reader, Date.now() / 1_000)).status).toBe(403);
});

test('an import tells what became of it', async () => {
  const now = Math.floor(Date.now() / 1_000);
  const lines = [
    { project: 'moved', time: now - 5_000 },
    { project: 'moved', time: now - 5_000 },
    { time: now - 4_000 },
  ];
  await page.getByLabel('File with heartbeats').setInputFiles({
    name: 'old.ndjson',
    mimeType: 'application/x-ndjson',
    buffer: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
  });
  const report = page.getByTestId('import-report');
  await report.waitFor();
  expect(await report.textContent()).toContain('1 new, 1 known before, 1 refused.');
  expect(await report.textContent()).toContain('Number 3: project is missing');
  await look('account');
});

/** Somebody else's page, in a browser of their own. */
async function inOtherBrowser<T>(path: string, work: (other: Page) => Promise<T>): Promise<T> {
  const other = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const watched = await openWatchedPage(other, new URL(program.url).origin);
  await watched.page.goto(new URL(path, `${program.url}/`).href);
  const result = await work(watched.page);
  await other.close();
  return result;
}

async function signUpGrace(): Promise<string> {
  const invite = await page.request.post(`${program.url}/api/v1/invites`, {
    headers: { 'X-API-Key': key },
  });
  const { token } = (await invite.json()).invite;
  const signUp = await fetch(`${program.url}/auth/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, username: 'grace', password: 'hopper was here' }),
  });
  expect(signUp.status).toBe(200);
  return signUp.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const askAs = async (cookie: string) =>
  (await fetch(`${program.url}/api/v1/user/me`, { headers: { cookie } })).status;
const confirm = (label: string) =>
  page.getByRole('dialog').getByRole('button', { name: label }).click();

test('an administrator sees the instance, alone and with others', async () => {
  await open('admin');
  await page.getByText('Postgres').waitFor();
  await page.getByText('Only you so far').waitFor();
  await look('admin-alone');
});

test('a forgotten password is chosen anew behind a link, which signs everybody out', async () => {
  const cookie = await signUpGrace();
  await open('admin');
  await page.getByRole('button', { name: 'Manage grace' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  await confirm('Make a link');
  const link = (await page.getByTestId('reset-link').textContent()) ?? '';
  await look('admin');
  expect(await askAs(cookie)).toBe(200);
  await inOtherBrowser(link, async (other) => {
    await other.getByLabel('New password').fill('cobol was mine');
    await other.screenshot({ path: join(PICTURES, 'reset.png') });
    expect(await findViolations(other)).toEqual([]);
    await other.getByRole('button', { name: 'Set password' }).click();
    await other.getByText('Sign in as grace with it').waitFor();
    await other.getByRole('link', { name: 'Sign in' }).click();
    await other.getByLabel('Username').fill('grace');
    await other.getByLabel('Password').fill('cobol was mine');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('No heartbeats yet').waitFor();
  });
  expect(await askAs(cookie)).toBe(401);
  await inOtherBrowser(link, async (other) => {
    await other.getByLabel('New password').fill('once more please');
    await other.getByRole('button', { name: 'Set password' }).click();
    await other.getByText('This link was used or has run out').waitFor();
  });
});

test('somebody is made an administrator, disabled, enabled and deleted by name', async () => {
  await page.getByRole('button', { name: 'Make administrator' }).click();
  await confirm('Make administrator');
  await page.getByText('grace is an administrator now').waitFor();
  await page.getByRole('button', { name: 'Disable' }).click();
  await confirm('Disable');
  await page.getByText('grace is disabled now').waitFor();
  await look('admin-disabled');
  await inOtherBrowser('', async (other) => {
    await other.getByLabel('Username').fill('grace');
    await other.getByLabel('Password').fill('cobol was mine');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('This account is disabled').waitFor();
  });
  await page.getByRole('button', { name: 'Enable' }).click();
  await confirm('Enable');
  await page.getByText('grace is enabled now').waitFor();
  await page.getByRole('button', { name: 'Delete account grace' }).click();
  await page.getByLabel('Write grace to confirm').fill('Grace');
  await confirm('Delete account');
  await page.getByText('grace is deleted').waitFor();
});

test('heartbeats are deleted after the name is written, the account after the password', async () => {
  await open('account');
  await page.getByRole('button', { name: 'Delete heartbeats' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Delete heartbeats' }).isDisabled()).toBe(true);
  await look('account-danger');
  await dialog.getByLabel('Write ada to confirm').fill('ada');
  await dialog.getByRole('button', { name: 'Delete heartbeats' }).click();
  await page.getByText(/\d+ heartbeats deleted/).waitFor();
  await open('');
  await page.getByText('No heartbeats yet').waitFor();
  expect(complaints).toEqual([]);

  await open('account');
  await page.getByRole('button', { name: 'Delete account' }).click();
  await dialog.getByLabel('Your password').fill('not this one');
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await dialog.getByText('Wrong password').waitFor();
  complaints.length = 0; // the browser logs a refused request
  await dialog.getByLabel('Your password').fill(PERSON.password);
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await page.getByText('The account ada is deleted').waitFor();
});

test('the console stayed quiet', () => {
  expect(complaints).toEqual([]);
});
