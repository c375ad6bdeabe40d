import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { touchingHeartbeats } from '../raw/store.ts';
import { BUCKET_SECONDS, type Span } from '../spans.ts';
import { DIMENSIONS, type Dimension } from '../store.ts';
import type { Filters } from './filters.ts';
import { type CutBucket, toLocalPieces } from './local-spans.ts';
import { isAlways, type When } from './when.ts';

/** Values that an answer lists per dimension; the others' seconds are told as one sum. */
export const VALUES_LISTED = 50;
/** Names that a day is divided by; the others are its rest. */
export const STACK_NAMES = 8;
/** Heartbeats that are searched for changed lines at most; the range's newest ones. */
export const LINE_CHANGE_HEARTBEATS = 5_000;
/** Most lines that one heartbeat can have changed; more is a client's mistake. */
export const LINES_PER_HEARTBEAT = 100_000;

export interface OverviewQuestion {
  userId: string;
  /** IANA zone of days and hours. */
  zone: string;
  /** What all is about (number 1), then spans of which only the total is wanted. */
  spans: readonly [Span, ...Span[]];
  filters: Filters;
  /** Counts only this part of the week. */
  when: When;
  stack: Dimension;
  /** Which parts are wanted beside the totals and days. */
  breakdown: boolean;
}

/**
 * One fact. `kind` is
 * - `total`: seconds of the span number `name`;
 * - a dimension: seconds of the value `name`, '' when unknown; the most are VALUES_LISTED;
 * - `day`: seconds of the stacked name `name`; `text` lists `day:seconds`, days since 1970;
 * - `rest`: as `day`, of all other names together;
 * - `hours`: `text` lists `hour:seconds`, hours of the local week from Monday's first;
 * - `active`: `text` lists the days with any coding time, whatever the filters;
 * - `lines`: how many heartbeats tell of changed lines; `text` is JSON (LineChanges); `last`: `text` is JSON (LastHeartbeat).
 */
export interface OverviewFact {
  kind: string;
  name: string;
  value: number;
  text: string;
}

const FactRow = Type.Object({
  kind: Type.String(),
  name: Type.String(),
  value: Type.Integer(),
  text: Type.String(),
});

export interface OverviewStore {
  /** Answers in one round trip, from rollups; raw rows only for cut buckets and what is newest. */
  listOverview(question: OverviewQuestion): Promise<OverviewFact[]>;
}

/** Takes a value of a statement, and gives the place that stands for it. */
export type Bind = (value: unknown, type: string) => string;

const column = <T>(bind: Bind, rows: readonly T[], read: (row: T) => number, type = 'integer[]') =>
  bind(rows.map(read), type);

/** Must bind first: touchingHeartbeats looks for its spans at $2 and $3. */
function cutParts(bind: Bind, cuts: readonly (CutBucket & { span: number })[]): [string, string] {
  const ofCut = (values: string) => `(${values})[touching.span]`;
  const starts = column(bind, cuts, ({ start }) => start, 'bigint[]');
  column(bind, cuts, ({ end }) => end, 'bigint[]');
  const bucket = `(${ofCut(starts)} / ${BUCKET_SECONDS})::integer`;
  return [
    `${touchingHeartbeats('dimensions')},`,
    `union all
    select ${ofCut(column(bind, cuts, ({ span }) => span))},
      ${bucket} + ${ofCut(column(bind, cuts, ({ shift }) => shift))}, ${bucket}, dimensions,
      seconds, heartbeats
    from touching`,
  ];
}

/** `parts` (span, quarter, bucket, dimensions, seconds, heartbeats): what the spans are made of. */
export function partsOf(
  bind: Bind,
  { spans, zone }: Pick<OverviewQuestion, 'spans' | 'zone'>,
): string {
  const pieces = spans.map((span) => toLocalPieces(span, zone));
  const runs = pieces.flatMap((piece, at) => piece.runs.map((run) => ({ ...run, span: at + 1 })));
  const cuts = pieces.flatMap((piece, at) => piece.cuts.map((cut) => ({ ...cut, span: at + 1 })));
  const [before, rows] = cuts.length > 0 ? cutParts(bind, cuts) : ['', ''];
  return `${before}
  parts as (
    select p.span, r.bucket + p.shift as quarter, r.bucket, r.dimensions, r.seconds, r.heartbeats
    from unnest(${column(bind, runs, ({ low }) => low)}, ${column(bind, runs, ({ high }) => high)},
      ${column(bind, runs, ({ shift }) => shift)}, ${column(bind, runs, ({ span }) => span)})
      as p (low, high, shift, span)
    cross join lateral (
      select bucket, dimensions, seconds, heartbeats from rollup_15m
      where user_id = $1 and bucket >= p.low and bucket < p.high
    ) r
    ${rows}
  )`;
}

