import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Guard } from '../users/guard.ts';
import type { Answers } from './answers.ts';
import type { PublicTotals } from './public-totals.ts';
import * as shapes from './shapes.ts';

const OptionalText = Type.Optional(Type.String());
const RangeQuery = Type.Object({ range: OptionalText, start: OptionalText, end: OptionalText });

interface Deps {
  answers: Answers;
  publicTotals: PublicTotals;
  guard: Guard;
}

/** CodeTrackr's statistics (spec/codetrackr 1.2), for the caller alone but for the last one. */
export function statsRoutes({ answers, publicTotals, guard }: Deps) {
  const own = new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get('/api/v1/stats/summary', ({ user, query }) => answers.summary(user, query), {
      query: RangeQuery,
      response: shapes.Summary,
    })
    .get('/api/v1/stats/languages', ({ user, query }) => answers.languages(user, query), {
      query: RangeQuery,
      response: shapes.Languages,
    })
    .get('/api/v1/stats/projects', ({ user, query }) => answers.projects(user, query), {
      query: RangeQuery,
      response: shapes.Projects,
    })
    .get('/api/v1/stats/daily', ({ user, query }) => answers.daily(user, query), {
      query: RangeQuery,
      response: shapes.Daily,
    })
    .get('/api/v1/stats/streaks', ({ user }) => answers.streaks(user), {
      response: shapes.Streaks,
    })
    .get('/api/v1/stats/work-types', ({ user, query }) => answers.workTypes(user, query), {
      query: RangeQuery,
      response: shapes.WorkTypes,
    })
    .get('/api/v1/stats/sessions', ({ user, query }) => answers.sessions(user, query), {
      query: RangeQuery,
      response: shapes.Sessions,
    })
    .get('/api/v1/stats/dashboard', ({ user, query }) => answers.dashboard(user, query), {
      query: RangeQuery,
      response: shapes.Dashboard,
    });

  return new Elysia()
    .use(own)
    .get('/api/v1/stats/public', () => publicTotals.get(), { response: shapes.PublicTotals });
}
