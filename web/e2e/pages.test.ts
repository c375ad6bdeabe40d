import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendCodeTrackr, sendImport, sendWakaTime } from './editor.ts';
import { makeKey, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

/** Days, projects and the pages of every other value; a picture of each in build/screenshots-pages. */
const PICTURES = join(import.meta.dir, '../../build/screenshots-pages');
const START_LIMIT_MS = 120_000;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const NARROWEST_WIDTH = 360;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Names that an address could break. */
const ODD_NAMES = ['team/api.v2', '..', '~tilde', 'Łódź 🔥', 'a b?c#d&e=100%', 'CON\\share'];

const zone = findZoneAtHour(18, new Date());
const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let key: string;

/** YYYY-MM-DD, so many days ago where the person is. */
const dayAgo = (days: number): string =>
  new Date(Date.now() + zone.hoursAhead * HOUR_MS - days * DAY_MS).toISOString().slice(0, 10);

/** Before everything else that is recorded: a day of which each second is known. */
const KNOWN_DAY = dayAgo(300);
const KNOWN_NOON =
  Date.parse(`${KNOWN_DAY}T12:00:00Z`) / 1_000 - (zone.hoursAhead * HOUR_MS) / 1_000;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort(), basePath: '/hb' });
  context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: zone.id,
    reducedMotion: 'reduce',
  });
  ({ page, complaints } = await openWatchedPage(context, new URL(program.url).origin));
  await setUp(page, program);
  key = await makeKey(page);
}, START_LIMIT_MS);

async function record(): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  const odd = ODD_NAMES.map((project, index) => ({ project, time: now - 86_400 - index * 120 }));
  const known = [
    { project: 'sums', file: 'a.rs', language: 'Rust', duration: 60, time: KNOWN_NOON + 2_530 },
    { project: 'sums', file: 'b.rs', language: 'Rust', duration: 30, time: KNOWN_NOON + 2_542 },
  ];
  const demo = makeDemoHeartbeats(now, zone.hoursAhead);
  expect((await sendImport(program.url, key, [...demo, ...odd, ...known])).ok).toBe(true);
  for (const time of [KNOWN_NOON, KNOWN_NOON + 250]) {
    expect((await sendWakaTime(program.url, key, time)).ok).toBe(true);
  }
}

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const open = (path: string) => page.goto(new URL(path, `${program.url}/`).href);
const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();

interface Scene {
  name: string;
  path: string;
  /** Text whose presence means that the page is whole. */
  awaits: string | RegExp;
}

const scenes: Scene[] = [
  { name: 'day', path: `day/${dayAgo(1)}`, awaits: 'Sessions' },
  { name: 'day-explained', path: `day/${KNOWN_DAY}?explain=yes`, awaits: 'Heartbeat by heartbeat' },
  {
    name: 'day-filtered',
    path: `day/${dayAgo(2)}?stack=language&editor=VS+Code`,
    awaits: 'that day',
  },
  { name: 'day-empty', path: `day/${dayAgo(299)}`, awaits: 'A day without code' },
  { name: 'day-to-come', path: `day/${dayAgo(-3)}`, awaits: 'still to come' },
  { name: 'day-unknown', path: 'day/2026-02-31', awaits: 'There is no such day' },
  { name: 'projects', path: 'projects?range=90d', awaits: 'Last active' },
  { name: 'projects-none-found', path: 'projects?q=nowhere', awaits: 'No project matches' },
  { name: 'project', path: 'project/hearthbeat?range=90d', awaits: 'Longest days' },
  { name: 'project-unknown', path: 'project/nowhere', awaits: 'No project of that name' },
  { name: 'project-not-now', path: 'project/sums', awaits: 'Nothing in this range' },
  { name: 'language', path: 'language/Rust?range=all', awaits: 'Longest days' },
  { name: 'editor', path: 'editor/VS%20Code?range=30d', awaits: 'Kind of work' },
  { name: 'machine', path: 'machine/workbench?range=30d', awaits: 'Kind of work' },
  { name: 'branch-none', path: 'branch?range=all', awaits: 'Kind of work' },
];

