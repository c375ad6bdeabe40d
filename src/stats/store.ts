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
  /** The days with coding time, for streaks. */
  activeDays?: boolean;
  /** When each project was last seen in the first span, which holds the others. */
  lastSeen?: boolean;
}

/**
 * One number. `kind` is a dimension or `total` (`value` seconds, per span, `span` from 1), `day`
 * (seconds, `name` a date), `active` (`name` lists days since 1970, with commas; `value` is how many)
 * or `seen` (`value` epoch milliseconds, `name` a project). An unknown name is ''.
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
  const column = (key: 'lowBucket' | 'highBucket') =>
    bind(
      pieces.map((piece) => piece[key]),
      'integer[]',
    );
  const edges = pieces.flatMap((piece, index) =>
    piece.edges.map(({ start, end }) => ({ start, end, span: index + 1 })),
  );
  const [before, rows] = edges.length > 0 ? edgeParts(bind, edges) : ['', ''];
  return `${before}
  parts as (
    select p.span::integer as span, r.bucket, r.dimensions, r.seconds, r.heartbeats
    from unnest(${column('lowBucket')}, ${column('highBucket')})
      with ordinality as p (low, high, span)
    cross join lateral (
      select bucket, dimensions, seconds, heartbeats from rollup_15m
      where user_id = $1 and bucket >= p.low and bucket < p.high
    ) r
    ${rows}
  )`;
}

/** Must bind first: touchingHeartbeats looks for its spans at $2 and $3. */
function edgeParts(bind: Bind, edges: readonly (Span & { span: number })[]): [string, string] {
  const column = (key: 'start' | 'end' | 'span', type: string) =>
    bind(
      edges.map((edge) => edge[key]),
      type,
    );
  column('start', 'bigint[]');
  column('end', 'bigint[]');
  return [
    `${touchingHeartbeats('dimensions')},`,
    `union all
    select (${column('span', 'integer[]')})[span], (at / ${BUCKET_SECONDS})::integer, dimensions,
      seconds, heartbeats
    from touching`,
  ];
}

const ALL_PARTS = `
  parts as (
    select 1 as span, bucket, dimensions, seconds, heartbeats from rollup_15m where user_id = $1
  )`;

/** `tuples` (span, the dimensions in question, seconds, heartbeats): few rows, summed once. */
function tuplesOf(bind: Bind, question: Question): string {
  const { source, dimensions, project, branches } = question;
  const columns = [source === 'all' ? '1 as span' : 'p.span', ...dimensions.map((d) => `t.${d}`)];
  const numbers = source === 'all' ? 't' : 'p';
  const filters = [
    ...(project === undefined ? [] : [`t.project = ${bind(project, 'text')}`]),
    ...(branches === undefined ? [] : [`t.branch = any(${bind(branches, 'text[]')})`]),
  ];
  const from = source === 'all' ? 'rollup_total t' : NAMED_PARTS;
  const where = [...(source === 'all' ? ['t.user_id = $1'] : []), ...filters];
  return `
  tuples as materialized (
    select ${columns.join(', ')}, sum(${numbers}.seconds)::bigint as seconds,
      sum(${numbers}.heartbeats)::bigint as heartbeats
    from ${from} ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
    group by ${columns.map((_, index) => index + 1).join(', ')}
  )`;
}

/**
 * Names are looked up one by one (`limit` holds the planner to it): a range has few tuples, while
 * a join would read all that the user ever had.
 */
const NAMED_PARTS = `(
      select span, dimensions, sum(seconds) as seconds, sum(heartbeats) as heartbeats
      from parts group by span, dimensions
    ) p cross join lateral (
      select * from rollup_total where user_id = $1 and dimensions = p.dimensions limit 1
    ) t`;

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

/** One row: thousands of days cost more as rows, or in a window function, than as one text. */
const SELECT_ACTIVE_DAYS = `
  select 0, 'active', coalesce(string_agg((date - date '1970-01-01')::text, ','), ''), count(*), 0
  from rollup_day where user_id = $1 and seconds > 0`;

/** The last bucket comes from the rollup, the instant from that bucket's raw rows. */
function selectLastSeen(bind: Bind, source: Source): string {
  const span = source === 'all' ? undefined : source[0];
  const within = span
    ? `and recorded_at >= to_timestamp(${bind(span.start, 'bigint')})
        and recorded_at < to_timestamp(${bind(span.end, 'bigint')})`
    : '';
  return `
  select 0, 'seen', r.project, floor(date_part('epoch', h.recorded_at) * 1000)::bigint, 0
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
  const { source, dimensions, activeDays, lastSeen } = question;
  const { values, bind } = openParameters(question.userId);
  const tables: string[] = [];
  if (source !== 'all') tables.push(partsOf(bind, source));
  else if (lastSeen) tables.push(ALL_PARTS);
  tables.push(tuplesOf(bind, question));
  const selects = [selectTotals(dimensions), ...selectDays(bind, question)];
  if (activeDays) selects.push(SELECT_ACTIVE_DAYS);
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
