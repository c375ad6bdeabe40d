/** Reading statistics: what a long history costs those who look at the last days, and at all. */
import { median, quantile } from './numbers.ts';
import type { Kind, Place } from './places.ts';
import { whileRunning } from './program.ts';
import { type Client, openClient, toBytes } from './raw-http.ts';
import {
  addHistory,
  addPeople,
  type History,
  type Person,
  requireCleanAudit,
  scanRaw,
  settle,
} from './store.ts';
import { type Line, milliseconds } from './table.ts';

const YEARS_DAYS = 730;
const MONTH_DAYS = 30;
const SHORT = 10_000;
const LONG = 1_000_000;

/**
 * Two people whose last 30 days are equally full, so that a difference between them is the cost of
 * history: one began a month ago, the other two years ago. The third spreads the same 10,000 over
 * two years, and so has almost nothing in the last days: told, not judged.
 */
const HISTORIES: Record<'short' | 'long' | 'sparse', History[]> = {
  short: [{ from: MONTH_DAYS, to: 1, heartbeats: SHORT }],
  long: [
    { from: YEARS_DAYS, to: MONTH_DAYS + 1, heartbeats: LONG - SHORT },
    { from: MONTH_DAYS, to: 1, heartbeats: SHORT },
  ],
  sparse: [{ from: YEARS_DAYS, to: 1, heartbeats: SHORT }],
};
const NAMES = ['short', 'long', 'sparse'] as const;
type Name = (typeof NAMES)[number];

const PATHS = ['summary', 'dashboard'];
const RANGES = ['7d', '30d', 'all'] as const;
/** Requests of each person; the people take turns. */
const REQUESTS = 150;
const WARM_UP = 15;
const SCANS = 3;
const TARGET_RATIO = 1.5;
const ALL_LIMIT_MS = 20;
const ALL_SHARE_OF_SCAN = 20;

type Samples = Record<Name, number[]>;

async function measureOne(
  client: Client,
  people: Record<Name, Person>,
  path: string,
): Promise<Samples> {
  const samples: Samples = { short: [], long: [], sparse: [] };
  for (let turn = 0; turn < WARM_UP + REQUESTS; turn++) {
    for (const name of NAMES) {
      const request = toBytes({ method: 'GET', path, key: people[name].key });
      const startedAt = performance.now();
      await client.ask(request);
      if (turn >= WARM_UP) samples[name].push(performance.now() - startedAt);
    }
  }
  return samples;
}

/** Milliseconds that the raw rows of the long history take. */
function measureScan(place: Place, { id }: Person): Promise<number> {
  return place.use(async (database) => {
    const times: number[] = [];
    for (let scan = 0; scan < SCANS; scan++) {
      const startedAt = performance.now();
      await scanRaw(database, id);
      times.push(performance.now() - startedAt);
    }
    return median(times);
  });
}

function toLines(section: string, what: string, samples: Samples): Line[] {
  const p50 = (name: Name) => quantile(samples[name], 0.5);
  const p99 = milliseconds(quantile(samples.long, 0.99));
  const ratio = p50('long') / p50('short');
  return [
    {
      section,
      what: `${what}, 1,000,000 heartbeats, p50 (p99 ${p99}) : 10,000 equally dense`,
      value: milliseconds(p50('long')),
      baseline: milliseconds(p50('short')),
      ratio,
      target: `at most ${TARGET_RATIO}`,
      isMet: ratio <= TARGET_RATIO,
    },
    {
      section,
      what: `${what}, the same : 10,000 over two years`,
      value: milliseconds(p50('long')),
      baseline: milliseconds(p50('sparse')),
      ratio: p50('long') / p50('sparse'),
    },
  ];
}

function toAllLine(section: string, what: string, samples: Samples, scanMs: number): Line {
  const p50 = quantile(samples.long, 0.5);
  const limit = Math.max(ALL_LIMIT_MS, scanMs / ALL_SHARE_OF_SCAN);
  return {
    section,
    what: `${what}, 1,000,000 heartbeats, p50 (p99 ${milliseconds(quantile(samples.long, 0.99))}) : raw scan`,
    value: milliseconds(p50),
    baseline: milliseconds(scanMs),
    ratio: p50 / scanMs,
    target: `at most ${milliseconds(limit)}`,
    isMet: p50 <= limit,
  };
}

async function addEverybody(place: Place): Promise<Record<Name, Person>> {
  return place.use(async (database) => {
    const [short, long, sparse] = await addPeople(database, NAMES.length);
    if (!short || !long || !sparse) throw new Error('nobody is there');
    const people = { short, long, sparse };
    for (const name of NAMES) await addHistory(database, people[name].id, HISTORIES[name]);
    await settle(database);
    await requireCleanAudit(database);
    return people;
  });
}

export function measureSummary(kind: Kind): Promise<Line[]> {
  return kind.inPlace(async (place) => {
    const section = `summary (${kind.name})`;
    const people = await addEverybody(place);
    const scanMs = await measureScan(place, people.long);
    return whileRunning(place, async ({ port }) => {
      const client = await openClient(port);
      const lines: Line[] = [];
      for (const path of PATHS) {
        for (const range of RANGES) {
          const url = `/api/v1/stats/${path}?range=${range}`;
          const samples = await measureOne(client, people, url);
          const what = `${path} ${range}`;
          if (range === 'all') lines.push(toAllLine(section, what, samples, scanMs));
          else lines.push(...toLines(section, what, samples));
        }
      }
      client.close();
      return lines;
    });
  });
}
