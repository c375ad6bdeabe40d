import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { launchBrowser, openWatchedPage } from './browser.ts';
import { isTooWide, photograph, SIZES, THEMES } from './camera.ts';
import { setUp } from './person.ts';
import { findFreePort, makeDataDirectory, type Program, startProgram } from './program.ts';

/** The plugin editor with the real server behind it: write, run, keep, publish. */
const START_LIMIT_MS = 120_000;
/** The sandbox gives a run 15 s. */
const ENDLESS_LIMIT_MS = 40_000;
const PICTURES = join(import.meta.dir, '../../build/screenshots');
const data = makeDataDirectory();
let browser: Browser;
let program: Program;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  program = await startProgram({ dataDirectory: data.path, port: findFreePort() });
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  ({ page, complaints } = await openWatchedPage(context, program.url));
  await setUp(page, program);
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  data.remove();
});

const script = () => page.locator('#editor .cm-content');
const badge = (word: string) => page.locator('#statusBadge', { hasText: word });
const lines = () => page.locator('.cteditor-lines');
const widget = () => page.frameLocator('#widget-output iframe');
const isBroken = (text: string) =>
  /⚠ Plugin error|ReferenceError|SyntaxError|Failed to load/.test(text);

async function openEditor(query = ''): Promise<void> {
  await page.goto(`${program.url}/cteditor${query}`);
  await script().waitFor();
}

/** A new draft with this script, as if it were pasted. */
async function write(code: string): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await script().focus();
  await page.keyboard.insertText(code);
}

const choose = (mode: string) =>
  page.locator('.cteditor-simulate .segment').filter({ hasText: mode }).click();

async function run(mode: string, ends: 'ok' | 'error'): Promise<string> {
  await choose(mode);
  await page.locator('#runBtn').click();
  await badge(ends).waitFor();
  return (await lines().textContent()) ?? '';
}

async function loadTemplate(label: string): Promise<void> {
  await page.getByLabel('Kind of template').selectOption({ label });
  await page.getByRole('button', { name: 'Template', exact: true }).click();
}

test('it opens with a template that runs in each mode on the server', async () => {
  await openEditor();
  expect(await run('on_heartbeat', 'ok')).toMatch(
    /Working on my-project in Rust.*Heartbeats so far: 0.*exit 0 · \d+\.\d\ds/s,
  );
  expect(await run('on_tick', 'ok')).toContain('Tick number 1');
  // The keys of the run before are dropped.
  expect(await run('on_tick', 'ok')).toContain('Tick number 1');
  expect(await run('on_install', 'ok')).toContain('Installed for');
});

test('each template runs in the modes that it is for', async () => {
  await loadTemplate('Hooks');
  expect(await run('on_heartbeat', 'ok')).toContain('my-project: 0 heartbeats, 0s');
  expect(await run('on_tick', 'ok')).toContain('[WARN] Nothing saved yet');
  await page.locator('.out-warn').waitFor();
  await loadTemplate('Widget');
  await page.locator('#runBtn').click();
  await widget().getByText('Nothing in the last 7 days').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await script().getByText('Hooks and endpoints: this runs on the server').waitFor();
  await script().focus();
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await script().getByText('One script, run in two places').waitFor();
});

test('a call gets the handler that was chosen and the body that was typed', async () => {
  await choose('rpc');
  await page.getByLabel('Handler').selectOption('hello');
  await page.getByLabel('Body, as JSON').fill('{"name": "Ada"');
  expect(await page.locator('#runBtn').isDisabled()).toBe(true);
  await page.getByText('This is no JSON').waitFor();
  await page.getByLabel('Body, as JSON').fill('{"name": "Ada"}');
  expect(await run('rpc', 'ok')).toContain('"hello": "Ada"');
});

test('the mock heartbeat is what the hook gets', async () => {
  await write(
    'function on_heartbeat(ctx, heartbeat) { log(Object.keys(heartbeat).length > 8, heartbeat.project, heartbeat.machine); }',
  );
  await choose('on_heartbeat');
  await page.getByText('Mock heartbeat').click();
  const field = page.getByLabel('Fields of the heartbeat');
  expect(Object.keys(JSON.parse(await field.inputValue()))).toHaveLength(9);
  await field.fill('{"project": "house"}');
  expect(await run('on_heartbeat', 'ok')).toContain('true house my-machine');
  await page.getByRole('button', { name: 'Reset' }).click();
  expect(await field.inputValue()).toContain('"my-project"');
});

test('what is thrown ends with exit 1, and leads to its line', async () => {
  await write("function on_tick() {\n  log('before');\n  throw new Error('no');\n}\n");
  expect(await run('on_tick', 'error')).toMatch(/before.*Error: no.*exit 1/s);
  await page.locator('#editor .cm-lint-marker-error').waitFor();
  await page.locator('.out-place', { hasText: 'plugin.js:3:' }).click();
  await page.locator('#editor .cm-activeLine', { hasText: "throw new Error('no')" }).waitFor();
  await page.keyboard.type('x');
  await page.locator('#editor .cm-activeLine', { hasText: 'x' }).waitFor();
});

