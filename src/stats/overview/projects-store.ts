import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { BUCKET_SECONDS, type Span } from '../spans.ts';
import type { Filters } from './filters.ts';
import { type Bind, filterCondition, partsOf, QUARTERS_A_DAY, quarterCondition } from './store.ts';
import type { When } from './when.ts';

export interface ProjectsQuestion {
  userId: string;
  /** IANA zone of days. */
  zone: string;
  span: Span;
  filters: Filters;
  when: When;
  /** First local day of the span, counted from 1970. */
  firstDay: number;
  /** Days that one part of a project's time holds. */
  partDays: number;
  /** Projects listed at most. */
  limit: number;
}

const ProjectRow = Type.Object({
  name: Type.String(),
  seconds: Type.Integer(),
  language: Type.String(),
  last: Type.Union([Type.Number(), Type.Null()]),
  /** `part:seconds`, comma separated. */
  parts: Type.String(),
  /** Of all projects in the span, listed or not. */
  count: Type.Integer(),
  total: Type.Integer(),
});

export type ProjectRow = typeof ProjectRow.static;

export interface ProjectStore {
  /** The projects of a span, most first, then by name; from rollups, in one round trip. */
  listProjects(question: ProjectsQuestion): Promise<ProjectRow[]>;
}

/**
 * `named`: seconds per part and tuple of names. The last heartbeat is looked for in the project's
 * last quarter hour alone, so that no project's history is read.
 */
function toStatement(question: ProjectsQuestion): { sql: string; values: unknown[] } {
  const { userId, zone, span, filters, when, firstDay, partDays, limit } = question;
  const values: unknown[] = [userId];
  const bind: Bind = (value, type) => `$${values.push(value)}::${type}`;
  const parts = partsOf(bind, { spans: [span], zone });
  const part = `(quarter / ${QUARTERS_A_DAY} - ${bind(firstDay, 'integer')}) / ${bind(partDays, 'integer')}`;
  const sql = `with ${parts},
  sums as materialized (
    select dimensions, ${part} as part, sum(seconds)::integer as seconds,
      max(bucket) filter (where heartbeats > 0) as bucket
    from parts where ${quarterCondition(bind, when)} group by 1, 2
  ),
  named as materialized (
    select t.project as name, t.language, s.part, s.seconds, s.bucket
    from sums s cross join lateral (
      select * from rollup_total where user_id = $1 and dimensions = s.dimensions limit 1
    ) t
    where ${filterCondition(bind, filters)}
  ),
  totals as (
    select name, sum(seconds)::bigint as seconds, max(bucket)::bigint as bucket
    from named group by name having sum(seconds) > 0
  ),
  listed as (
    select *, (select count(*) from totals) as count, (select sum(seconds) from totals) as total
    from totals order by seconds desc, name limit ${bind(limit, 'integer')}
  ),
  languages as (
    select distinct on (name) name, language from (
      select name, language, sum(seconds) as seconds from named group by 1, 2
    ) l order by name, seconds desc, language
  ),
  drawn as (
    select name, string_agg(part || ':' || seconds, ',') as parts from (
      select name, part, sum(seconds) as seconds from named group by 1, 2 having sum(seconds) > 0
    ) p group by name
  )
  select l.name, l.seconds, languages.language, drawn.parts, l.count, l.total::bigint, (
      select date_part('epoch', max(h.recorded_at)) from heartbeats h
      where h.user_id = $1 and h.project = l.name
        and h.recorded_at >= to_timestamp(l.bucket * ${BUCKET_SECONDS})
        and h.recorded_at < to_timestamp((l.bucket + 1) * ${BUCKET_SECONDS})
    ) as last
  from listed l join languages using (name) join drawn using (name)
  order by l.seconds desc, l.name`;
  return { sql, values };
}

export function openProjectStore(database: Database): ProjectStore {
  return {
    listProjects(question) {
      const { sql, values } = toStatement(question);
      return database.list(ProjectRow, sql, values);
    },
  };
}