/** The condition that filters set on rollup_total's names (alias `t`). */
export function filterCondition(bind: Bind, filters: Filters): string {
  const conditions = DIMENSIONS.flatMap((dimension) => {
    const values = filters[dimension];
    return values ? [`t.${dimension} = any(${bind(values, 'text[]')})`] : [];
  });
  return conditions.length > 0 ? conditions.join(' and ') : 'true';
}

/** Numbers of quarter hours in a day and days in a week; 1 January 1970 was a Thursday. */
export const QUARTERS_A_DAY = 96;
const WEEK_DAYS = 7;
const DAYS_FROM_MONDAY = 3;

/** The condition that a part of the week sets on local quarter hours. */
export function quarterCondition(bind: Bind, { weekday, hour }: When): string {
  const conditions = [
    ...(weekday === undefined
      ? []
      : [
          `(quarter / ${QUARTERS_A_DAY} + ${DAYS_FROM_MONDAY}) % ${WEEK_DAYS}
            = ${bind(weekday - 1, 'integer')}`,
        ]),
    ...(hour === undefined ? [] : [`quarter % ${QUARTERS_A_DAY} / 4 = ${bind(hour, 'integer')}`]),
  ];
  return conditions.join(' and ') || 'true';
}

/** The same, of instants. */
function instantCondition(bind: Bind, { when, zone }: OverviewQuestion): string {
  if (isAlways(when)) return 'true';
  const local = `recorded_at at time zone ${bind(zone, 'text')}`;
  const conditions = [
    ...(when.weekday === undefined
      ? []
      : [`extract(isodow from ${local}) = ${bind(when.weekday, 'integer')}`]),
    ...(when.hour === undefined
      ? []
      : [`extract(hour from ${local}) = ${bind(when.hour, 'integer')}`]),
  ];
  return conditions.join(' and ');
}

/**
 * `cells`: seconds per tuple, and of the first span per local hour. `tuples`: those that the filters
 * keep, with names, looked up one by one, because a join would read all that the user ever had.
 * `top`: the names that days are divided by. `placed`: the seconds of the first span per local hour
 * and place of such a name, null for all others. Intervals never overlap, so sums fit an integer,
 * which adds up several times faster than a numeric.
 */
function tablesOf(bind: Bind, question: OverviewQuestion): string[] {
  const { filters, stack } = question;
  return [
    partsOf(bind, question),
    `
  cells as materialized (
    select span, case when span = 1 then quarter / 4 end as hour, dimensions,
      sum(seconds)::integer as seconds,
      max(bucket) filter (where heartbeats > 0) as bucket
    from parts where ${quarterCondition(bind, question.when)} group by 1, 2, 3
  )`,
    `
  tuples as materialized (
    select s.*, ${DIMENSIONS.map((name) => `t.${name}`).join(', ')}
    from (
      select span, dimensions, sum(seconds)::integer as seconds, max(bucket) as bucket
      from cells group by span, dimensions
    ) s cross join lateral (
      select * from rollup_total where user_id = $1 and dimensions = s.dimensions limit 1
    ) t
    where ${filterCondition(bind, filters)}
  )`,
    `
  top as materialized (
    select ${stack} as name, row_number() over (order by sum(seconds) desc, ${stack}) as place
    from tuples where span = 1 group by 1 having sum(seconds) > 0 order by 2 limit ${STACK_NAMES}
  )`,
    `
  placed as materialized (
    select c.hour, s.place, sum(c.seconds)::integer as seconds
    from cells c join (
      select t.dimensions, top.place
      from tuples t left join top on top.name = t.${stack} where t.span = 1
    ) s using (dimensions)
    where c.span = 1 and c.seconds > 0
    group by 1, 2
  )`,
  ];
}

const SELECT_TOTALS = `
  select 'total' as kind, span::text as name, sum(seconds)::bigint as value, '' as text
  from tuples group by span`;