test(
  'a script without an end is stopped with a sentence',
  async () => {
    await write('function on_tick() { while (true) {} }');
    await choose('on_tick');
    await page.locator('#runBtn').click();
    await badge('running').waitFor();
    expect(await page.locator('#runBtn').isDisabled()).toBe(true);
    await badge('error').waitFor({ timeout: ENDLESS_LIMIT_MS });
    expect(await lines().textContent()).toContain('Plugin execution timed out (15s limit)');
  },
  ENDLESS_LIMIT_MS,
);

test('a widget is drawn with real numbers, and its console is heard', async () => {
  await write(
    "console.log('hello', { a: 1 });\nfetch('/api/v1/user/me', { headers: { Authorization: 'Bearer ' + token } })\n  .then((r) => r.json()).then((me) => { container.textContent = 'I am ' + me.username; });\n",
  );
  await run('widget', 'ok');
  await widget().getByText('I am ada').waitFor();
  await lines().getByText('hello {"a":1}').waitFor();
  // Nobody can publish a plugin of this name, and so say whom the frame may ask.
  expect(await page.locator('#widget-output iframe').getAttribute('src')).toEndWith('/-draft');
});

test('a mistake is marked while typing, and shown by the widget too', async () => {
  await write("container.textContent = 'x'\nconst = 3;\n");
  await page.locator('#editor .cm-lint-marker-error').waitFor();
  await choose('widget');
  await page.locator('#runBtn').click();
  await badge('error').waitFor();
  await widget().getByText('⚠ Plugin error').waitFor();
  expect(await lines().textContent()).toContain('⚠ Plugin error: SyntaxError');
});

test('what was written survives a reload, draft by draft', async () => {
  await write('// the first');
  await page.getByRole('tab', { name: 'Publish' }).click();
  await page.locator('#metaDisplayName').fill('First');
  await write('// the second');
  await page.reload();
  await script().getByText('// the second').waitFor();
  await page.locator('#draftChooser').selectOption({ label: 'First' });
  await script().getByText('// the first').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('Delete the draft “First”?').waitFor();
  await page.getByRole('button', { name: 'Delete draft' }).click();
  await script().getByText('// the second').waitFor();
});

test('the keyboard runs, comments, indents, completes, and is not kept in', async () => {
  await write("function on_tick() { log('ran'); }");
  await choose('on_tick');
  await script().focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await badge('ok').waitFor();
  expect(await lines().textContent()).toContain('ran');

  await script().focus();
  await page.keyboard.press('ControlOrMeta+/');
  await script().getByText('// function on_tick').waitFor();
  await page.keyboard.press('ControlOrMeta+/');
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  expect(await script().textContent()).toStartWith('  function');
  // Letters that are shortcuts elsewhere are letters here.
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('\ng o / ?');
  expect(new URL(page.url()).pathname).toBe('/cteditor');
  await page.keyboard.type('\nctx.red');
  await page.locator('.cm-tooltip-autocomplete').getByText('redis').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('editor');
});

test('a file goes out and comes back as it was', async () => {
  await write('log("exported");\n');
  await page.getByRole('tab', { name: 'Publish' }).click();
  await page.locator('#metaName').fill('goes-out');
  await page.locator('#metaDescription').fill('Needs @today');
  await page.getByText('Installed along: today').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('goes-out.ctplugin');
  const text = await new Response(Bun.file(await download.path()).stream()).text();
  expect(JSON.parse(text)).toMatchObject({
    meta: { name: 'goes-out', plugin_type: 'widget' },
    code: 'log("exported");\n',
  });
  const count = await page.locator('#draftChooser option').count();
  await page.locator('#importInput').setInputFiles({
    name: 'back.ctplugin',
    mimeType: 'application/json',
    buffer: Buffer.from(text.replace('exported', 'imported')),
  });
  await script().getByText('"imported"').waitFor();
  expect(await page.locator('#metaDescription').inputValue()).toBe('Needs @today');
  expect(await page.locator('#draftChooser option').count()).toBe(count + 1);
  await page.locator('#importInput').setInputFiles({
    name: 'cat.png',
    mimeType: 'image/png',
    buffer: Buffer.from('x'),
  });
  await page.getByText('cat.png is no plugin').waitFor();
});

test('a dropped script is a draft of its own', async () => {
  const transfer = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    files.items.add(new File(['log("dropped")'], 'dropped-in.js', { type: 'text/javascript' }));
    return files;
  });
  await page.dispatchEvent('#editor', 'drop', { dataTransfer: transfer });
  await script().getByText('"dropped"').waitFor();
  expect(await page.locator('#metaName').inputValue()).toBe('dropped-in');
});

test('what the store would refuse is said at its field, before and after it is asked', async () => {
  await write("if (container) container.textContent = 'one';\n");
  await page.getByRole('tab', { name: 'Publish' }).click();
  await page.locator('#metaName').fill('Not Kebab');
  await page.getByText('single dashes').waitFor();
  await page.locator('#metaSettingsSchema').fill('{"type": "string"}');
  await page.locator('#publishBtn').click();
  await page.getByText('Give it a name that people read').waitFor();
  await page.getByText('A schema is {"type": "object"').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.locator('#metaName').fill('e2e-made');
  await page.locator('#metaDisplayName').fill('Made here');
  await page.locator('#metaSettingsSchema').fill('{"type": "object", "properties": {"a": 1}}');
  const loud = complaints.length;
  await page.locator('#publishBtn').click();
  await page.getByText('settings_schema is {"type"').waitFor();
  complaints.splice(loud); // a refusal is logged by the browser itself
});

