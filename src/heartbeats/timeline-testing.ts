/** For tests of the timeline: random streams, and what the rule says about them, written anew. */
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import type { Database, Queryable } from '../db/database.ts';
import type { Heartbeat } from './heartbeat.ts';
import { heartbeatId } from './heartbeat-id.ts';

const QUARTER_SECONDS = 900;
const DAY_SECONDS = 86_400;

export const DIMENSIONS = [
  'project',
  'language',
  'editor',
  'os',
  'machine',
  'branch',
  'category',
] as const;

type Dimension = (typeof DIMENSIONS)[number];

export interface Settings {
  timeoutSeconds: number;
  zone: string;
}

/** A heartbeat that says nothing; tests add what they mean. */
export const BARE: Heartbeat = {
  time: 0,
  project: '',
  file: null,
  entityType: 'file',
  language: null,
  branch: null,
  commit: null,
  workspaceRoot: null,
  packagePath: null,
  isWrite: false,
  editor: null,
  os: null,
  machine: null,
  category: null,
  claimedSeconds: null,
  extra: null,
  contentHash: 0n,
};

/** Zones, each with an instant (Unix seconds) around which its clocks or days do something odd. */
export const ODD_PLACES: readonly { zone: string; around: number }[] = [
  { zone: 'UTC', around: Date.UTC(2026, 0, 1) / 1_000 },
  { zone: 'Europe/Berlin', around: Date.UTC(2026, 2, 29, 1) / 1_000 },
  { zone: 'Europe/Berlin', around: Date.UTC(2026, 9, 25, 1) / 1_000 },
  { zone: 'Australia/Lord_Howe', around: Date.UTC(2026, 3, 4, 15) / 1_000 },
  { zone: 'America/St_Johns', around: Date.UTC(2026, 2, 8, 5, 30) / 1_000 },
  { zone: 'Asia/Kathmandu', around: Date.UTC(2026, 5, 1, 18, 15) / 1_000 },
  { zone: 'Pacific/Chatham', around: Date.UTC(2026, 8, 26, 14) / 1_000 },
  { zone: 'America/Havana', around: Date.UTC(2026, 10, 1, 4, 30) / 1_000 },
  { zone: 'America/New_York', around: Date.UTC(2026, 6, 1, 4) / 1_000 },
];

const gap = fc.oneof(
  fc.constantFrom(0, 0, 1, 59, 60, 61, 119, 120, 121, 599, 600, 899, 900, 901, 3_600, DAY_SECONDS),
  fc.integer({ min: 0, max: 1_200 }),
  fc.integer({ min: 0, max: 40_000_000 }).map((microseconds) => microseconds / 1_000_000),
);
const claim = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 30, 900, 3_600, DAY_SECONDS) },
);
const name = fc.constantFrom(null, null, 'a', 'b');
const step = fc.record({
  gap,
  claimedSeconds: claim,
  project: fc.constantFrom('', 'a', 'b', 'a\u00e9'),
  language: name,
  editor: name,
  os: name,
  machine: name,
  branch: name,
  category: name,
  contentHash: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
});

/** Up to `maxLength` different heartbeats, in the order of time, some at the same instant. */
export function heartbeatStream(around: number, maxLength = 40): fc.Arbitrary<Heartbeat[]> {
  return fc.array(step, { minLength: 1, maxLength }).map((steps) => {
    let microseconds = (around - 3_600) * 1_000_000;
    const stream = steps.map(({ gap, ...fields }) => {
      microseconds += Math.round(gap * 1_000_000);
      return { ...BARE, ...fields, time: microseconds / 1_000_000 };
    });
    const identities = new Map(stream.map((one) => [`${one.time} ${one.contentHash}`, one]));
    return [...identities.values()];
  });
}

/** Cuts a shuffled stream, with some heartbeats sent again, into batches. */
export function deliveries<T>(items: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .record({
      order: fc.shuffledSubarray([...items], { minLength: items.length }),
      again: fc.subarray([...items]),
      cuts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 100 }),
    })
    .map(({ order, again, cuts }) => {
      const rest = [...order, ...again];
      const batches: T[][] = [];
      for (let turn = 0; rest.length > 0; turn += 1) {
        batches.push(rest.splice(0, cuts[turn % cuts.length] ?? 1));
      }
      return batches;
    });
}

/** The timeline as the rule has it: each line `key: value`, sorted, so that a difference reads. */
export interface Timeline {
  durations: string[];
  quarters: string[];
  totals: string[];
  days: string[];
}

interface Sum {
  seconds: number;
  heartbeats: number;
}

function add(sums: Map<string, Sum>, key: string, seconds: number, heartbeats: number): void {
  const sum = sums.get(key) ?? { seconds: 0, heartbeats: 0 };
  sums.set(key, { seconds: sum.seconds + seconds, heartbeats: sum.heartbeats + heartbeats });
}

const toLines = (sums: Map<string, Sum>) =>
  [...sums].map(([key, { seconds, heartbeats }]) => `${key}: ${seconds} s, ${heartbeats}`).sort();

const tupleOf = (heartbeat: Pick<Heartbeat, Dimension>) =>
  DIMENSIONS.map((dimension) => heartbeat[dimension] ?? '').join('|');

/** Where an interval is cut: `next` is the first boundary after an instant. */
function* pieces(start: number, end: number, next: (instant: number) => number) {
  let from = start;
  do {
    const to = Math.min(end, next(from));
    yield { from, seconds: to - from };
    from = to;
  } while (from < end);
}

