import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { sendCodeTrackr, sendWakaTime } from './editor.ts';
import { makeKey, setUp, signIn } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

/** From the heartbeat's answer to the number on the page. */
const LIVE_LIMIT_MS = 2_000;
/** A page that is opened, or opened anew, on a busy machine. */
const LOAD_LIMIT_MS = 20_000;
const MINUTE_S = 60;
const TEST_LIMIT_MS = 120_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each([
  ['at the root', ''],
  ['below a base path', '/hb'],
])('%s', (_place, basePath) => {
  test(
    'from the setup link to a number that survives a restart',
    () => firstRun(basePath),
    TEST_LIMIT_MS,
  );
});

async function firstRun(basePath: string): Promise<void> {
  const data = makeDataDirectory();
  const start = () => startProgram({ dataDirectory: data.path, port: findFreePort(), basePath });
  let program = await start();
  const context = await newContext();
  try {
    await connectAndCount(context, program);
    await program.stop();
    program = await start();
    await findNumberAgain(program);
  } finally {
    await context.close();
    await program.stop();
    data.remove();
  }
}

async function connectAndCount(context: BrowserContext, program: Program): Promise<void> {
  const { page, complaints } = await openWatchedPage(context, new URL(program.url).origin);
  await setUp(page, program);
  const key = await makeKey(page);
  expect(key).toMatch(/^waka_[0-9a-f-]{36}$/);
  expect(await page.locator('pre').textContent()).toContain(`api_key = ${key}`);

  const startOfTest = Math.floor(Date.now() / 1_000);
  expect((await sendWakaTime(program.url, key, startOfTest - 10 * MINUTE_S)).ok).toBe(true);
  const received = page.getByText('First heartbeat received');
  await received.waitFor({ timeout: LIVE_LIMIT_MS });
  expect(await page.locator('.arrival').textContent()).toContain('house · Rust · VS Code');

  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await waitForToday(page, '0m');
  expect((await sendCodeTrackr(program.url, key, startOfTest - 5 * MINUTE_S)).ok).toBe(true);
  // Five minutes up to it by the gap rule, and the minute that it claims.
  await waitForToday(page, '6m', LIVE_LIMIT_MS);
  expect(complaints).toEqual([]);
}

/** The same data, another process, another browser. */
async function findNumberAgain(program: Program): Promise<void> {
  expect(program.setupLink).toBeNull();
  const context = await newContext();
  const { page, complaints } = await openWatchedPage(context, new URL(program.url).origin);
  await signIn(page, program);
  await waitForToday(page, '6m');
  expect(complaints).toEqual([]);
  await context.close();
}

function waitForToday(page: Page, text: string, timeout = LOAD_LIMIT_MS): Promise<void> {
  const exactly = new RegExp(`^\\s*${text}\\s*$`);
  return page.getByTestId('today').filter({ hasText: exactly }).waitFor({ timeout });
}

/** A zone where it is noon, so that a heartbeat of ten minutes ago is always today's. */
function newContext(): Promise<BrowserContext> {
  const timezoneId = findZoneAtHour(12, new Date()).id;
  return browser.newContext({ timezoneId, locale: 'en-GB' });
}
