import { type Static, Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { BUCKET_SECONDS } from '../spans.ts';

/** Names that one answer lists; more come by page. */
export const NAMES_A_PAGE = 500;

const Seen = Type.Object({
  name: Type.String(),
  /** Operating system, only of editors; else ''. */
  os: Type.String(),
  /** Epoch second of the quarter hour in which it was first seen. */
  first: Type.Integer(),
  /** Epoch milliseconds. */
  last: Type.Integer(),
  total: Type.Integer(),
});
export type SeenName = Static<typeof Seen>;

/** What names are listed of: the columns that hold them, with the same columns of a raw row. */
const KINDS = {
  project: { columns: "t.project as name, '' as os", row: 'project = s.name' },
  machine: { columns: "t.machine as name, '' as os", row: "coalesce(machine, '') = s.name" },
  editor: {
    columns: 't.editor as name, t.os as os',
    row: "coalesce(editor, '') = s.name and coalesce(os, '') = s.os",
  },
} as const;

export interface NameQuery {
  /** Part of the name, in any case. */
  search?: string | undefined;
  /** Exactly these names. */
  names?: readonly string[] | undefined;
  /** From 1. */
  page: number;
}

/**
 * Names that a user's heartbeats carry, last seen first, with the number of all beside each. From
 * the rollups; one raw row each for the exact instant. '' (unknown) is not a name.
 */
export function listNames(
  database: Database,
  userId: string,
  kind: keyof typeof KINDS,
  { search, names, page }: NameQuery,
): Promise<SeenName[]> {
  const { columns, row } = KINDS[kind];
  return database.list(
    Seen,
    `with seen as (
      select name, os, min(first) as first, max(last) as last, count(*) over () as total
      from (
        select ${columns}, p.first, p.last from (
          select dimensions, min(bucket) as first, max(bucket) as last from rollup_15m
          where user_id = $1 and heartbeats > 0 group by dimensions
        ) p join rollup_total t on t.dimensions = p.dimensions
        where t.user_id = $1
      ) n
      where name <> '' and ($2::text is null or strpos(lower(name), lower($2)) > 0)
        and ($3::text[] is null or name = any($3::text[]))
      group by name, os
    )
    select s.name, s.os, s.first::bigint * ${BUCKET_SECONDS} as first, s.total,
      floor(date_part('epoch', h.recorded_at) * 1000)::bigint as last
    from (
      select * from seen order by last desc, name, os
      limit ${NAMES_A_PAGE} offset $4
    ) s cross join lateral (
      select recorded_at from heartbeats
      where user_id = $1 and ${row}
        and recorded_at >= to_timestamp(s.last::bigint * ${BUCKET_SECONDS})
        and recorded_at < to_timestamp((s.last::bigint + 1) * ${BUCKET_SECONDS})
      order by recorded_at desc limit 1
    ) h
    order by last desc, s.name, s.os`,
    [userId, search ?? null, names ?? null, (page - 1) * NAMES_A_PAGE],
  );
}
