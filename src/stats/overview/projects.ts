import type { Static } from '@sinclair/typebox';
import type { Ask, Asker } from '../ask.ts';
import { countDays } from '../range.ts';
import type { Colours } from './colours.ts';
import { type OverviewQuery, toDayNumber, toPairs } from './overview.ts';
import type { ProjectRow, ProjectStore } from './projects-store.ts';
import type * as shapes from './shapes.ts';

/** Projects that one answer lists at most, the most used ones. */
export const PROJECTS_LISTED = 300;
/** Parts that a project's time is drawn in at most. */
export const PROJECT_PARTS = 30;

export interface Projects {
  /** The projects of a range, each with how its time went. Throws `invalid` for a bad range. */
  listProjects(user: Asker, query: OverviewQuery): Promise<Static<typeof shapes.Projects>>;
}

interface Deps {
  store: ProjectStore;
  getRange: Ask['getRange'];
  colours: Colours;
}

function toParts({ parts: text }: ProjectRow, count: number): number[] {
  const parts = Array.from({ length: count }, () => 0);
  for (const [part, seconds] of toPairs(text)) parts[part] = seconds;
  return parts;
}

export function openProjects({ store, getRange, colours }: Deps): Projects {
  return {
    async listProjects(user, query) {
      const range = await getRange(user, query);
      const days = countDays(range.firstDate, range.lastDate);
      const partDays = Math.ceil(days / PROJECT_PARTS);
      const rows = await store.listProjects({
        userId: user.id,
        zone: user.timezone,
        span: range,
        filters: query.filters,
        when: query.when ?? {},
        firstDay: toDayNumber(range.firstDate),
        partDays,
        limit: PROJECTS_LISTED,
      });
      const total = rows[0]?.total ?? 0;
      return {
        first_date: range.firstDate,
        last_date: range.lastDate,
        total_seconds: total,
        projects: rows.map((row) => ({
          name: row.name,
          seconds: row.seconds,
          percentage: (row.seconds * 100) / total,
          language: row.language,
          last_seen: row.last,
          parts: toParts(row, Math.ceil(days / partDays)),
        })),
        count: rows[0]?.count ?? 0,
        others: rows.reduce((rest, { seconds }) => rest - seconds, total),
        part_days: partDays,
        project_colours: await colours.getColours(
          user.id,
          rows.map(({ name }) => name),
        ),
      };
    },
  };
}