const nextQuarter = (instant: number) =>
  (Math.floor(instant / QUARTER_SECONDS) + 1) * QUARTER_SECONDS;

function localDay(instant: number, zone: string) {
  return Temporal.Instant.fromEpochMilliseconds(instant * 1_000)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
}

const nextMidnight = (zone: string) => (instant: number) =>
  localDay(instant, zone).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds / 1_000;

/** What the timeline is made from. */
export type Raw = Pick<Heartbeat, 'time' | 'contentHash' | 'claimedSeconds' | Dimension> & {
  id: string;
};

export const toRaw = (userId: string, heartbeats: readonly Heartbeat[]): Raw[] =>
  heartbeats.map((heartbeat) => ({ ...heartbeat, id: heartbeatId(userId, heartbeat) }));

/** DESIGN section 5, by definition. */
export function expectedTimeline(
  heartbeats: readonly Raw[],
  { timeoutSeconds, zone }: Settings,
): Timeline {
  const chain = [...heartbeats].sort(
    (a, b) => a.time - b.time || (a.contentHash < b.contentHash ? -1 : 1),
  );
  const durations: string[] = [];
  const quarters = new Map<string, Sum>();
  const totals = new Map<string, Sum>();
  const days = new Map<string, Sum>();
  for (const [position, heartbeat] of chain.entries()) {
    const start = Math.floor(heartbeat.time);
    const next = chain[position + 1];
    const untilNext = next ? Math.floor(next.time) - start : Number.POSITIVE_INFINITY;
    const seconds =
      heartbeat.claimedSeconds === null
        ? untilNext < timeoutSeconds
          ? untilNext
          : 0
        : Math.min(heartbeat.claimedSeconds, untilNext);
    const tuple = tupleOf(heartbeat);
    durations.push(`${heartbeat.id}: ${seconds}`);
    add(totals, tuple, seconds, 1);
    for (const piece of pieces(start, start + seconds, nextQuarter)) {
      const bucket = Math.floor(piece.from / QUARTER_SECONDS);
      add(quarters, `${bucket} ${tuple}`, piece.seconds, piece.from === start ? 1 : 0);
    }
    for (const piece of pieces(start, start + seconds, nextMidnight(zone))) {
      const day = localDay(piece.from, zone).toString();
      add(days, day, piece.seconds, piece.from === start ? 1 : 0);
    }
  }
  return {
    durations: durations.sort(),
    quarters: toLines(quarters),
    totals: toLines(totals),
    days: toLines(days),
  };
}

const Line = Type.Object({ line: Type.String() });
const TUPLE = `concat_ws('|', ${DIMENSIONS.map((dimension) => `t.${dimension}`).join(', ')})`;

/** The timeline as it is kept. */
export async function storedTimeline(database: Queryable, userId: string): Promise<Timeline> {
  const lines = async (sql: string) =>
    (await database.list(Line, sql, [userId])).map(({ line }) => line).sort();
  return {
    durations: await lines(
      `select id || ': ' || duration_seconds as line from heartbeats where user_id = $1`,
    ),
    quarters: await lines(
      `select r.bucket || ' ' || ${TUPLE} || ': ' || r.seconds || ' s, ' || r.heartbeats as line
       from rollup_15m r left join rollup_total t using (user_id, dimensions) where user_id = $1`,
    ),
    totals: await lines(
      `select ${TUPLE} || ': ' || seconds || ' s, ' || heartbeats as line
       from rollup_total t where user_id = $1`,
    ),
    days: await lines(
      `select to_char(date, 'YYYY-MM-DD') || ': ' || seconds || ' s, ' || heartbeats as line
       from rollup_day where user_id = $1`,
    ),
  };
}

const Name = Type.Union([Type.String(), Type.Null()]);
const StoredRaw = Type.Object({
  id: Type.String(),
  microseconds: Type.Integer(),
  hash: Type.String(),
  claimedSeconds: Type.Union([Type.Integer(), Type.Null()]),
  project: Type.String(),
  language: Name,
  editor: Name,
  os: Name,
  machine: Name,
  branch: Name,
  category: Name,
});

/** The stored heartbeats, without what is derived from them. */
export async function storedHeartbeats(database: Queryable, userId: string): Promise<Raw[]> {
  const rows = await database.list(
    StoredRaw,
    `select id, (extract(epoch from recorded_at) * 1000000)::bigint as microseconds,
       content_hash::text as hash, claimed_seconds as "claimedSeconds", ${DIMENSIONS.join(', ')}
     from heartbeats where user_id = $1 order by recorded_at, content_hash`,
    [userId],
  );
  return rows.map(({ microseconds, hash, ...row }) => ({
    ...row,
    time: microseconds / 1_000_000,
    contentHash: BigInt(hash),
  }));
}

const Problem = Type.Object({ kind: Type.String(), problems: Type.Integer() });

/** What the audit finds wrong; empty when the timeline is right. */
export function auditTimeline(database: Queryable, userId: string) {
  return database.list(Problem, 'select kind, problems from audit_timeline($1)', [userId]);
}

const Added = Type.Object({ id: Type.String() });

/** An account that only these tests know. */
export async function addTimelineUser(
  database: Database,
  { timeoutSeconds = 900, zone = 'UTC' }: Partial<Settings> = {},
): Promise<string> {
  const { id } = await database.one(
    Added,
    'insert into users (username, timeout_seconds, timezone) values ($1, $2, $3) returning id',
    [`t${crypto.randomUUID()}`, timeoutSeconds, zone],
  );
  return id;
}
