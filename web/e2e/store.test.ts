import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

/**
 * The plugin store as strangers, members and administrators use it, below `/hb`. A picture of each
 * state in build/screenshots-store.
 */
const PICTURES = join(import.meta.dir, '../../build/screenshots-store');
const START_LIMIT_MS = 120_000;
/** Pictures in two themes and sizes, with axe each time, on a busy machine. */
const TEST_LIMIT_MS = 180_000;
/** For what a busy machine shows late. */
const WAIT_LIMIT_MS = 15_000;
const MEMBER = { username: 'grace', password: 'correct horse staple' };

const data = makeDataDirectory();
let browser: Browser;
let program: Program;
/** The first account: an administrator, and the author of what is seeded. */
let admin: Seat;
let member: Seat;
let stranger: Seat;

interface Seat {
  context: BrowserContext;
  page: Page;
  complaints: string[];
}

async function takeSeat(): Promise<Seat> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(WAIT_LIMIT_MS);
  return { context, ...(await openWatchedPage(context, new URL(program.url).origin)) };
}

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort(), basePath: '/hb' });
  [admin, member, stranger] = [await takeSeat(), await takeSeat(), await takeSeat()];
  await setUp(admin.page, program);
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const addressOf = (path: string) => new URL(path, `${program.url}/`).href;
const open = ({ page }: Seat, path: string) => page.goto(addressOf(path));

/** What this seat's session is answered. */
function call({ page }: Seat, method: string, path: string, body?: unknown) {
  return page.evaluate(
    async ([verb, address, sent]) => {
      const answer = await fetch(address, {
        method: verb,
        ...(sent ? { body: sent, headers: { 'Content-Type': 'application/json' } } : {}),
      });
      return { status: answer.status, json: await answer.json() };
    },
    [method, addressOf(`api/v1/${path}`), body === undefined ? '' : JSON.stringify(body)] as const,
  );
}

/** The page as it is now, in both themes and sizes: pictures, axe, no sideways scrolling. */
async function look({ page }: Seat, name: string): Promise<void> {
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.fonts.ready);
      const found = await findViolations(page);
      await photograph(page, join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`));
      const seen = { name, found, isTooWide: await isTooWide(page, viewport.width) };
      expect({ ...seen, viewport, colorScheme }).toEqual({
        ...{ name, found: [], isTooWide: false, viewport, colorScheme },
      });
    }
  }
  await page.setViewportSize({ width: 1_440, height: 900 });
}

/** Nothing was said on the console, and nobody else was asked. */
function expectQuiet(...seats: Seat[]): void {
  for (const seat of seats) expect(seat.complaints.splice(0)).toEqual([]);
}

test(
  'an empty store tells strangers so, and lets an administrator fill it',
  async () => {
    await open(stranger, 'plugin-store');
    await stranger.page.getByRole('heading', { name: 'No plugins yet' }).waitFor();
    await look(stranger, 'empty-stranger');
    await open(admin, 'plugin-store');
    const { page } = admin;
    await page.getByRole('heading', { name: 'No plugins yet' }).waitFor();
    await look(admin, 'empty-admin');
    await page.getByRole('button', { name: 'Add the bundled plugins' }).click();
    await page.getByRole('link', { name: 'Today', exact: true }).waitFor();
    expect(await page.locator('.plugin-card').count()).toBeGreaterThanOrEqual(8);
    expectQuiet(admin, stranger);
  },
  TEST_LIMIT_MS,
);

test(
  'strangers see the most used plugins at home, and look through the store',
  async () => {
    const { page } = stranger;
    await page.goto(`${program.url}/`);
    await page.getByRole('heading', { name: 'Plugin Store' }).waitFor();
    await look(stranger, 'home');
    await page.getByRole('link', { name: 'All plugins' }).click();
    await page.getByRole('heading', { name: 'Plugins', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Streak', exact: true }).waitFor();
    await look(stranger, 'store-stranger');
    await page.getByLabel('Search plugins').fill('focus');
    await page.getByRole('link', { name: 'Streak', exact: true }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?q=focus');
    await page.reload();
    await page.getByRole('link', { name: 'Focus sessions' }).waitFor();
    expect(await page.locator('.plugin-card').count()).toBe(1);
    await page.getByLabel('Search plugins').fill('nothing like it');
    await page.getByRole('heading', { name: /No plugin matches/ }).waitFor();
    await page.getByRole('button', { name: 'Show all plugins' }).click();
    await page.getByLabel('Sort by').selectOption('Name');
    await page.getByText('Server', { exact: true }).first().click();
    expect(new URL(page.url()).search).toBe('?sort=name&kind=lifecycle');
    const names = await page.locator('.plugin-card-name').allTextContents();
    expect(names.map((name) => name.trim())).toEqual(
      names.map((name) => name.trim()).toSorted((a, b) => a.localeCompare(b)),
    );
    expectQuiet(stranger);
  },
  TEST_LIMIT_MS,
);

test(
  'a stranger reads what a plugin may do, signs in, and is back to install it',
  async () => {
    await addMember();
    const { page } = member;
    await open(member, 'plugin/focus-sessions');
    await page.getByRole('heading', { name: 'What it may do' }).waitFor();
    await page.getByText('Answers calls').waitFor();
    await page.getByRole('link', { name: 'Sign in to install' }).click();
    await page.getByLabel('Username').fill(MEMBER.username);
    await page.getByLabel('Password').fill(MEMBER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByText('Installed.').waitFor();
    await page.getByTestId('readme').getByText('Start a session').waitFor();
    await look(member, 'plugin-installed');
    expectQuiet(member);
  },
  TEST_LIMIT_MS,
);

/** As an invite link does it. */
async function addMember(): Promise<void> {
  const { json } = await call(admin, 'POST', 'invites', {});
  const answer = await fetch(`${program.url}/auth/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...MEMBER, token: json.invite.token, timezone: 'UTC' }),
  });
  expect(answer.ok).toBe(true);
}