const SELECT_VALUES = `
  select kind, name, value, '' from (
    select kind, name, value, row_number() over (partition by kind order by value desc, name) as rank
    from (
      select case ${DIMENSIONS.map((name) => `when grouping(${name}) = 0 then '${name}'`).join(' ')}
          end as kind,
        coalesce(${DIMENSIONS.join(', ')}) as name, sum(seconds)::bigint as value
      from tuples where span = 1
      group by grouping sets (${DIMENSIONS.map((name) => `(${name})`).join(', ')})
    ) v where value > 0
  ) ranked where rank <= ${VALUES_LISTED}`;

/** Days and hours come as text: thousands of rows cost more than their aggregate. */
const SELECT_DAYS = `
  select case when place is null then 'rest' else 'day' end,
    coalesce((select name from top where top.place = d.place), ''),
    sum(seconds)::bigint, string_agg(day || ':' || seconds, ',')
  from (select place, hour / 24 as day, sum(seconds) as seconds from placed group by 1, 2) d
  group by place`;

const SELECT_HOURS = `
  select 'hours', '', coalesce(sum(seconds), 0)::bigint,
    coalesce(string_agg(hour || ':' || seconds, ','), '')
  from (
    select (hour + ${DAYS_FROM_MONDAY} * 24) % (${WEEK_DAYS} * 24) as hour, sum(seconds) as seconds from placed group by 1
  ) h`;

const SELECT_ACTIVE = `
  select 'active', '', count(*), coalesce(string_agg((date - date '1970-01-01')::text, ','), '')
  from rollup_day where user_id = $1 and seconds > 0`;

function changedLines(who: 'ai' | 'human'): string {
  const value = `extra->'${who}_line_changes'`;
  return `coalesce(sum(case when jsonb_typeof(${value}) = 'number'
      then least(abs((${value})::numeric), ${LINES_PER_HEARTBEAT}) end)
      filter (where is_kept)::bigint, 0)`;
}

function selectLines(within: string, filters: Filters): string {
  const isFiltered = Object.keys(filters).length > 0;
  const kept = isFiltered ? 'dimensions in (select dimensions from tuples where span = 1)' : 'true';
  return `
  select 'lines', '',
    count(*) filter (where is_kept and extra ?| array['ai_line_changes', 'human_line_changes']),
    json_build_object('ai', ${changedLines('ai')}, 'human', ${changedLines('human')},
      'searched', count(*), 'since', epoch_second(min(recorded_at)))::text
  from (
    select extra, recorded_at, ${kept} as is_kept from (
      select extra, recorded_at, dimensions from heartbeats where user_id = $1 and ${within}
      order by recorded_at desc, content_hash desc limit ${LINE_CHANGE_HEARTBEATS}
    ) newest
  ) h`;
}

/** The last bucket comes from the rollup, the heartbeat from that bucket's raw rows. */
function selectLast(within: string): string {
  return `
  select 'last', '', 0, json_build_object('time', date_part('epoch', h.recorded_at),
      'project', h.project, 'language', h.language, 'editor', h.editor, 'machine', h.machine)::text
  from (select max(bucket)::bigint as bucket from tuples where span = 1) b
  cross join lateral (
    select * from heartbeats
    where user_id = $1 and ${within}
      and recorded_at >= to_timestamp(b.bucket * ${BUCKET_SECONDS})
      and recorded_at < to_timestamp((b.bucket + 1) * ${BUCKET_SECONDS})
      and dimensions in (select dimensions from tuples where span = 1)
    order by recorded_at desc, content_hash desc limit 1
  ) h`;
}

function toStatement(question: OverviewQuestion): { sql: string; values: unknown[] } {
  const values: unknown[] = [question.userId];
  const bind: Bind = (value, type) => `$${values.push(value)}::${type}`;
  const tables = tablesOf(bind, question);
  const selects = [SELECT_TOTALS, SELECT_DAYS];
  if (question.breakdown) {
    const [{ start, end }] = question.spans;
    const within = `recorded_at >= to_timestamp(${bind(start, 'bigint')})
      and recorded_at < to_timestamp(${bind(end, 'bigint')})
      and ${instantCondition(bind, question)}`;
    selects.push(SELECT_VALUES, SELECT_HOURS, SELECT_ACTIVE, selectLines(within, question.filters));
    selects.push(selectLast(within));
  }
  const body = selects.map((select) => `(${select})`).join(' union all ');
  return { sql: `with ${tables.join(',')} ${body}`, values };
}

export function openOverviewStore(database: Database): OverviewStore {
  return {
    listOverview(question) {
      const { sql, values } = toStatement(question);
      return database.list(FactRow, sql, values);
    },
  };
}
