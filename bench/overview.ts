/**
 * The overview page at a million heartbeats: its main answer, and in a browser how much script it
 * loads, how many questions it asks, and when it first shows something.
 */
import { type Browser, chromium } from 'playwright-core';
import { DAY_MS } from '../src/base/time.ts';
import { hashSecret, newSecret } from '../src/users/secrets.ts';
import { SESSION_COOKIE } from '../src/users/session-cookie.ts';
import { insertSession } from '../src/users/session-store.ts';
import { median, quantile } from './numbers.ts';
import type { Kind, Place } from './places.ts';
import { whileRunning } from './program.ts';
import { openClient, toBytes } from './raw-http.ts';
import { addHistory, addPeople, type History, settle } from './store.ts';
import { type Line, milliseconds } from './table.ts';

/** Two years, as in the section `summary`. */
const HISTORY: History[] = [
  { from: 730, to: 31, heartbeats: 990_000 },
  { from: 30, to: 1, heartbeats: 10_000 },
];
const RANGES = ['7d', '30d', 'all'] as const;
const REQUESTS = 150;
const WARM_UP = 15;
const VISITS = 5;
const MAX_QUESTIONS = 3;
const MAX_SCRIPT_KILOBYTES = 60;
const KILOBYTE = 1024;
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const QUESTIONS = '/api/v1/stats/';

/** Somebody with a history, a key and a browser that is signed in. */
async function addPerson(place: Place): Promise<{ key: string; cookie: string }> {
  return place.use(async (database) => {
    const [person] = await addPeople(database, 1);
    if (!person) throw new Error('nobody is there');
    await addHistory(database, person.id, HISTORY);
    await settle(database);
    const token = newSecret();
    const at = new Date();
    await insertSession(database, {
      userId: person.id,
      tokenHash: hashSecret(token),
      userAgent: '',
      address: '',
      at,
      expiresAt: new Date(at.getTime() + DAY_MS),
    });
    return { key: person.key, cookie: `${SESSION_COOKIE}=${token}` };
  });
}

async function measureAnswer(
  section: string,
  range: string,
  { port, key }: { port: number; key: string },
): Promise<Line> {
  const client = await openClient(port);
  const request = toBytes({ method: 'GET', path: `/api/v1/stats/overview?range=${range}`, key });
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP + REQUESTS; turn++) {
    const startedAt = performance.now();
    const { status } = await client.ask(request);
    if (status !== 200) throw new Error(`the overview answered ${status}`);
    if (turn >= WARM_UP) times.push(performance.now() - startedAt);
  }
  client.close();
  const p99 = milliseconds(quantile(times, 0.99));
  return {
    section,
    what: `overview ${range}, 1,000,000 heartbeats, p50 (p99 ${p99})`,
    value: milliseconds(quantile(times, 0.5)),
  };
}

/** Visits of a browser that knows nothing yet; the middle one of each figure. */
async function measureVisits(section: string, url: string, cookie: string): Promise<Line[]> {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
  const visits: Visit[] = [];
  for (let nth = 0; nth < VISITS; nth++) visits.push(await visit(browser, url, cookie));
  await browser.close();
  const middle = (read: (visit: Visit) => number) => median(visits.map(read));
  const questions = middle((visit) => visit.questions.length);
  const asked = visits.find((one) => one.questions.length === questions) ?? visits[0];
  const kilobytes = middle((visit) => visit.scriptBytes) / KILOBYTE;
  return [
    {
      section,
      what: 'questions about numbers that the page asks',
      value: `${questions} (${asked?.questions.join(', ')}; besides: ${asked?.others.join(', ')})`,
      target: `at most ${MAX_QUESTIONS}`,
      isMet: questions <= MAX_QUESTIONS,
    },
    {
      section,
      what: 'script that the page loads, compressed',
      value: `${kilobytes.toFixed(1)} KB`,
      target: `at most ${MAX_SCRIPT_KILOBYTES} KB`,
      isMet: kilobytes <= MAX_SCRIPT_KILOBYTES,
    },
    { section, what: 'first contentful paint', value: milliseconds(middle((v) => v.firstPaintMs)) },
  ];
}

interface Visit {
  /** Addresses of questions about numbers, until the page shows them, in order. */
  questions: string[];
  /** What else it asks: who is there, how it looks, what changes, which panels. */
  others: string[];
  /** Of scripts, as they travelled. */
  scriptBytes: number;
  firstPaintMs: number;
}

/** A first visit: nothing is cached. `cookie` is the session's. */
async function visit(browser: Browser, url: string, cookie: string): Promise<Visit> {
  const context = await browser.newContext();
  const [name = '', value = ''] = cookie.split('=', 2);
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  const found: Visit = { questions: [], others: [], scriptBytes: 0, firstPaintMs: Number.NaN };
  const sizes: Promise<void>[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const name = pathname.replace('/api/v1/', '');
    if (pathname.startsWith(QUESTIONS)) found.questions.push(name);
    else if (pathname.startsWith('/api/')) found.others.push(name);
  });
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return;
    sizes.push(
      request.sizes().then(({ responseBodySize }) => {
        found.scriptBytes += responseBodySize;
      }),
    );
  });
  await page.goto(url);
  await page.getByTestId('today').waitFor();
  await Promise.all(sizes);
  found.firstPaintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  await context.close();
  return found;
}

export function measureOverview(kind: Kind): Promise<Line[]> {
  return kind.inPlace(async (place) => {
    const section = `overview (${kind.name})`;
    const { key, cookie } = await addPerson(place);
    return whileRunning(place, async ({ port }) => {
      const lines: Line[] = [];
      for (const range of RANGES) lines.push(await measureAnswer(section, range, { port, key }));
      return [...lines, ...(await measureVisits(section, `http://127.0.0.1:${port}/`, cookie))];
    });
  });
}
