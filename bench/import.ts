/** Ten thousand heartbeats in one request, against one bare insert of the same rows. */
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { toKey } from '../src/heartbeats/content-hash.ts';
import type { Heartbeat } from '../src/heartbeats/heartbeat.ts';
import { fileOf, listParsed, listSent, timeOf } from './heartbeats.ts';
import { median } from './numbers.ts';
import type { Kind, Place } from './places.ts';
import { whileRunning } from './program.ts';
import { openClient, toBytes } from './raw-http.ts';
import {
  addPeople,
  createBareTable,
  insertBare,
  type Person,
  requireCleanAudit,
  toBareRows,
} from './store.ts';
import { type Line, rate } from './table.ts';

const ITEMS = 10_000;
/** The first request warms up and is not counted. */
const REQUESTS = 6;
/** Program and baseline take turns. */
const ROUNDS = 3;
const TARGET_RATIO = 0.5;
const CLAIMED_SECONDS = 30;

const Report = Type.Object({ inserted: Type.Literal(ITEMS), rejected_count: Type.Literal(0) });

type Form = 'claiming' | 'not claiming';

/** The heartbeats of one request: they go on where the request before ended. */
const numbersOf = (request: number): number[] =>
  Array.from({ length: ITEMS }, (_, index) => request * ITEMS + index);

/** As CodeTrackr's clients send it, with a duration; or as our own export has it, without. */
function toBody(form: Form, request: number, now: number, parsed: readonly Heartbeat[]): string {
  const sent = listSent(0);
  const items = numbersOf(request).map((nth) => {
    const item = { ...sent[fileOf(nth)], time: timeOf(now, nth) };
    if (form === 'claiming') return { ...item, duration: CLAIMED_SECONDS };
    const heartbeat = parsed[fileOf(nth)];
    if (!heartbeat) throw new Error('no such file');
    const { language, category, contentHash } = heartbeat;
    return { ...item, language, category, claimed_seconds: null, key: toKey(contentHash) };
  });
  return JSON.stringify(items);
}

/** Rows per second of every request but the first. */
async function timeEach(send: (request: number) => Promise<unknown>): Promise<number[]> {
  const rates: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const startedAt = performance.now();
    await send(request);
    if (request > 0) rates.push((ITEMS * 1_000) / (performance.now() - startedAt));
  }
  return rates;
}

async function measureProgram(place: Place, form: Form, { key }: Person): Promise<number[]> {
  const now = Date.now() / 1_000;
  const parsed = await listParsed(0);
  const requests = Array.from({ length: REQUESTS }, (_, request) =>
    toBytes({
      method: 'POST',
      path: '/api/v1/import',
      key,
      body: toBody(form, request, now, parsed),
    }),
  );
  return whileRunning(place, async ({ port }) => {
    const client = await openClient(port);
    const rates = await timeEach(async (request) => {
      const { body } = await client.ask(requests[request] ?? new Uint8Array());
      Value.Assert(Report, JSON.parse(String(body)));
    });
    client.close();
    return rates;
  });
}

function measureBare(place: Place, form: Form, { id }: Person): Promise<number[]> {
  return place.use(async (database) => {
    const now = Date.now() / 1_000;
    const parsed = await listParsed(0);
    const batches = await Promise.all(
      Array.from({ length: REQUESTS }, (_, request) =>
        toBareRows(
          numbersOf(request).map((nth) => {
            const heartbeat = parsed[fileOf(nth)];
            if (!heartbeat) throw new Error('no such file');
            const claimedSeconds = form === 'claiming' ? CLAIMED_SECONDS : null;
            return {
              userId: id,
              heartbeat: { ...heartbeat, claimedSeconds, time: timeOf(now, nth) },
            };
          }),
        ),
      ),
    );
    await createBareTable(database);
    return timeEach(async (request) => {
      const rows = await insertBare(database, batches[request] ?? []);
      if (rows !== ITEMS) throw new Error(`the bare insert wrote ${rows} rows`);
    });
  });
}

function measureRound(kind: Kind, form: Form) {
  return kind.inPlace(async (place) => {
    const [person] = await place.use((database) => addPeople(database, 1));
    if (!person) throw new Error('nobody is there');
    const through = median(await measureProgram(place, form, person));
    await place.use(requireCleanAudit);
    const bare = median(await measureBare(place, form, person));
    return { through, bare, ratio: through / bare };
  });
}

async function measureForm(kind: Kind, form: Form): Promise<Line> {
  const rounds: Awaited<ReturnType<typeof measureRound>>[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(kind, form));
  const ratio = median(rounds.map((round) => round.ratio));
  return {
    section: `import (${kind.name})`,
    what: `${ITEMS.toLocaleString('en')} items per request, ${form}`,
    value: rate(median(rounds.map(({ through }) => through))),
    baseline: rate(median(rounds.map(({ bare }) => bare))),
    ratio,
    target: `at least ${TARGET_RATIO}`,
    isMet: ratio >= TARGET_RATIO,
  };
}

export const measureImport = async (kind: Kind): Promise<Line[]> => [
  await measureForm(kind, 'claiming'),
  await measureForm(kind, 'not claiming'),
];