test(
  'its settings have a form, and what it does on the server is shown',
  async () => {
    const { page } = member;
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    const minutes = page.getByLabel('Minutes of a session');
    expect(await minutes.inputValue()).toBe('25');
    await minutes.fill('40');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await minutes.waitFor();
    expect(await minutes.inputValue()).toBe('40');
    const saved = await call(member, 'GET', 'plugins/focus-sessions/settings');
    expect(saved.json.settings).toEqual({ minutes: 40 });
    await call(member, 'POST', 'plugins/focus-sessions/rpc/status', {});
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByText(/runs? in 1 day|has not run yet/).waitFor();
    await look(member, 'plugin-runs');
    expectQuiet(member);
  },
  TEST_LIMIT_MS,
);

test(
  'publishing by form says at the field what is wrong, then shows the plugin',
  async () => {
    const { page } = member;
    await open(member, 'plugin-store');
    await page.getByRole('link', { name: 'Publish Plugin' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Not Kebab');
    await page.getByLabel('Title').fill('Hostile words');
    await page.getByLabel('Settings schema').fill('{');
    await page.getByRole('button', { name: 'Publish Plugin' }).click();
    await page.getByText('This is not JSON').waitFor();
    await page.getByLabel('Settings schema').fill('');
    await page.getByRole('button', { name: 'Publish Plugin' }).click();
    await page.getByText('name is kebab-case').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe(
      'true',
    );
    await look(member, 'publish');
    expect(member.complaints.splice(0)).toEqual([expect.stringContaining('400')]);
    await page.getByLabel('Name', { exact: true }).fill('hostile-words');
    await page.getByLabel('Description').fill('Says hello.');
    await page.getByLabel('Version').fill('1.0.0');
    await page
      .getByLabel('Script', { exact: true })
      .fill("container.textContent = 'one';\nfetch('https://api.example.org/x');\n");
    await page.getByLabel('What is new').fill('The first.');
    await page.getByLabel('README').fill(HOSTILE_README);
    await page.getByRole('button', { name: 'Publish Plugin' }).click();
    await page.getByRole('heading', { name: 'Hostile words', level: 1 }).waitFor();
    await page.getByText('api.example.org').waitFor();
    expectQuiet(member);
  },
  TEST_LIMIT_MS,
);

/** Each line tries to run, to ask, to lead, to look or to cover something. */
const HOSTILE_README = `# Hello

<script>window.hacked = 'script'</script>

<img src=x onerror="window.hacked = 'onerror'">

![tracker](https://tracker.example.org/pixel.png)

<img src="/hb/api/v1/user/me">

[run](javascript:window.hacked='href')

[data](data:text/html,<script>window.hacked='data'</script>)

[elsewhere](https://example.org/page)

<svg onload="window.hacked='svg'"><use href="#x"/></svg>

<math><mtext></form><form><mglyph><style></math><img src onerror="window.hacked='mutation'">

<iframe srcdoc="<script>parent.hacked='frame'</script>"></iframe>

<form action="/hb/auth/logout" method="post"><button>Win</button></form>

<div style="position:fixed;inset:0;background:red" id="main" class="dialog">cover</div>

<a href="https://example.org" onclick="window.hacked='click'" target="_self">click</a>

<style>body { display: none }</style><meta http-equiv="refresh" content="0;url=https://example.org">

<base href="https://example.org/"><link rel="stylesheet" href="https://example.org/x.css">

| a | b |
|---|---|
| <b onmouseover="window.hacked='hover'">bold</b> | \`code\` |
`;

test(
  'a hostile README does nothing',
  async () => {
    const { page } = stranger;
    await open(stranger, 'plugin/hostile-words');
    const readme = page.getByTestId('readme');
    await readme.getByText('bold').hover();
    await readme.getByText('elsewhere').waitFor();
    await Bun.sleep(300);
    expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
    const found = await readme.evaluate((element) => ({
      tags: [
        ...new Set([...element.querySelectorAll('*')].map(({ localName }) => localName)),
      ].sort(),
      attributes: [
        ...new Set([...element.querySelectorAll('*')].flatMap((each) => each.getAttributeNames())),
      ].sort(),
      links: [...element.querySelectorAll('a[href]')].map((link) => [
        link.getAttribute('href'),
        link.getAttribute('rel'),
        link.getAttribute('target'),
      ]),
    }));
    expect(found.tags.filter((tag) => !HARMLESS.includes(tag))).toEqual([]);
    expect(found.attributes.filter((name) => !QUIET.includes(name))).toEqual([]);
    const rel = 'noopener noreferrer nofollow ugc';
    expect(found.links).toEqual([
      ['https://tracker.example.org/pixel.png', rel, '_blank'],
      ['https://example.org/page', rel, '_blank'],
    ]);
    await look(stranger, 'plugin-stranger');
    expectQuiet(stranger);
  },
  TEST_LIMIT_MS,
);

const HARMLESS = [
  'a',
  'b',
  'br',
  'code',
  'div',
  'h2',
  'p',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
];
const QUIET = ['class', 'href', 'rel', 'tabindex', 'target'];

test(
  'an update keeps what it leaves out, and its history can be compared',
  async () => {
    const { page } = member;
    await open(member, 'plugin-store?view=mine');
    await look(member, 'mine');
    await page.getByRole('link', { name: 'Update Hostile words' }).click();
    await page.getByLabel('Version').fill('1.1.0');
    await page
      .getByLabel('Script', { exact: true })
      .fill("container.textContent = 'two';\nfetch('https://api.example.org/x');\n");
    await page.getByLabel('What is new').fill('Says two.');
    await page.getByRole('button', { name: 'Publish update' }).click();
    await page.getByText('Says hello.').waitFor();
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText('Says two.').waitFor();
    await page.getByRole('link', { name: 'Changes since 1.0.0' }).click();
    await page.locator('.cm-changedLine').waitFor();
    expect(await page.locator('.cm-deletedChunk').textContent()).toContain("'one'");
    await look(member, 'versions');
    await page.getByRole('link', { name: 'Source', exact: true }).click();
    await page.locator('.cm-content').getByText("'two'").waitFor();
    await look(member, 'source');
    expectQuiet(member);
  },
  TEST_LIMIT_MS,
);

test('nobody else can update it', async () => {
  await open(admin, 'plugin-store/publish/hostile-words');
  await admin.page.getByText('You have published no plugin called hostile-words').waitFor();
  await open(admin, 'plugin-store/publish');
  await admin.page.getByLabel('Name', { exact: true }).fill('hostile-words');
  await admin.page.getByLabel('Title').fill('Mine now');
  await admin.page.getByRole('button', { name: 'Publish Plugin' }).click();
  await admin.page.getByText('Only they can update it; choose another name').waitFor();
  expect(admin.complaints.splice(0)).toEqual([expect.stringContaining('403')]);
});

test(
  'stars and words are one form, and stars alone are fine',
  async () => {
    const { page } = admin;
    await open(admin, 'plugin/hostile-words?show=reviews');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Choose stars, or write a few words.').waitFor();
    await page.getByTitle('4 stars').click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('img', { name: '4.0 of 5 stars, 1 rating' }).first().waitFor();
    await page.getByLabel('Your review').fill('Does what it says.');
    await page.getByTitle('5 stars').click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('listitem').getByText('Does what it says.').waitFor();
    await page.getByRole('img', { name: '5.0 of 5 stars, 1 rating' }).first().waitFor();
    await look(admin, 'reviews');
    expectQuiet(admin);
  },
  TEST_LIMIT_MS,
);

test(
  'what is reported reaches the administrators; a ban takes it away from everybody at once, and back',
  async () => {
    await open(member, 'plugin/streak');
    await member.page.getByRole('button', { name: 'Install', exact: true }).click();
    await member.page.getByText('Installed.').waitFor();
    await member.page.getByRole('button', { name: 'Report' }).click();
    await member.page.getByLabel('Reason').selectOption('It does harm');
    await member.page.getByLabel('What happened').fill('It eats my streak.');
    await member.page.getByRole('button', { name: 'Send report' }).click();
    await member.page.getByText('Reported. An administrator will look at it').waitFor();

    const { page } = admin;
    await open(admin, 'admin');
    await page.getByText('It eats my streak.').waitFor();
    await look(admin, 'moderation');
    await page.getByRole('button', { name: 'Ban Streak', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Ban Streak?' });
    await dialog.getByLabel('Reason').fill('It eats streaks');
    await dialog.getByRole('button', { name: 'Ban' }).click();
    await page.getByRole('button', { name: 'Unban Streak' }).waitFor();
    // Nobody loaded this page again: the live stream told it.
    await member.page.getByText('Streak was banned: It eats streaks').waitFor();
    await look(member, 'gone');
    await open(member, 'plugin-store?view=installed');
    await member.page.getByRole('link', { name: 'Focus sessions' }).waitFor();
    expect(await member.page.getByRole('link', { name: 'Streak', exact: true }).count()).toBe(0);

    await page.getByRole('button', { name: 'Unban Streak' }).click();
    await member.page.getByRole('link', { name: 'Streak', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resolve the report about Streak' }).click();
    await page.getByText('No open reports.').waitFor();
    expect(member.complaints.splice(0)).toEqual([expect.stringContaining('404')]);
    expectQuiet(admin);
  },
  TEST_LIMIT_MS,
);

test(
  'updates wait for those who look first',
  async () => {
    await open(admin, 'plugin/hostile-words');
    await admin.page.getByRole('button', { name: 'Install', exact: true }).click();
    await open(admin, 'account');
    await admin.page.getByRole('switch', { name: 'Review plugin updates first' }).click();
    await admin.page.getByText('Updates wait for you').waitFor();
    const script = "container.textContent = 'three';\n";
    const update = {
      name: 'hostile-words',
      display_name: 'Hostile words',
      version: '1.2.0',
      script,
    };
    expect((await call(member, 'POST', 'store/publish', update)).status).toBe(200);
    const { page } = admin;
    await open(admin, 'plugin/hostile-words');
    await page.getByText('Version 1.2.0 waits for your review.').waitFor();
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.locator('.cm-deletedChunk').first().waitFor();
    await look(admin, 'update-waits');
    await page.getByRole('button', { name: 'Accept 1.2.0' }).click();
    await page.getByText('You run 1.2.0 now').waitFor();
    await page.getByText('waits for your review').waitFor({ state: 'detached' });
    expectQuiet(admin, member);
  },
  TEST_LIMIT_MS,
);

test('uninstalling takes the settings along when asked to, and deleting asks for the name', async () => {
  const { page } = member;
  await open(member, 'plugin/focus-sessions');
  await page.getByRole('button', { name: 'Uninstall' }).click();
  const dialog = page.getByRole('dialog', { name: 'Uninstall Focus sessions?' });
  await dialog.getByLabel('Delete my settings').check();
  await dialog.getByRole('button', { name: 'Uninstall' }).click();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await page.getByText('Installed.').waitFor();
  const { json } = await call(member, 'GET', 'plugins/focus-sessions/settings');
  expect(json.settings).toEqual({ minutes: 25 });

  await open(member, 'plugin/hostile-words');
  await page.getByRole('button', { name: 'Delete Hostile words' }).click();
  const last = page.getByRole('button', { name: 'Delete', exact: true });
  expect(await last.isDisabled()).toBe(true);
  await page.getByLabel('Write hostile-words to confirm').fill('hostile-words');
  await last.click();
  await page.getByRole('heading', { name: 'You have published nothing' }).waitFor();
  // Its page may ask once more, told by the live stream, before it is left.
  const others = member.complaints.splice(0).filter((each) => !each.includes('404'));
  expect(others).toEqual([]);
});

test(
  'a plugin that never was has a page that says so',
  async () => {
    await open(stranger, 'plugin/never-was');
    await stranger.page.getByText('There is no plugin called never-was in the store.').waitFor();
    await look(stranger, 'unknown');
    expect(stranger.complaints.splice(0)).toEqual([expect.stringContaining('404')]);
  },
  TEST_LIMIT_MS,
);