const emptyScenes: Scene[] = [
  { name: 'new-day', path: 'day', awaits: 'Nothing yet today' },
  { name: 'new-projects', path: 'projects', awaits: 'No heartbeats yet' },
];

async function look({ name, path, awaits }: Scene): Promise<void> {
  await open(path);
  for (const viewport of SIZES) {
    await page.setViewportSize(viewport);
    await page.getByText(awaits).first().waitFor();
    await page.locator('.skeleton-block').first().waitFor({ state: 'detached' });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      const file = join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      expect({ viewport, colorScheme, found: await findViolations(page) }).toEqual({
        viewport,
        colorScheme,
        found: [],
      });
    }
  }
  await page.setViewportSize({ width: NARROWEST_WIDTH, height: 800 });
  const needed = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(needed).toBeLessThanOrEqual(NARROWEST_WIDTH);
  await page.setViewportSize({ width: 1440, height: 900 });
}

describe('every page is whole for everybody, in both themes and sizes:', () => {
  test.each(emptyScenes)('$name', look, START_LIMIT_MS);
  test('heartbeats arrive', record, START_LIMIT_MS);
  test.each(scenes)('$name', look, START_LIMIT_MS);
});

test('a day is explained to the second: the rules add up to its total', async () => {
  await open(`day/${KNOWN_DAY}`);
  const total = page.getByTestId('day-total').locator('.duration');
  await total.waitFor();
  await page.getByRole('button', { name: 'Explain this number' }).click();
  await page.getByRole('heading', { name: 'Why 4m 52s' }).waitFor();
  expect(new URL(page.url()).search).toBe('?explain=yes');
  expect(await page.getByTestId('explained-total').textContent()).toBe('4m 52s');
  const sentences = await page.locator('.beat-why').allTextContents();
  expect(sentences).toEqual([
    'Counted 4m 10s: the next heartbeat came within your 15 minute timeout.',
    'Dropped: 38m 0s without a heartbeat is longer than your 15 minute timeout.',
    'Claimed 1m 0s, cut to 12s by the next heartbeat.',
    'Counted 30s: that is what the editor claimed.',
  ]);
  const counted = await page.locator('.ledger tbody td:last-child').allTextContents();
  expect(counted.map((text) => text.trim().split('of')[0]?.trim())).toEqual([
    '4m 10s',
    '30s',
    '12s',
    '0s',
  ]);
  // An hour's timeout would bridge the pause.
  const hour = page.locator('.what-if-row', { hasText: '60 min' });
  expect(await hour.locator('.what-if-time').textContent()).toContain('42m');
  await page.getByText('Not counted').click();
  expect(await page.locator('.beat-why').count()).toBe(1);
});

test('days are walked through by keys, arrows included, and Back returns', async () => {
  await open(`day/${dayAgo(3)}`);
  await page.getByTestId('day-total').locator('.duration').waitFor();
  await page.keyboard.press('[');
  await page.waitForURL(`**/day/${dayAgo(4)}`);
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(`**/day/${dayAgo(3)}`);
  await page.keyboard.press(']');
  await page.waitForURL(`**/day/${dayAgo(2)}`);
  expect(await page.title()).toContain(String(new Date(`${dayAgo(2)}T00:00Z`).getUTCDate()));
  await page.goBack();
  await page.waitForURL(`**/day/${dayAgo(3)}`);
  await page.getByLabel('Day', { exact: true }).fill(dayAgo(6));
  await page.waitForURL(`**/day/${dayAgo(6)}`);
  // Where arrows already lead from one thing to the next, they do not change the day.
  const marks = page.locator('.lane-mark, .lane-gap');
  await marks.first().focus();
  await page.keyboard.press('ArrowRight');
  expect(page.url()).toEndWith(dayAgo(6));
  await page.getByRole('link', { name: 'Today', exact: true }).click();
  await page.waitForURL('**/day');
});

