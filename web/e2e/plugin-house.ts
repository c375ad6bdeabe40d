/** A program with one person and their plugins, reached as in a home network: plain http, no localhost. */
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { makeDemoHeartbeats } from './demo-heartbeats.ts';
import { sendImport } from './editor.ts';
import { makeKey, setUp } from './person.ts';
import { findFreePort, makeDataDirectory, startProgram } from './program.ts';
import { findZoneAtHour } from './zones.ts';

/** Only the test's browser knows this name; to it, it is no secure context. */
const LAN_HOST = 'hearth.test';
const LAN_ARGUMENTS = [`--host-resolver-rules=MAP ${LAN_HOST} 127.0.0.1`];

export type Cookies = NonNullable<BrowserContextOptions['storageState']>;
export type PluginHouse = Awaited<ReturnType<typeof openPluginHouse>>;

interface Plugin {
  name: string;
  script: string;
  [field: string]: unknown;
}

const onLan = (address: string) => address.replace('127.0.0.1', LAN_HOST);

/** `basePath`: '' or `/hb`. */
export async function openPluginHouse(basePath = '') {
  const zone = findZoneAtHour(18, new Date());
  const data = makeDataDirectory();
  const browser: Browser = await launchBrowser(LAN_ARGUMENTS);
  const program = await startProgram({
    dataDirectory: data.path,
    port: findFreePort(),
    basePath,
    publicHost: LAN_HOST,
  });
  const url = onLan(program.url);
  const looks = { locale: 'en-GB', timezoneId: zone.id, reducedMotion: 'reduce' } as const;
  const context = await browser.newContext(looks);
  const page = await context.newPage();
  const setupLink = program.setupLink && onLan(program.setupLink);
  await setUp(page, { ...program, url, setupLink });
  const key = await makeKey(page);
  const heartbeats = makeDemoHeartbeats(Math.floor(Date.now() / 1_000), zone.hoursAhead);
  await sendImport(program.url, key, heartbeats);

  /** As a page of ours asks: with the session. */
  async function call(method: string, path: string, body?: unknown) {
    return page.evaluate(
      async ([method, path, body]) => {
        const response = await fetch(new URL(`api/v1/${path}`, document.baseURI), {
          method,
          ...(body !== null && {
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          }),
        });
        return { status: response.status, json: await response.json() };
      },
      [method, path, body ?? null] as const,
    );
  }

  /** Publishes, and returns the id. */
  async function publish(plugin: Plugin): Promise<string> {
    const { status, json } = await call('POST', 'store/publish', {
      display_name: plugin.name,
      ...plugin,
    });
    if (status !== 200) throw new Error(`${plugin.name}: ${json.error}`);
    return json.plugin.id;
  }

  async function install(plugin: Plugin): Promise<string> {
    const id = await publish(plugin);
    await call('POST', `store/install/${id}`, {});
    return id;
  }

  /** Takes every panel away, for the next test. */
  async function clear(): Promise<void> {
    const { json } = await call('GET', 'store/installed');
    for (const { id } of json.installed) await call('DELETE', `store/uninstall/${id}`);
    await call('POST', 'dashboard/order', { panel_names: [] });
  }

  return {
    url,
    /** As programs on this machine reach it. */
    localUrl: program.url,
    browser,
    page,
    zone,
    looks,
    call,
    publish,
    install,
    clear,
    cookies: (): Promise<Cookies> => context.storageState(),
    async close(): Promise<void> {
      await browser.close();
      await program.stop();
      data.remove();
    },
  };
}

/** Opens the overview and waits for the panels' places. */
export async function showPanels(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByRole('heading', { name: 'Panels' }).waitFor();
}

export const panelOf = (page: Page, name: string) => page.locator(`#plugin-panel-${name}`);

/** The frame of this panel, brought near the window. */
export async function frameOf(page: Page, name: string): Promise<Frame> {
  const place = page.locator(`#pval-${name}`);
  await place.scrollIntoViewIfNeeded();
  const handle = await place.locator('iframe').elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error(`${name} has no frame`);
  return frame;
}

/** What the widget of this panel says, once it says this. */
export async function textOf(page: Page, name: string, awaited: string | RegExp): Promise<string> {
  const frame = await frameOf(page, name);
  await frame.getByText(awaited).first().waitFor();
  return frame.locator('#container').textContent().then(String);
}
