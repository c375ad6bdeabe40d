import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { touchingHeartbeats } from '../raw/store.ts';
import { BUCKET_SECONDS, type Span } from '../spans.ts';
import type { Dimension } from '../store.ts';
import type { Filters } from './filters.ts';
import { filterCondition } from './store.ts';

const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);
const Seen = Type.Object({ first: NumberOrNull, last: NumberOrNull });
const FileRow = Type.Object({
  /** Null in the first row, which tells how many heartbeats were searched in a span, and since when. */
  file: Type.Union([Type.String(), Type.Null()]),
  value: Type.Integer(),
  since: Type.Union([Type.Integer(), Type.Null()]),
});

export interface Files {
  files: { file: string; seconds: number }[];
  /** Most heartbeats that were searched in one of the spans. */
  searched: number;
  /** Epoch second of the oldest heartbeat searched; null without any. */
  since: number | null;
}

export interface DetailStore {
  /** When a value first and last had a heartbeat, ever: epoch seconds, null for never. */
  findSeen(
    userId: string,
    dimension: Dimension,
    name: string,
  ): Promise<{ first: number | null; last: number | null }>;
  /**
   * Seconds per file in some spans, most first, at most `limit` of them, found in the newest
   * `heartbeats` heartbeats of each span.
   */
  listFiles(
    userId: string,
    spans: readonly Span[],
    filters: Filters,
    bounds: { heartbeats: number; limit: number },
  ): Promise<Files>;
}

/** The outermost bucket comes from the rollup, the instant from that bucket's raw rows. */
function seenAt(end: 'min' | 'max'): string {
  return `(
    select date_part('epoch', ${end}(h.recorded_at)) from (
      select bucket::bigint as bucket from rollup_15m
      where user_id = $1 and heartbeats > 0 and dimensions in (select dimensions from kept)
      order by bucket ${end === 'min' ? 'asc' : 'desc'} limit 1
    ) b join heartbeats h on h.user_id = $1
      and h.recorded_at >= to_timestamp(b.bucket * ${BUCKET_SECONDS})
      and h.recorded_at < to_timestamp((b.bucket + 1) * ${BUCKET_SECONDS})
    where h.dimensions in (select dimensions from kept)
  )`;
}

export function openDetailStore(database: Database): DetailStore {
  return {
    findSeen: (userId, dimension, name) =>
      database.one(
        Seen,
        `with kept as materialized (
          select dimensions from rollup_total t where t.user_id = $1 and t.${dimension} = $2
        )
        select ${seenAt('min')} as first, ${seenAt('max')} as last`,
        [userId, name],
      ),

    async listFiles(userId, spans, filters, { heartbeats, limit }) {
      const [starts, ends] = [spans.map(({ start }) => start), spans.map(({ end }) => end)];
      const values: unknown[] = [userId, starts, ends, heartbeats, limit];
      const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
      const [coverage, ...rows] = await database.list(
        FileRow,
        `with ${touchingHeartbeats('file, dimensions', '$4')},
        kept as materialized (
          select dimensions from rollup_total t
          where t.user_id = $1 and ${filterCondition(bind, filters)}
        )
        (select null as file, coalesce(max(searched), 0) as value, min(since) as since from (
          select count(*) as searched, min(at) as since from touching group by span
        ) s)
        union all
        (select file, sum(seconds)::bigint, null from touching
          where file is not null and dimensions in (select dimensions from kept)
          group by file having sum(seconds) > 0
          order by 2 desc, 1 limit $5::integer)`,
        values,
      );
      return {
        files: rows.flatMap(({ file, value }) => (file === null ? [] : { file, seconds: value })),
        searched: coverage?.value ?? 0,
        since: coverage?.since ?? null,
      };
    },
  };
}
