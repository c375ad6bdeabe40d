import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Guard } from '../../users/guard.ts';
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

interface Deps {
  getOverview: GetOverview;
  guard: Guard;
}

/** What our own pages ask for, for the caller alone. */
export function overviewRoutes({ getOverview, guard }: Deps) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/stats/overview',
      ({ user, request, query: { range, start, end, stack } }) =>
        getOverview(user, { range, start, end, stack, filters: parseFilters(request.url) }),
      { query: OverviewQuery, response: shapes.Overview },
    );
}
