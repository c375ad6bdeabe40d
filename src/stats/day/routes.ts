import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Guard } from '../../users/guard.ts';
import type { Days } from './day.ts';
import * as shapes from './shapes.ts';

const DayQuery = Type.Object({ date: Type.Optional(Type.String()) });

/** One day of the caller, and why it adds up to what it does. */
export function dayRoutes({ days, guard }: { days: Days; guard: Guard }) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get('/api/v1/stats/day', ({ user, query }) => days.getDay(user, query.date), {
      query: DayQuery,
      response: shapes.DayAnswer,
    })
    .get('/api/v1/stats/explain', ({ user, query }) => days.explain(user, query.date), {
      query: DayQuery,
      response: shapes.Explanation,
    });
}
