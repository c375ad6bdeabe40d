import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { matchRoute } from '../routing.ts';
import { routes } from '../shell/routes.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

/**
 * A picture of every page with a year of demo data, in both themes, on a desk and on a phone: in
 * build/gallery, to look at. README shows one; `cp build/gallery/overview.webp web/gallery/` renews it.
 */
const GALLERY = join(import.meta.dir, '../../build/gallery');
const README_PICTURE = join(import.meta.dir, '../gallery/overview.webp');
const README_PICTURE_LIMIT_BYTES = 200_000;
const TEST_LIMIT_MS = 180_000;

/** Of what the demo has: names are in src/demo. */
const PAGES: readonly { name: string; path: string }[] = [
  { name: 'overview', path: '' },
  { name: 'overview-filtered', path: '?range=90d&project=hearthbeat&language=TypeScript' },
  { name: 'day', path: 'day' },
  { name: 'projects', path: 'projects' },
  { name: 'project', path: 'project/hearthbeat?range=90d' },
  { name: 'language', path: 'language/TypeScript?range=90d' },
  { name: 'editor', path: 'editor/VS%20Code?range=90d' },
  { name: 'machine', path: 'machine/hearth?range=90d' },
  { name: 'system', path: 'os/Linux?range=90d' },
  { name: 'branch', path: 'branch/main?range=90d' },
  { name: 'kind', path: 'category/coding?range=90d' },
  { name: 'plugin-store', path: 'plugin-store' },
  { name: 'publish', path: 'plugin-store/publish' },
  { name: 'cteditor', path: 'cteditor' },
  { name: 'connect', path: 'connect' },
  { name: 'account', path: 'account' },
  { name: 'themes', path: 'themes' },
  { name: 'admin', path: 'admin' },
  { name: 'not-found', path: 'nowhere' },
];
/** Pages that a signed-in person has no use for are shown without an account (look.test.ts). */
const isForMembers = ({ access }: { access: string }) => access === 'member';

const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let signedIn: NonNullable<BrowserContextOptions['storageState']>;

beforeAll(async () => {
  rmSync(GALLERY, { recursive: true, force: true });
  mkdirSync(GALLERY, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort(), isDemo: true });
  signedIn = await signInToDemo();
}, TEST_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

async function signInToDemo() {
  if (!program.demo) throw new Error('the program is no demo');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${program.url}/`);
  await page.getByLabel('Username').fill(program.demo.username);
  await page.getByLabel('Password').fill(program.demo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('today').waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A page as it is when all of it has come. */
async function openWhole(context: BrowserContext, path: string) {
  const watched = await openWatchedPage(context, new URL(program.url).origin);
  const { page } = watched;
  await page.goto(new URL(path, `${program.url}/`).href);
  await page.locator('main h1').first().waitFor();
  await page.locator('.skeleton, .skeleton-block').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
  return watched;
}

test('every page has its picture here', () => {
  const shown = PAGES.map(({ path }) => matchRoute(routes, path.split('?')[0] ?? '')?.route);
  const kinds = new Set(shown.map((route) => route?.Page));
  const missing = routes.filter(isForMembers).filter(({ Page }) => !kinds.has(Page));
  expect(missing.map(({ pattern }) => pattern)).toEqual([]);
});

test.each(PAGES)(
  '$name',
  async ({ name, path }) => {
    for (const colorScheme of THEMES) {
      for (const viewport of SIZES) {
        const context = await browser.newContext({
          ...{ colorScheme, viewport, locale: 'en-GB', storageState: signedIn },
          reducedMotion: 'reduce',
        });
        const { page, complaints } = await openWhole(context, path);
        await photograph(page, join(GALLERY, `${name}-${viewport.width}-${colorScheme}.png`));
        const seen = { complaints, isTooWide: await isTooWide(page, viewport.width) };
        expect({ ...seen, viewport, colorScheme }).toEqual({
          ...{ complaints: [], isTooWide: false, viewport, colorScheme },
        });
        await context.close();
      }
    }
  },
  TEST_LIMIT_MS,
);

test(
  'the picture that README shows is made, and the one that is committed stays small',
  async () => {
    const context = await browser.newContext({
      ...{ colorScheme: 'dark', locale: 'en-GB', storageState: signedIn },
      ...{ viewport: { width: 1_280, height: 880 }, deviceScaleFactor: 1.5 },
    });
    const { page } = await openWhole(context, '?range=30d');
    const png = await page.screenshot({ type: 'png' });
    const webp = await toWebp(page, png);
    expect(webp.length).toBeLessThan(README_PICTURE_LIMIT_BYTES);
    await Bun.write(join(GALLERY, 'overview.webp'), webp);
    expect(statSync(README_PICTURE).size).toBeLessThan(README_PICTURE_LIMIT_BYTES);
    await context.close();
  },
  TEST_LIMIT_MS,
);

/** The browser is the encoder that is there. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const source = `data:image/png;base64,${png.toString('base64')}`;
  const encoded = await page.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.86);
  }, source);
  return Buffer.from(encoded.replace(/^[^,]*,/, ''), 'base64');
}
