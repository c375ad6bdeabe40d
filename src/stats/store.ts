import { Type } from '@sinclair/typebox';
import type { Database } from '../db/database.ts';
import { touchingHeartbeats } from './raw/store.ts';
import { BUCKET_SECONDS, type Span, splitSpan } from './spans.ts';

export const DIMENSIONS = [
  'project',
  'language',
  'editor',
  'os',
  'machine',
  'branch',
  'category',
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** Spans to total, or everything there is. */
export type Source = readonly Span[] | 'all';

/** What one statement shall answer. Each part adds rows of its kinds (see `Fact`). */
export interface Question {
  userId: string;
  source: Source;
  /** Dimensions to total by. The grand total always comes. */
  dimensions: readonly Dimension[];
  /** Counts only these projects and branches; applied after durations. */
  project?: string | undefined;
  branches?: readonly string[] | undefined;
  /** Days with data, local days of the user's zone: between two, all, or the first and last. */
  days?: { first: string; last: string } | 'all' | 'ends' | 'none';
  /** One more day, whatever `days` says. */
  alsoDay?: string;
  /** The runs that decide the streaks up to this day: the last one and the longest. */
  streaksTo?: string;
  /** When each project was last seen in the first span, which holds the others. */
  lastSeen?: boolean;
}

/**
 * One number. `kind` is a dimension or `total` (`value` seconds, per span, `span` from 1), `day`
 * (seconds, `name` a date), `run` (`value` days, `name` its last date) or `seen` (`value` epoch
 * milliseconds, `name` a project). An unknown name is ''.
 */
export interface Fact {
  span: number;
  kind: string;
  name: string;
  value: number;
  heartbeats: number;
}

const FactRow = Type.Object({
  span: Type.Integer(),
  kind: Type.String(),
  name: Type.String(),
  value: Type.Integer(),
  heartbeats: Type.Integer(),
});

const NullableText = Type.Union([Type.String(), Type.Null()]);
const DataDays = Type.Object({ first: NullableText, last: NullableText });
const InstanceTotals = Type.Object({ users: Type.Integer(), total_seconds: Type.Integer() });

export interface StatsStore {
  /** Answers a question in one round trip, from rollups; raw rows only for cut buckets. */
  listFacts(question: Question): Promise<Fact[]>;
  /** First and last local day with data, or null without any. */
  findDataDays(userId: string): Promise<{ first: string; last: string } | null>;
  /** Number of people who share their profile, and everybody's seconds. */
  getInstanceTotals(): Promise<{ users: number; total_seconds: number }>;
}

/** Collects parameters, so that a statement has exactly those that it uses. */
function openParameters(...first: unknown[]) {
  const values = [...first];
  return { values, bind: (value: unknown, type: string) => `$${values.push(value)}::${type}` };
}

type Bind = ReturnType<typeof openParameters>['bind'];

/** `parts` (span, bucket, dimensions, seconds, heartbeats): what spans are made of. */
function partsOf(bind: Bind, spans: readonly Span[]): string {
  const pieces = spans.map(splitSpan);
  const edges = pieces.flatMap((piece, index) =>
    piece.edges.map(({ start, end }) => ({ start, end, span: index + 1 })),
  );
  const edgeColumn = (key: 'start' | 'end' | 'span', type: string) =>
    bind(
      edges.map((edge) => edge[key]),
      type,
    );
  const pieceColumn = (key: 'lowBucket' | 'highBucket') =>
    bind(
      pieces.map((piece) => piece[key]),
      'integer[]',
    );
  // These two are $2 and $3, where touchingHeartbeats looks for them.
  edgeColumn('start', 'bigint[]');
  edgeColumn('end', 'bigint[]');
  const owners = edgeColumn('span', 'integer[]');
  const low = pieceColumn('lowBucket');
  const high = pieceColumn('highBucket');
  return `${touchingHeartbeats('dimensions')},
  parts as (
    select p.span::integer as span, r.bucket, r.dimensions, r.seconds, r.heartbeats
    from unnest(${low}, ${high}) with ordinality as p (low, high, span)
    cross join lateral (
      select bucket, dimensions, seconds, heartbeats from rollup_15m
      where user_id = $1 and bucket >= p.low and bucket < p.high
    ) r
    union all
    select (${owners})[span], (at / ${BUCKET_SECONDS})::integer, dimensions, seconds, heartbeats
    from touching
  )`;
}

const ALL_PARTS = `
  parts as (
    select 1 as span, bucket, dimensions, seconds, heartbeats from rollup_15m where user_id = $1
  )`;

/** `tuples` (span, the dimensions in question, seconds, heartbeats): few rows, summed once. */
function tuplesOf(bind: Bind, { source, dimensions, project, branches }: Question): string {
  const columns = [source === 'all' ? '1 as span' : 'p.span', ...dimensions.map((d) => `t.${d}`)];
  const numbers = source === 'all' ? 't' : 'p';
  const from =
    source === 'all'
      ? 'rollup_total t where t.user_id = $1'
      : `(select span, dimensions, sum(seconds) as seconds, sum(heartbeats) as heartbeats
          from parts group by span, dimensions) p
        join rollup_total t on t.dimensions = p.dimensions where t.user_id = $1`;
  return `
  tuples as materialized (
    select ${columns.join(', ')}, sum(${numbers}.seconds)::bigint as seconds,
      sum(${numbers}.heartbeats)::bigint as heartbeats
    from ${from}
      ${project === undefined ? '' : `and t.project = ${bind(project, 'text')}`}
      ${branches === undefined ? '' : `and t.branch = any(${bind(branches, 'text[]')})`}
    group by ${columns.map((_, index) => index + 1).join(', ')}
  )`;
}

function selectTotals(dimensions: readonly Dimension[]): string {
  const kinds = dimensions.map((name) => `when grouping(${name}) = 0 then '${name}'`).join(' ');
  const sets = ['(span)', ...dimensions.map((name) => `(span, ${name})`)].join(', ');
  return `
  select span, ${kinds ? `case ${kinds} else 'total' end` : "'total'"} as kind,
    coalesce(${[...dimensions, "''"].join(', ')}) as name,
    sum(seconds)::bigint as value, sum(heartbeats)::bigint as heartbeats
  from tuples group by grouping sets (${sets})`;
}

function selectDays(bind: Bind, { days, alsoDay }: Question): string[] {
  const day = "select 0, 'day', date::text, seconds, heartbeats from rollup_day where user_id = $1";
  if (!days || days === 'all') return days ? [day] : [];
  if (days === 'ends') {
    return [`(${day} order by date limit 1)`, `(${day} order by date desc limit 1)`];
  }
  const also = alsoDay ? `date = ${bind(alsoDay, 'date')}` : 'false';
  const between =
    days === 'none'
      ? 'false'
      : `date between ${bind(days.first, 'date')} and ${bind(days.last, 'date')}`;
  return [`${day} and (${between} or ${also})`];
}

/** `islands`: consecutive days share the difference between their date and their rank. */
function islandsTo(bind: Bind, today: string): string {
  return `
  islands as (
    select max(date) as last, count(*) as days from (
      select date, date - (row_number() over (order by date))::integer as island from rollup_day
      where user_id = $1 and seconds > 0 and date <= ${bind(today, 'date')}
    ) active group by island
  )`;
}

const SELECT_RUNS = [
  `(select 0, 'run', last::text, days, 0 from islands order by last desc limit 1)`,
  `(select 0, 'run', last::text, days, 0 from islands order by days desc, last desc limit 1)`,
];

/** The last bucket comes from the rollup, the instant from that bucket's raw rows. */
function selectLastSeen(bind: Bind, source: Source): string {
  const span = source === 'all' ? undefined : source[0];
  const within = span
    ? `and recorded_at >= to_timestamp(${bind(span.start, 'bigint')})
        and recorded_at < to_timestamp(${bind(span.end, 'bigint')})`
    : '';
  return `
  select 0, 'seen', r.project, floor(extract(epoch from h.recorded_at) * 1000)::bigint, 0
  from (
    select t.project, max(p.bucket) as bucket from (
      select dimensions, max(bucket) as bucket from parts where heartbeats > 0 group by dimensions
    ) p join rollup_total t on t.dimensions = p.dimensions
    where t.user_id = $1 group by t.project
  ) r cross join lateral (
    select recorded_at from heartbeats
    where user_id = $1 and project = r.project
      and recorded_at >= to_timestamp(r.bucket::bigint * ${BUCKET_SECONDS})
      and recorded_at < to_timestamp((r.bucket::bigint + 1) * ${BUCKET_SECONDS}) ${within}
    order by recorded_at desc limit 1
  ) h`;
}

function toStatement(question: Question): { sql: string; values: unknown[] } {
  const { source, dimensions, streaksTo, lastSeen } = question;
  const { values, bind } = openParameters(question.userId);
  const tables: string[] = [];
  if (source !== 'all') tables.push(partsOf(bind, source));
  else if (lastSeen) tables.push(ALL_PARTS);
  tables.push(tuplesOf(bind, question));
  const selects = [selectTotals(dimensions), ...selectDays(bind, question)];
  if (streaksTo) {
    tables.push(islandsTo(bind, streaksTo));
    selects.push(...SELECT_RUNS);
  }
  if (lastSeen) selects.push(selectLastSeen(bind, source));
  return { sql: `with ${tables.join(',')} ${selects.join(' union all ')}`, values };
}

export function openStatsStore(database: Database): StatsStore {
  return {
    listFacts(question) {
      const { sql, values } = toStatement(question);
      return database.list(FactRow, sql, values);
    },

    async findDataDays(userId) {
      const { first, last } = await database.one(
        DataDays,
        'select min(date)::text as first, max(date)::text as last from rollup_day where user_id = $1',
        [userId],
      );
      return first !== null && last !== null ? { first, last } : null;
    },

    getInstanceTotals: () =>
      database.one(
        InstanceTotals,
        `select (select count(*) from users where is_public) as users,
          (select coalesce(sum(seconds), 0)::bigint from rollup_day) as total_seconds`,
      ),
  };
}
