/** Single heartbeats from 64 editors at once, against a loop that only writes the same rows. */
import { Value } from '@sinclair/typebox/value';
import { BareResult } from './bare-loop.ts';
import { runChild } from './child.ts';
import { LoadResult } from './load.ts';
import { median } from './numbers.ts';
import type { Kind } from './places.ts';
import { whileRunning } from './program.ts';
import { addPeople, countStored, requireCleanAudit } from './store.ts';
import { type Line, milliseconds, rate } from './table.ts';

const CONNECTIONS = 64;
const WARM_UP_MS = 2_000;
const MEASURE_MS = 8_000;
/** The machine is noisy: program and baseline take turns, and the median ratio counts. */
const ROUNDS = 3;
const TARGET_RATIO = 0.6;

/** Through HTTP. Throws unless exactly what was acknowledged is there, and counted right. */
export function measureProgram(kind: Kind, meanwhile: () => Promise<void> = async () => {}) {
  return kind.inPlace(async (place) => {
    const people = await place.use((database) => addPeople(database, CONNECTIONS));
    const input = {
      keys: people.map(({ key }) => key),
      warmUpMs: WARM_UP_MS,
      measureMs: MEASURE_MS,
    };
    const load = await whileRunning(place, async ({ port }) => {
      const [output] = await Promise.all([runChild('load.ts', { ...input, port }), meanwhile()]);
      return Value.Decode(LoadResult, output);
    });
    const stored = await place.use(async (database) => {
      await requireCleanAudit(database);
      return countStored(database);
    });
    if (stored.rows !== load.acknowledged) {
      throw new Error(`${load.acknowledged} heartbeats acknowledged, ${stored.rows} stored`);
    }
    return { ...load, rowsPerFlush: stored.rows / stored.flushes };
  });
}

function measureBare(kind: Kind, rowsPerFlush: number) {
  return kind.inPlace(async (place) => {
    const people = await place.use((database) => addPeople(database, CONNECTIONS));
    const { dataDirectory, databaseUrl } = place;
    const { perSecond } = Value.Decode(
      BareResult,
      await runChild('bare-loop.ts', {
        dataDirectory,
        databaseUrl,
        userIds: people.map(({ id }) => id),
        rowsPerFlush,
        warmUpMs: WARM_UP_MS,
        measureMs: MEASURE_MS,
      }),
    );
    return perSecond;
  });
}

async function measureRound(kind: Kind) {
  const load = await measureProgram(kind);
  const bare = await measureBare(kind, Math.round(load.rowsPerFlush));
  return { ...load, bare, ratio: load.perSecond / bare };
}

type Round = Awaited<ReturnType<typeof measureRound>>;

export async function measureIngest(kind: Kind): Promise<Line[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(kind));
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  const ratio = middle((round) => round.ratio);
  const section = `ingest (${kind.name})`;
  return [
    {
      section,
      what: `heartbeats at ${CONNECTIONS} connections, ${middle((round) => round.rowsPerFlush).toFixed(0)} rows per flush`,
      value: rate(middle((round) => round.perSecond)),
      baseline: rate(middle((round) => round.bare)),
      ratio,
      target: `at least ${TARGET_RATIO}`,
      isMet: ratio >= TARGET_RATIO,
    },
    { section, what: 'acknowledged after, p50', value: milliseconds(middle((round) => round.p50)) },
    { section, what: 'acknowledged after, p99', value: milliseconds(middle((round) => round.p99)) },
  ];
}
