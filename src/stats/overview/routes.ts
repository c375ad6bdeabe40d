import { type Static, Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Guard } from '../../users/guard.ts';
import { DIMENSIONS } from '../store.ts';
import type { Details } from './detail.ts';
import { parseFilters } from './filters.ts';
import type { GetOverview } from './overview.ts';
import type { Projects } from './projects.ts';
import * as shapes from './shapes.ts';
import type { When } from './when.ts';

const OptionalText = Type.Optional(Type.String());
const RangeQuery = Type.Object({ range: OptionalText, start: OptionalText, end: OptionalText });
/** Only one weekday (1 Monday to 7 Sunday) or hour (0 to 23) of the person's zone. */
const WhenQuery = Type.Object({
  weekday: Type.Optional(Type.String({ pattern: '^[1-7]$' })),
  hour: Type.Optional(Type.String({ pattern: '^(1?[0-9]|2[0-3])$' })),
});
/** Filters are read from the address: they may repeat, and their names may hold commas. */
const OverviewQuery = Type.Composite([
  RangeQuery,
  Type.Object({
    stack: Type.Optional(Type.Union([Type.Literal('project'), Type.Literal('language')])),
  }),
  WhenQuery,
]);

const DetailQuery = Type.Composite([
  OverviewQuery,
  Type.Object({
    dimension: Type.Union(DIMENSIONS.map((name) => Type.Literal(name))),
    name: Type.String(),
  }),
]);
const HeatmapQuery = Type.Composite([Type.Object({ end: OptionalText }), WhenQuery]);

const toWhen = ({ weekday, hour }: Static<typeof WhenQuery>): When => ({
  ...(weekday !== undefined && { weekday: Number(weekday) }),
  ...(hour !== undefined && { hour: Number(hour) }),
});

/** What every question about a range may say. */
function toQuery(url: string, query: Static<typeof OverviewQuery>) {
  const { range, start, end, stack } = query;
  return { range, start, end, stack, filters: parseFilters(url), when: toWhen(query) };
}

interface Deps {
  getOverview: GetOverview;
  details: Details;
  projects: Projects;
  guard: Guard;
}

/** What our own pages ask for, for the caller alone. */
export function overviewRoutes({ getOverview, details, projects, guard }: Deps) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/stats/overview',
      ({ user, request, query }) => getOverview(user, toQuery(request.url, query)),
      { query: OverviewQuery, response: shapes.Overview },
    )
    .get(
      '/api/v1/stats/detail',
      ({ user, request, query }) => {
        const { dimension, name } = query;
        return details.getDetail(user, { dimension, name, ...toQuery(request.url, query) });
      },
      { query: DetailQuery, response: shapes.Detail },
    )
    .get(
      '/api/v1/stats/overview/projects',
      ({ user, request, query }) => projects.listProjects(user, toQuery(request.url, query)),
      { query: OverviewQuery, response: shapes.Projects },
    )
    .get(
      '/api/v1/stats/heatmap',
      ({ user, request, query }) => {
        const filters = parseFilters(request.url);
        return details.getHeatmap(user, { end: query.end, filters, when: toWhen(query) });
      },
      { query: HeatmapQuery, response: shapes.Heatmap },
    );
}
