import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { touchingHeartbeats } from '../raw/store.ts';
import type { Span } from '../spans.ts';

/** What durations may be sliced by, and the column that holds it. */
export const SLICES = {
  project: 'project',
  entity: 'file',
  language: 'language',
  os: 'os',
  editor: 'editor',
  category: 'category',
  machine: 'machine',
  branch: 'branch',
} as const;
export type Slice = keyof typeof SLICES;

const Piece = Type.Object({
  /** '' when unknown. */
  value: Type.String(),
  /** Epoch seconds. */
  start: Type.Integer(),
  seconds: Type.Integer(),
  branches: Type.Array(Type.String()),
});

export interface DurationFilter {
  project?: string | undefined;
  branches?: readonly string[] | undefined;
}

/**
 * The timeline of a span as stretches of one value each, in order: what follows without a pause
 * and has the same value is one stretch. Filters apply after durations, so that what they leave
 * out is a pause. The stretches add up to the span's total.
 */
export function listStretches(
  database: Database,
  userId: string,
  span: Span,
  slice: Slice,
  { project, branches }: DurationFilter,
) {
  const columns = [...new Set(['project', 'branch', SLICES[slice]])].join(', ');
  return database.list(
    Piece,
    `with ${touchingHeartbeats(columns)},
    pieces as (
      select greatest(at, low) as start, seconds, coalesce(${SLICES[slice]}, '') as value, branch
      from touching
      where seconds > 0 and ($4::text is null or project = $4)
        and ($5::text[] is null or coalesce(branch, '') = any($5::text[]))
    ),
    marked as (
      select *, case when lag(start + seconds) over (order by start) = start
        and lag(value) over (order by start) = value then 0 else 1 end as begins
      from pieces
    ),
    numbered as (select *, sum(begins) over (order by start) as stretch from marked)
    select value, min(start)::bigint as start, sum(seconds)::bigint as seconds,
      coalesce(array_agg(distinct branch) filter (where branch <> ''), '{}') as branches
    from numbered group by stretch, value order by 2`,
    [userId, [span.start], [span.end], project ?? null, branches ?? null],
  );
}