test('a plugin is published, changed, compared with what is published, and updated', async () => {
  await page.locator('#metaSettingsSchema').fill('');
  await page.locator('#metaReadme').fill('# Made here');
  await page.locator('#publishBtn').click();
  await page.getByText('Made here 0.1.0 is in the store.').waitFor();
  await page.getByText('drawn on the dashboard').waitFor();
  expect(await page.getByRole('link', { name: 'See its page' }).getAttribute('href')).toBe(
    'plugin/e2e-made',
  );

  await script().focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText(
    "async function on_tick(ctx) { await ctx.db.query('SELECT 1 FROM heartbeats'); }\n",
  );
  await page.getByRole('button', { name: 'minor' }).click();
  expect(await page.locator('#metaVersion').inputValue()).toBe('0.2.0');
  await page.getByRole('button', { name: 'Compare and publish…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Since 0.1.0 of e2e-made' });
  await dialog.locator('.cm-changedLine', { hasText: 'on_tick' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await photograph(page, join(PICTURES, 'editor-compare-1440-light.png'));
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Publish 0.2.0' }).click();
  await page.getByText('Made here 0.2.0 is in the store.').waitFor();
  const found = await page.locator('.cteditor-published').textContent();
  expect(found).toMatch(/on_tick[\s\S]*heartbeats/);
});

test('a published plugin is opened by its address, from the store when there is no draft', async () => {
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete draft' }).click();
  await openEditor('?plugin=e2e-made');
  await script().getByText('on_tick').waitFor();
  await page.getByRole('tab', { name: 'Publish' }).click();
  expect(await page.locator('#metaVersion').inputValue()).toBe('0.2.0');
  expect(await page.locator('#metaReadme').inputValue()).toBe('# Made here');
  await page.getByText('Yours: publishing updates 0.2.0').waitFor();
  await choose('widget');
  await page.locator('#runBtn').click();
  await widget().getByText('one').waitFor();
  expect(await page.locator('#widget-output iframe').getAttribute('src')).toEndWith('/e2e-made');
  await openEditor('?plugin=nobodys');
  await page.getByText('nobodys is no plugin of yours.').waitFor();
});

test('a name that somebody else has is told while it is typed, and by the store', async () => {
  await page.goto(`${program.url}/admin`);
  await page.getByRole('button', { name: 'Create an invite link' }).click();
  const link = await page.getByTestId('new-invite').textContent();
  const other = await browser.newContext({ locale: 'en-GB' });
  const guest = await other.newPage();
  await guest.goto(String(link));
  await guest.getByLabel('Username').fill('grace');
  await guest.getByLabel('Password').fill('another long password');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.getByRole('heading', { name: 'Connect an editor' }).waitFor();
  await guest.goto(`${program.url}/cteditor`);
  await guest.getByRole('tab', { name: 'Publish' }).click();
  await guest.locator('#metaName').fill('e2e-made');
  await guest.getByText('e2e-made was published by ada. Choose another name.').waitFor();
  await guest.locator('#metaDisplayName').fill('Mine now');
  const [refusal] = await Promise.all([
    guest.waitForResponse('**/store/publish'),
    guest.locator('#publishBtn').click(),
  ]);
  expect(refusal.status()).toBe(403);
  await other.close();
  await openEditor();
});

test('without the server, a run says so and nothing is lost', async () => {
  await write('// written offline');
  const loud = complaints.length;
  await page.route('**/cteditor/run', (route) => route.abort());
  await page.locator('#runBtn').click();
  await badge('error').waitFor();
  expect(await lines().textContent()).toContain('The server does not answer');
  await page.unroute('**/cteditor/run');
  complaints.splice(loud);
});

test(
  'it looks right on a desk and on a phone, in both themes',
  async () => {
    await openEditor();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await run('on_heartbeat', 'ok');
    for (const colorScheme of THEMES) {
      for (const viewport of SIZES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize(viewport);
        for (const tab of viewport.width < 960
          ? ['Code', 'Output', 'Publish']
          : ['Output', 'Publish']) {
          await page.setViewportSize(viewport);
          await page.getByRole('tab', { name: tab }).click();
          const name = `editor-${tab.toLowerCase()}-${viewport.width}-${colorScheme}.png`;
          await photograph(page, join(PICTURES, name));
          const seen = {
            wide: await isTooWide(page, viewport.width),
            found: await findViolations(page),
          };
          expect({ ...seen, name }).toEqual({ wide: false, found: [], name });
        }
      }
    }
  },
  START_LIMIT_MS,
);

test('nothing of this was loud, but what widgets themselves complained about', () => {
  expect(complaints.filter((text) => !isBroken(text))).toEqual([]);
});
