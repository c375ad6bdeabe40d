import { Type } from '@sinclair/typebox';
import type { Database } from '../db/database.ts';
import type { LastKnown, Seen } from './placeholders.ts';

/** How many heartbeats back a placeholder is looked up: the cost must not depend on history. */
export const LOOK_BACK_ROWS = 1_000;

const Answer = Type.Object({
  time: Type.Union([Type.Number(), Type.Null()]),
  value: Type.Union([Type.String(), Type.Null()]),
});

const toSeen = (answer: typeof Answer.static): Seen | null =>
  answer.time === null || answer.value === null ? null : { time: answer.time, value: answer.value };

/** One statement for all questions; `column` and `condition` are ours, never a client's. */
const statement = (column: 'project' | 'language' | 'branch', condition: string) => `
  select found.time, found.value
  from unnest($2::double precision[], $3::text[]) with ordinality
    as question (time, project, position)
  left join lateral (
    select extract(epoch from recorded_at)::double precision as time, value
    from (
      select recorded_at, content_hash, project, ${column} as value
      from heartbeats
      where user_id = $1 and recorded_at <= to_timestamp(question.time)
      order by recorded_at desc, content_hash desc
      limit ${LOOK_BACK_ROWS}
    ) recent
    where value <> '' and ${condition}
    order by recorded_at desc, content_hash desc
    limit 1
  ) found on true
  order by question.position`;

const LAST_PROJECT = statement('project', 'true');
const LAST_OF_PROJECT = {
  language: statement('language', 'recent.project = question.project'),
  branch: statement('branch', 'recent.project = question.project'),
};

/** What the stored timeline of a user answers to placeholders. */
export function lastKnownOf(database: Database, userId: string): LastKnown {
  return {
    async listProjects(times) {
      const projects = times.map(() => '');
      const rows = await database.list(Answer, LAST_PROJECT, [userId, times, projects]);
      return rows.map(toSeen);
    },
    async listOfProject(field, questions) {
      const times = questions.map(({ time }) => time);
      const projects = questions.map(({ project }) => project);
      const rows = await database.list(Answer, LAST_OF_PROJECT[field], [userId, times, projects]);
      return rows.map(toSeen);
    },
  };
}