test('a mark names its exact time, a click filters the day, Escape shows all of it', async () => {
  await open(`day/${dayAgo(1)}`);
  const mark = page.locator('.lane-mark').first();
  const label = (await mark.getAttribute('aria-label')) ?? '';
  expect(label).toMatch(/^\d\d:\d\d:\d\d–\d\d:\d\d:\d\d: .*s, /);
  await mark.hover();
  expect(await page.locator('.timeline-tip strong').textContent()).toBe(
    String(/: ([^,]+),/.exec(label)?.[1]),
  );
  const whole = await page.getByTestId('day-total').textContent();
  await mark.click();
  await page.getByRole('button', { name: /^Remove project / }).waitFor();
  expect(await page.getByTestId('day-total').textContent()).not.toBe(whole);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Remove project / }).waitFor({ state: 'detached' });
  expect(await page.getByTestId('day-total').textContent()).toBe(whole);
});

test('the timeline goes closer to a session, by a drag too, and back', async () => {
  await open(`day/${dayAgo(1)}`);
  await page.locator('.session').first().click();
  expect(await page.locator('.session').first().getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('button', { name: 'Whole day' }).click();
  await page.getByRole('button', { name: 'Whole day' }).waitFor({ state: 'detached' });
  const track = await page.locator('.lane-all').boundingBox();
  if (!track) throw new Error('the timeline has no size');
  const y = track.y + track.height / 2;
  await page.mouse.move(track.x + track.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width * 0.6, y, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Whole day' }).waitFor();
  expect(page.url()).toEndWith(dayAgo(1));
});

test('what an editor sends arrives in the day that is open', async () => {
  await open('day');
  await page.locator('.live').filter({ hasText: 'Live' }).waitFor();
  await page.getByTestId('day-total').locator('.duration').waitFor();
  await sendCodeTrackr(program.url, key, Math.floor(Date.now() / 1_000) - 1);
  await page
    .getByRole('button', { name: /^house: / })
    .first()
    .waitFor({ timeout: 5_000 });
});

test.each(ODD_NAMES)('the project %s has a page that survives a reload', async (name) => {
  await open('projects?range=7d');
  await page.getByRole('link', { name, exact: true }).click();
  await heading(name);
  expect(await page.title()).toBe(`${name} · Hearthbeat`);
  await page.getByText('Active days').waitFor();
  await page.reload();
  await heading(name);
  await page.getByText('Active days').waitFor();
});

test('projects are searched, sorted and opened, all of it in the address', async () => {
  await open('projects?range=90d');
  await page.getByRole('link', { name: 'compiler' }).waitFor();
  await page.getByLabel('Search projects').fill('comp');
  await page.getByRole('link', { name: 'blog' }).waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('?range=90d&q=comp');
  await page.getByLabel('Search projects').fill('');
  await page.getByRole('button', { name: 'Project', exact: true }).click();
  expect(new URL(page.url()).search).toBe('?range=90d&sort=name');
  const names = await page.locator('.project-name').allTextContents();
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  await page.getByRole('link', { name: 'compiler' }).click();
  await heading('compiler');
  expect(new URL(page.url()).search).toBe('?range=90d');
});

test('every ranked value leads to its page, by keyboard too, with the range and other filters', async () => {
  await open('project/compiler?range=30d');
  await page.getByRole('button', { name: /^Rust: / }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heading('Rust');
  expect(new URL(page.url()).pathname).toBe('/hb/language/Rust');
  expect(new URL(page.url()).search).toBe('?range=30d');
  await page.locator('.ranked-day').first().click();
  await page.getByRole('button', { name: 'Remove language Rust' }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/hb\/day\/\d{4}-\d\d-\d\d$/);
});

test('a server that is away is said, and asked again', async () => {
  const quiet = complaints.length;
  await page.route('**/api/v1/stats/detail*', (route) =>
    route.fulfill({ status: 503, json: { error: 'The database is away. Try again soon.' } }),
  );
  await open('language/Rust');
  await page.getByText('The database is away').waitFor();
  await page.unroute('**/api/v1/stats/detail*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Active days').waitFor();
  complaints.splice(quiet); // the browser logs a refused request
});

test('nothing of this was loud, and nothing asked another place', () => {
  expect(complaints).toEqual([]);
});
