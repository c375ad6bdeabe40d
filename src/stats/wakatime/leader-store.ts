import { type Static, Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { BUCKET_SECONDS } from '../spans.ts';

/** Leaders of one page. */
export const LEADERS_A_PAGE = 100;
/** Days that a leaderboard counts, each person's own local days, today the last. */
export const LEADER_DAYS = 7;
/** Languages shown of each leader. */
export const LEADER_LANGUAGES = 5;

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Leader = Type.Object({
  id: Type.String(),
  username: Type.String(),
  display_name: NullableText,
  avatar_url: NullableText,
  website: NullableText,
  country: NullableText,
  available_for_hire: Type.Boolean(),
  seconds: Type.Integer(),
  worked_days: Type.Integer(),
  rank: Type.Integer(),
  total: Type.Integer(),
  languages: Type.Array(Type.Object({ name: Type.String(), total_seconds: Type.Integer() })),
});
export type Leader = Static<typeof Leader>;

/** First and last bucket of a person's last days; $1 is now in epoch seconds. */
const BUCKETS = `
  people as (
    select u.*, d.today,
      (extract(epoch from (d.today - ${LEADER_DAYS - 1})::timestamp at time zone u.rollup_timezone)
        / ${BUCKET_SECONDS})::integer as low,
      (extract(epoch from (d.today + 1)::timestamp at time zone u.rollup_timezone)
        / ${BUCKET_SECONDS})::integer as high
    from users u cross join lateral (
      select (to_timestamp($1) at time zone u.rollup_timezone)::date as today
    ) d
    where u.is_public and u.show_in_leaderboard and u.profile_show_activity
      and u.disabled_at is null
  )`;

/** Seconds of one person per language in these days, most first. */
const LANGUAGES = `
    select t.language as name, sum(p.seconds)::bigint as total_seconds
    from (
      select dimensions, sum(seconds) as seconds from rollup_15m
      where user_id = u.id and bucket >= u.low and bucket < u.high group by dimensions
    ) p join rollup_total t on t.user_id = u.id and t.dimensions = p.dimensions
    where t.language <> '' group by t.language`;

const Rank = Type.Object({ rank: Type.Integer() });

const RANKED = `
  totals as (
    select u.id, case when $2::text is null then (
      select coalesce(sum(d.seconds), 0) from rollup_day d
      where d.user_id = u.id and d.date > u.today - ${LEADER_DAYS} and d.date <= u.today
    ) else coalesce((
      select l.total_seconds from (${LANGUAGES}) l
      where u.profile_show_languages and lower(l.name) = lower($2)
    ), 0) end::bigint as seconds
    from people u
  ),
  ranked as (
    select t.id, t.seconds, row_number() over (order by t.seconds desc, p.username) as rank,
      count(*) over () as total
    from totals t join people p on p.id = t.id where t.seconds > 0
  )`;

/**
 * People who share their profile and stand in the leaderboard, most time first; of one language,
 * only those who share their languages. `page` from 1.
 */
export function listLeaders(
  database: Database,
  { nowSeconds, language, page }: { nowSeconds: number; language: string | null; page: number },
): Promise<Leader[]> {
  return database.list(
    Leader,
    `with ${BUCKETS}, ${RANKED}
    select u.id, u.username, u.display_name, u.avatar_url, u.website, u.country,
      u.available_for_hire, r.seconds, r.rank, r.total,
      (select count(*) from rollup_day d where d.user_id = u.id and d.seconds > 0
        and d.date > u.today - ${LEADER_DAYS} and d.date <= u.today) as worked_days,
      case when u.profile_show_languages then coalesce((
        select jsonb_agg(to_jsonb(l) order by l.total_seconds desc, l.name) from (
          ${LANGUAGES} order by 2 desc, 1 limit ${LEADER_LANGUAGES}
        ) l
      ), '[]') else '[]' end as languages
    from (
      select * from ranked order by rank limit ${LEADERS_A_PAGE} offset $3
    ) r join people u on u.id = r.id
    order by r.rank`,
    [nowSeconds, language, (page - 1) * LEADERS_A_PAGE],
  );
}

/** Where somebody stands in the same list, or null. */
export async function findRank(
  database: Database,
  userId: string,
  { nowSeconds, language }: { nowSeconds: number; language: string | null },
): Promise<number | null> {
  const row = await database.find(
    Rank,
    `with ${BUCKETS}, ${RANKED} select rank from ranked where id = $3`,
    [nowSeconds, language, userId],
  );
  return row?.rank ?? null;
}
