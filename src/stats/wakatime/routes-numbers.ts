import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Clock } from '../../base/time.ts';
import type { Database } from '../../db/database.ts';
import { requireSelf } from '../../heartbeats/wakatime-user.ts';
import type { Guard } from '../../users/guard.ts';
import { Durations, openDurations } from './durations.ts';
import { openInsights } from './insights.ts';
import { toRangeBar } from './range-bar.ts';
import { StatusBar } from './shapes.ts';
import { AllTime, Insight, Stats } from './shapes-stats.ts';
import type { WakatimeStats } from './stats.ts';
import { OWN_VIEW } from './visibility.ts';

const OptionalText = Type.Optional(Type.String());
const AllTimeQuery = Type.Object({ project: OptionalText });
const DurationsQuery = Type.Object({
  date: OptionalText,
  timezone: OptionalText,
  project: OptionalText,
  branches: OptionalText,
  slice_by: OptionalText,
});

interface Deps {
  stats: WakatimeStats;
  database: Database;
  guard: Guard;
  clock: Clock;
}

/** The caller's own numbers beside status bar and summaries (spec/wakatime 1.8). */
export function numberRoutes({ stats, database, guard, clock }: Deps) {
  const durations = openDurations({ database, clock });
  const getInsight = openInsights({ stats, database });

  return new Elysia()
    .derive(async ({ request, params }) => ({
      user: requireSelf(await guard.requireUser(request), params.user),
    }))
    .get(
      '/api/v1/users/:user/all_time_since_today',
      ({ user, query }) => stats.allTime(user, query.project || undefined),
      { query: AllTimeQuery, response: AllTime },
    )
    .get('/api/v1/users/:user/durations', ({ user, query }) => durations(user, query), {
      query: DurationsQuery,
      response: Durations,
    })
    .get(
      '/api/v1/users/:user/insights/stats/:range',
      ({ user, params }) => stats.stats({ user, view: OWN_VIEW }, params.range),
      { response: Stats },
    )
    .get(
      '/api/v1/users/:user/insights/:type/:range',
      ({ user, params }) => getInsight(user, params.type, params.range),
      { response: Insight },
    )
    .get(
      '/api/v1/users/:user/statusbar/:range',
      async ({ user, params }) =>
        toRangeBar(user, await stats.askRange(user, params.range), new Date(clock()).toISOString()),
      { response: StatusBar },
    );
}
