import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import type { Span } from '../spans.ts';
import { CONFIG_FILE, DEBUGGING_WORD } from './work-type.ts';

/**
 * What only raw rows can answer. Every read here goes by the timeline's index over a bounded span;
 * totals never come from here.
 */
export interface RawStore {
  /** Seconds per work type in a span, over at most `limit` of its newest heartbeats. */
  listWorkTypes(userId: string, span: Span, limit: number): Promise<WorkTypeRow[]>;
  /**
   * The newest sessions' first seconds, newest first, at most `sessions`, from at most
   * `heartbeats` of the span's newest. `timeout` in seconds.
   */
  listSessionStarts(
    userId: string,
    span: Span,
    timeout: number,
    limits: { sessions: number; heartbeats: number },
  ): Promise<SessionStart[]>;
  /** What happened in each span, per project, language and work type. */
  listActivity(userId: string, spans: readonly Span[]): Promise<ActivityRow[]>;
  /** Seconds per file in each span, most first, at most `limit` files a span. */
  listFiles(
    userId: string,
    spans: readonly Span[],
    of: FilesOf,
    limit: number,
  ): Promise<{ span: number; file: string; seconds: number }[]>;
}

export interface FilesOf {
  project: string;
  /** Undefined for all of them. */
  branches: readonly string[] | undefined;
}

export interface WorkTypeRow {
  type: string;
  seconds: number;
  heartbeats: number;
  /** Epoch second of the oldest heartbeat that was read. */
  first: number;
}

export interface SessionStart {
  start: number;
  /** How many sessions there are in what was read. */
  total: number;
  /** Epoch second of the oldest heartbeat that was read, null when all were. */
  coveredFrom: number | null;
}

export interface ActivityRow {
  /** Number of the span, from 1. */
  span: number;
  project: string;
  /** Null when unknown. */
  language: string | null;
  type: string;
  seconds: number;
  /** Epoch seconds at which this began and ended, inside the span. */
  first: number;
  last: number;
}

const Int = Type.Integer();
const WorkType = Type.Object({ type: Type.String(), seconds: Int, heartbeats: Int, first: Int });
const SessionStartRow = Type.Object({
  start: Int,
  total: Int,
  coveredFrom: Type.Union([Int, Type.Null()]),
});
const Activity = Type.Object({
  span: Int,
  project: Type.String(),
  language: Type.Union([Type.String(), Type.Null()]),
  type: Type.String(),
  seconds: Int,
  first: Int,
  last: Int,
});
const FileSeconds = Type.Object({ span: Int, file: Type.String(), seconds: Int });

/**
 * Common table expressions `spans` and `touching`: the heartbeats of user $1 that overlap the
 * spans ($2 starts, $3 ends), newest first and at most `limit` a span, as whole seconds.
 *
 * Intervals on the timeline never overlap, so of everything before a span only the last heartbeat
 * can reach into it. `seconds` is the part inside the span; `heartbeats` is 1 for a heartbeat in
 * the span and 0 for the one that reaches in.
 */
export function touchingHeartbeats(columns: string, limit = 'all'): string {
  const pick = `epoch_second(recorded_at) as at, recorded_at, content_hash,
      duration_seconds${columns ? `, ${columns}` : ''}`;
  return `
  spans as (
    select * from unnest($2::bigint[], $3::bigint[]) with ordinality as s (low, high, span)
  ),
  touching as (
    select s.span::integer as span, s.low, s.high, h.*,
      greatest(0, least(s.high, h.at + h.duration_seconds) - greatest(s.low, h.at)) as seconds,
      case when h.at >= s.low then 1 else 0 end as heartbeats
    from spans s cross join lateral (
      (select ${pick} from heartbeats
        where user_id = $1 and recorded_at >= to_timestamp(s.low)
          and recorded_at < to_timestamp(s.high)
        order by recorded_at desc, content_hash desc limit ${limit})
      union all
      (select ${pick} from heartbeats
        where user_id = $1 and recorded_at < to_timestamp(s.low)
        order by recorded_at desc, content_hash desc limit 1)
      order by recorded_at desc, content_hash desc limit ${limit}
    ) h
    where h.at >= s.low or h.at + h.duration_seconds > s.low
  )`;
}

