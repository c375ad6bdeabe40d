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
/** Program and baseline take turns, request by request, because the machine is noisy. */
const TURNS = 12;
/** Turns at the start that are not counted. */
const WARM_UP_TURNS = 2;
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

function toRequests(form: Form, now: number, parsed: readonly Heartbeat[], { key }: Person) {
  return (turn: number): Buffer => {
    const body = toBody(form, turn, now, parsed);
    return toBytes({ method: 'POST', path: '/api/v1/import', key, body });
  };
}

/** The rows that such a request makes. */
function toBatches(form: Form, now: number, parsed: readonly Heartbeat[], { id }: Person) {
  const claimedSeconds = form === 'claiming' ? CLAIMED_SECONDS : null;
  return (turn: number): Promise<readonly unknown[]> =>
    toBareRows(
      numbersOf(turn).map((nth) => {
        const heartbeat = parsed[fileOf(nth)];
        if (!heartbeat) throw new Error('no such file');
        return { userId: id, heartbeat: { ...heartbeat, claimedSeconds, time: timeOf(now, nth) } };
      }),
    );
}

async function ratePerSecond(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (ITEMS * 1_000) / (performance.now() - startedAt);
}

interface Turn {
  through: number;
  bare: number;
}

/** Two places, because nobody else may open an embedded database that the program has. */
async function takeTurns(form: Form, place: Place, barePlace: Place): Promise<Turn[]> {
  const now = Date.now() / 1_000;
  const parsed = await listParsed(0);
  const [person] = await place.use((database) => addPeople(database, 1));
  if (!person) throw new Error('nobody is there');
  const toRequest = toRequests(form, now, parsed, person);
  const turns: Turn[] = [];
  await barePlace.use(async (database) => {
    const [barePerson] = await addPeople(database, 1);
    if (!barePerson) throw new Error('nobody is there');
    const toBatch = toBatches(form, now, parsed, barePerson);
    await createBareTable(database);
    await whileRunning(place, async ({ port }) => {
      const client = await openClient(port);
      for (let turn = 0; turn < TURNS; turn++) {
        const request = toRequest(turn);
        const batch = await toBatch(turn);
        const through = await ratePerSecond(async () => {
          const { body } = await client.ask(request);
          Value.Assert(Report, JSON.parse(String(body)));
        });
        const bare = await ratePerSecond(async () => {
          const rows = await insertBare(database, batch);
          if (rows !== ITEMS) throw new Error(`the bare insert wrote ${rows} rows`);
        });
        turns.push({ through, bare });
      }
      client.close();
    });
  });
  await place.use(requireCleanAudit);
  return turns.slice(WARM_UP_TURNS);
}

async function measureForm(kind: Kind, form: Form): Promise<Line> {
  const turns = await kind.inPlace((place) =>
    kind.inPlace((barePlace) => takeTurns(form, place, barePlace)),
  );
  const ratio = median(turns.map(({ through, bare }) => through / bare));
  return {
    section: `import (${kind.name})`,
    what: `${ITEMS.toLocaleString('en')} items per request, ${form}`,
    value: rate(median(turns.map(({ through }) => through))),
    baseline: rate(median(turns.map(({ bare }) => bare))),
    ratio,
    target: `at least ${TARGET_RATIO}`,
    isMet: ratio >= TARGET_RATIO,
  };
}

export const measureImport = async (kind: Kind): Promise<Line[]> => [
  await measureForm(kind, 'claiming'),
  await measureForm(kind, 'not claiming'),
];
