import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Guard } from '../../users/guard.ts';
import { DIMENSIONS } from '../store.ts';
import type { Details } from './detail.ts';
import { parseFilters } from './filters.ts';
import type { GetOverview } from './overview.ts';
import * as shapes from './shapes.ts';

const OptionalText = Type.Optional(Type.String());
const RangeQuery = Type.Object({ range: OptionalText, start: OptionalText, end: OptionalText });
/** Filters are read from the address: they may repeat, and their names may hold commas. */
const OverviewQuery = Type.Composite([
  RangeQuery,
  Type.Object({
    stack: Type.Optional(Type.Union([Type.Literal('project'), Type.Literal('language')])),
  }),
]);

const DetailQuery = Type.Composite([
  OverviewQuery,
  Type.Object({
    dimension: Type.Union(DIMENSIONS.map((name) => Type.Literal(name))),
    name: Type.String(),
  }),
]);
const HeatmapQuery = Type.Object({ end: OptionalText });

interface Deps {
  getOverview: GetOverview;
  details: Details;
  guard: Guard;
}

/** What our own pages ask for, for the caller alone. */
export function overviewRoutes({ getOverview, details, guard }: Deps) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/stats/overview',
      ({ user, request, query: { range, start, end, stack } }) =>
        getOverview(user, { range, start, end, stack, filters: parseFilters(request.url) }),
      { query: OverviewQuery, response: shapes.Overview },
    )
    .get(
      '/api/v1/stats/detail',
      ({ user, request, query: { dimension, name, range, start, end, stack } }) => {
        const filters = parseFilters(request.url);
        return details.getDetail(user, { dimension, name, range, start, end, stack, filters });
      },
      { query: DetailQuery, response: shapes.Detail },
    )
    .get(
      '/api/v1/stats/heatmap',
      ({ user, request, query: { end } }) =>
        details.getHeatmap(user, { end, filters: parseFilters(request.url) }),
      { query: HeatmapQuery, response: shapes.Heatmap },
    );
}
