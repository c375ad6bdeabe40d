import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { setUp } from './person.ts';
import { frameOf, panelOf, showPanels, textOf } from './plugin-house.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

/** One plugin from its first line to its end, as its author and somebody who has it live it. */
const START_LIMIT_MS = 120_000;
const STEP_LIMIT_MS = 60_000;
const READER = { username: 'grace', password: 'another long password' };

const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let author: Page;
let reader: Page;
/** What the browsers of both complained about; what a step expects it takes out. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort() });
  const watched = await Promise.all(
    [1, 2].map(async () => {
      const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
      return openWatchedPage(context, program.url);
    }),
  );
  const [first, second] = watched;
  if (!first || !second) throw new Error('two pages were opened');
  [author, reader, complaints] = [first.page, second.page, first.complaints];
  await setUp(author, program);
  await signUpReader();
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

async function signUpReader(): Promise<void> {
  await author.goto(`${program.url}/admin`);
  await author.getByRole('button', { name: 'Create an invite link' }).click();
  await reader.goto(String(await author.getByTestId('new-invite').textContent()));
  await reader.getByLabel('Username').fill(READER.username);
  await reader.getByLabel('Password').fill(READER.password);
  await reader.getByRole('button', { name: 'Create account' }).click();
  await reader.getByRole('heading', { name: 'Connect an editor' }).waitFor();
}

/** Replaces the script in the author's editor. */
async function write(script: string): Promise<void> {
  await author.getByRole('button', { name: 'Clear', exact: true }).first().click();
  await author.locator('#editor .cm-content').focus();
  await author.keyboard.insertText(script);
}

async function publishUpdate(script: string, version: string): Promise<void> {
  await write(script);
  await author.locator('#metaVersion').fill(version);
  await author.getByRole('button', { name: 'Compare and publish…' }).click();
  await author.getByRole('button', { name: `Publish ${version}` }).click();
  await author.getByText(`Greeter ${version} is in the store.`).waitFor();
}

const openDashboard = () => showPanels(reader, program.url);

test(
  'its author writes, tries and publishes it in the editor',
  async () => {
    await author.goto(`${program.url}/cteditor`);
    await author.locator('#editor .cm-content').waitFor();
    await write("container.textContent = 'Good morning';\n");
    await author.locator('.cteditor-simulate .segment').filter({ hasText: 'widget' }).click();
    await author.locator('#runBtn').click();
    await author.frameLocator('#widget-output iframe').getByText('Good morning').waitFor();
    await author.getByRole('tab', { name: 'Publish' }).click();
    await author.locator('#metaName').fill('greeter');
    await author.locator('#metaDisplayName').fill('Greeter');
    await author.locator('#publishBtn').click();
    await author.getByText('Greeter 0.1.0 is in the store.').waitFor();
  },
  STEP_LIMIT_MS,
);

test(
  'somebody else finds it in the store, installs it and sees the panel',
  async () => {
    await reader.goto(`${program.url}/plugin-store`);
    await reader.getByRole('link', { name: 'Greeter', exact: true }).click();
    await reader.getByRole('button', { name: 'Install', exact: true }).click();
    await reader.getByText('Installed.').waitFor();
    await openDashboard();
    expect(await textOf(reader, 'greeter', 'Good morning')).toBe('Good morning');
  },
  STEP_LIMIT_MS,
);

test(
  'an update that breaks it says so in the panel',
  async () => {
    await publishUpdate("throw new Error('I overslept');\n", '0.1.1');
    await openDashboard();
    await panelOf(reader, 'greeter').scrollIntoViewIfNeeded();
    await panelOf(reader, 'greeter').getByText('⚠ Plugin error').first().waitFor();
  },
  STEP_LIMIT_MS,
);

test(
  'the next update mends it, without installing anything again',
  async () => {
    await publishUpdate("container.textContent = 'Good evening';\n", '0.1.2');
    await openDashboard();
    expect(await textOf(reader, 'greeter', 'Good evening')).toBe('Good evening');
  },
  STEP_LIMIT_MS,
);

test(
  'a report reaches the administrator, whose ban ends the panel',
  async () => {
    await reader.goto(`${program.url}/plugin/greeter`);
    await reader.getByRole('button', { name: 'Report' }).click();
    await reader.getByLabel('Reason').selectOption('It does harm');
    await reader.getByLabel('What happened').fill('It greets too early.');
    await reader.getByRole('button', { name: 'Send report' }).click();
    await reader.getByText('Reported. An administrator will look at it').waitFor();
    await openDashboard();
    await frameOf(reader, 'greeter');

    await author.goto(`${program.url}/admin`);
    await author.getByText('It greets too early.').waitFor();
    await author.getByRole('button', { name: 'Ban Greeter', exact: true }).click();
    const dialog = author.getByRole('dialog', { name: 'Ban Greeter?' });
    await dialog.getByLabel('Reason').fill('Too early');
    await dialog.getByRole('button', { name: 'Ban' }).click();
    await author.getByRole('button', { name: 'Unban Greeter' }).waitFor();

    await openDashboard();
    await reader.getByRole('link', { name: 'Add panels from the plugin store' }).waitFor();
    expect(await panelOf(reader, 'greeter').count()).toBe(0);
    await reader.goto(`${program.url}/plugin/greeter`);
    await reader.getByText('was banned: Too early').waitFor();
  },
  STEP_LIMIT_MS,
);

test('the author’s browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
