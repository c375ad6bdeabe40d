import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { BUCKET_SECONDS, type Span } from '../spans.ts';

const CategoryDay = Type.Object({ date: Type.String(), seconds: Type.Integer() });

/**
 * Seconds of one category on each local day that has any. From rollups, whose quarter hours every
 * local day is made of; `span` must begin and end with local days.
 */
export function listCategoryDays(
  database: Database,
  userId: string,
  { start, end, zone }: Span & { zone: string },
  category: string,
) {
  return database.list(
    CategoryDay,
    `select (to_timestamp(r.bucket::bigint * ${BUCKET_SECONDS}) at time zone $4)::date::text as date,
      sum(r.seconds)::bigint as seconds
    from rollup_total t join rollup_15m r on r.user_id = $1 and r.dimensions = t.dimensions
    where t.user_id = $1 and t.category = $5
      and r.bucket >= $2::bigint / ${BUCKET_SECONDS} and r.bucket < $3::bigint / ${BUCKET_SECONDS}
    group by 1`,
    [userId, start, end, zone, category],
  );
}
