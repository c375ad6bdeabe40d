import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Nothing that phones home, so that every request seen is one of the page's. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** `more`: further arguments, as for names that only this browser knows. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: [...ARGUMENTS, ...more] });
}

export interface WatchedPage {
  page: Page;
  /** Console errors, uncaught exceptions and requests to other origins, in words. */
  complaints: string[];
}

/** A page that notes everything a quiet page never does. `origin` is the only one it may ask. */
export async function openWatchedPage(
  context: BrowserContext,
  origin: string,
): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:') {
      complaints.push(`asked ${request.url()}`);
    }
  });
  return { page, complaints };
}
