import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { DOCS_PAGES, docsAddress } from '../docs/pages.ts';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

const PICTURES = join(import.meta.dir, '../../build/screenshots-docs');
const TEST_LIMIT_MS = 120_000;

const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let signedIn: NonNullable<BrowserContextOptions['storageState']>;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort(), basePath: '/hb' });
  const context = await browser.newContext();
  await setUp(await context.newPage(), program);
  signedIn = await context.storageState();
  await context.close();
}, TEST_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

async function openPage(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const { page, complaints } = await openWatchedPage(context, new URL(program.url).origin);
  await page.goto(`${program.url}/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.skeleton-block').first().waitFor({ state: 'detached' });
  return { page, context, complaints };
}

describe.each(DOCS_PAGES.map(({ slug }) => slug))('%s', (slug) => {
  test(
    'can be read by strangers on any screen, and asks nobody else',
    async () => {
      for (const colorScheme of THEMES) {
        for (const viewport of SIZES) {
          const { page, context, complaints } = await openPage(docsAddress(slug), {
            colorScheme,
            viewport,
          });
          await photograph(page, join(PICTURES, `${slug}-${viewport.width}-${colorScheme}.png`));
          const seen = {
            violations: await findViolations(page),
            isTooWide: await isTooWide(page, viewport.width),
            complaints,
          };
          expect(seen).toEqual({ violations: [], isTooWide: false, complaints: [] });
          await context.close();
        }
      }
    },
    TEST_LIMIT_MS,
  );
});

test(
  'every link within leads to a page, and to a place on it',
  async () => {
    const { page, context } = await openPage('docs', { storageState: signedIn });
    const links = new Set<string>();
    for (const { slug } of DOCS_PAGES) {
      await page.goto(`${program.url}/${docsAddress(slug)}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const found = await page
        .locator('.docs a')
        .evaluateAll((all) =>
          all.map((link) => (link instanceof HTMLAnchorElement ? link.href : '')),
        );
      for (const link of found) links.add(link);
    }
    expect(links.size).toBeGreaterThan(50);
    expect([...links].filter((link) => !link.startsWith(`${program.url}/`))).toEqual([]);
    const wrong: string[] = [];
    for (const link of links) {
      if (link.endsWith('.json')) continue;
      await page.goto(link);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const { hash } = new URL(link);
      const isThere = await page.evaluate(
        (id) => (id === '' || document.getElementById(id) !== null) && document.title !== '',
        hash.slice(1),
      );
      const title = await page.title();
      if (!isThere || title.startsWith('Not found')) wrong.push(link);
    }
    expect(wrong).toEqual([]);
    await context.close();
  },
  TEST_LIMIT_MS,
);

test(
  'examples are live, code is copied, headings have addresses',
  async () => {
    const { page, context, complaints } = await openPage('docs/tokens', {
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
    });
    const bar = page.locator('[data-example] [title="Tue, 2h 50m"]');
    expect(await bar.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(249, 122, 61)',
    );
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toStartWith('<link rel=');

    await page.getByRole('link', { name: 'Progress' }).first().click();
    expect(new URL(page.url()).hash).toBe('#progress');
    await page.waitForFunction(() => {
      const top = document.getElementById('progress')?.getBoundingClientRect().top ?? 1e6;
      return top >= 0 && top < 200;
    });
    expect(complaints).toEqual([]);
    await context.close();
  },
  TEST_LIMIT_MS,
);

test(
  'the reference finds a request, shows what it takes, and has an address for it',
  async () => {
    const { page, context, complaints } = await openPage('docs/api');
    await page.getByLabel('Filter requests').fill('post themes publish');
    await page.getByText(/^1 of \d+ requests$/).waitFor();
    await page.getByText('/api/v1/themes/publish').first().click();
    await page.getByText(`curl -X POST "${program.url}/api/v1/themes/publish"`).waitFor();
    await page.getByText('display_name: string').waitFor();
    await page.getByRole('link', { name: 'Link to this request' }).click();
    expect(new URL(page.url()).hash).toBe('#postThemesPublish');
    await page.getByLabel('Filter requests').fill('no such thing');
    await page.getByText('No request matches').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
  TEST_LIMIT_MS,
);

test(
  'the search leads here',
  async () => {
    const { page, context } = await openPage('connect', { storageState: signedIn });
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill('design tok');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Design tokens', level: 1 }).waitFor();
    await context.close();
  },
  TEST_LIMIT_MS,
);