/** spec/codetrackr 1.2, the order of its rule kept; words instead of substrings (work-type.ts). */
const WORK_TYPE = `case
    when coalesce(file, '') ~ '${CONFIG_FILE}' then 'config'
    when concat_ws(' ', file, branch, category) ~ '${DEBUGGING_WORD}' then 'debugging'
    when is_write then 'writing'
    else 'reading'
  end`;

const bounds = (spans: readonly Span[]): [number[], number[]] => [
  spans.map(({ start }) => start),
  spans.map(({ end }) => end),
];

export function openRawStore(database: Database): RawStore {
  return {
    // Both reads of types group by what decides them first: files repeat, and matching an
    // expression costs more than hashing.
    listWorkTypes: (userId, span, limit) =>
      database.list(
        WorkType,
        `with ${touchingHeartbeats('file, branch, category, is_write', '$4')},
        grouped as materialized (
          select file, branch, category, is_write, sum(seconds) as seconds,
            count(*) as heartbeats, min(at) as first
          from touching group by file, branch, category, is_write
        )
        select ${WORK_TYPE} as type, sum(seconds)::bigint as seconds,
          sum(heartbeats)::bigint as heartbeats, min(first)::bigint as first
        from grouped group by 1`,
        [userId, ...bounds([span]), limit],
      ),

    // A claim that fills the whole gap is work, however long; any other long gap is a pause.
    // Of a history that is cut, the oldest heartbeat that was read begins a session.
    listSessionStarts: (userId, { start, end }, timeout, { sessions, heartbeats }) =>
      database.list(
        SessionStartRow,
        `with newest as materialized (
          select recorded_at, content_hash, duration_seconds from heartbeats
          where user_id = $1 and recorded_at >= to_timestamp($2::bigint)
            and recorded_at < to_timestamp($3::bigint)
          order by recorded_at desc, content_hash desc limit $6
        ),
        coverage as materialized (
          select count(*) = $6 as is_cut, epoch_second(min(recorded_at)) as first from newest
        ),
        chain as (
          select * from newest
          union all
          (select recorded_at, content_hash, duration_seconds from heartbeats
            where user_id = $1 and recorded_at < to_timestamp($2::bigint)
              and not (select is_cut from coverage)
            order by recorded_at desc, content_hash desc limit 1)
        ),
        paired as (
          select epoch_second(recorded_at) as at,
            epoch_second(lead(recorded_at) over older) as before,
            lead(duration_seconds) over older as lasted
          from chain
          where recorded_at >= to_timestamp($2::bigint)
            or epoch_second(recorded_at) + duration_seconds > $2::bigint
          window older as (order by recorded_at desc, content_hash desc)
        )
        select greatest(at, $2::bigint) as start, count(*) over () as total,
          (select first from coverage where is_cut) as "coveredFrom"
        from paired
        where before is null or (at - before > $4::integer and before + lasted < at)
        order by 1 desc limit $5`,
        [userId, start, end, timeout, sessions, heartbeats],
      ),

    listActivity: (userId, spans) =>
      database.list(
        Activity,
        `with ${touchingHeartbeats('project, language, file, branch, category, is_write')},
        grouped as materialized (
          select span, project, language, file, branch, category, is_write,
            sum(seconds) as seconds, min(greatest(at, low)) as first,
            max(least(at + duration_seconds, high)) as last
          from touching group by 1, 2, 3, 4, 5, 6, 7
        )
        select span, project, language, ${WORK_TYPE} as type, sum(seconds)::bigint as seconds,
          min(first)::bigint as first, max(last)::bigint as last
        from grouped group by 1, 2, 3, 4 order by span, first`,
        [userId, ...bounds(spans)],
      ),

    listFiles: (userId, spans, { project, branches }, limit) =>
      database.list(
        FileSeconds,
        `with ${touchingHeartbeats('project, branch, file')},
        ranked as (
          select span, file, sum(seconds)::bigint as seconds,
            row_number() over (partition by span order by sum(seconds) desc, file) as rank
          from touching
          where project = $4 and file is not null
            and ($6::text[] is null or coalesce(branch, '') = any($6::text[]))
          group by span, file
        )
        select span, file, seconds from ranked where rank <= $5 order by span, rank`,
        [userId, ...bounds(spans), project, limit, branches ?? null],
      ),
  };
}
