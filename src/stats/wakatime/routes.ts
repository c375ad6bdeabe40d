import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Log } from '../../base/log.ts';
import { requireSelf } from '../../heartbeats/wakatime-user.ts';
import { openAsk } from '../ask.ts';
import type { StatsStore } from '../store.ts';
import type { WakatimeAnswers } from './answers.ts';
import { openReportLimit, parseReport } from './plugin-errors.ts';
import { type ListDeps, listRoutes } from './routes-lists.ts';
import { numberRoutes } from './routes-numbers.ts';
import { publicRoutes } from './routes-public.ts';
import * as shapes from './shapes.ts';
import { openWakatimeStats } from './stats.ts';

const OptionalText = Type.Optional(Type.String());
const SummariesQuery = Type.Object({
  start: OptionalText,
  end: OptionalText,
  range: OptionalText,
  timezone: OptionalText,
  project: OptionalText,
  branches: OptionalText,
});

interface Deps extends ListDeps {
  answers: WakatimeAnswers;
  store: StatsStore;
  log: Log;
}

/**
 * The routes that WakaTime's own clients read (spec/wakatime 1.7 and 1.8), under the one canonical
 * path; http/wakatime-paths brings every other base path here.
 */
export function wakatimeRoutes(deps: Deps) {
  const { answers, store, guard, log, clock } = deps;
  const mayLog = openReportLimit(clock);
  const stats = openWakatimeStats({ store, clock });
  const own = new Elysia()
    .derive(async ({ request, params }) => ({
      user: requireSelf(await guard.requireUser(request), params.user),
    }))
    .get('/api/v1/users/:user/statusbar/today', ({ user }) => answers.statusBar(user), {
      response: shapes.StatusBar,
    })
    .get('/api/v1/users/:user/status_bar/today', ({ user }) => answers.statusBar(user), {
      response: shapes.StatusBar,
    })
    .get('/api/v1/users/:user/summaries', ({ user, query }) => answers.summaries(user, query), {
      query: SummariesQuery,
      response: shapes.Summaries,
    })
    .post('/api/v1/users/:user/file_experts', () => ({ data: [] }), {
      response: shapes.FileExperts,
    });

  const errors = new Elysia().post(
    '/api/v1/plugins/errors',
    ({ body, set }) => {
      if (mayLog()) log.info('an editor plugin reported an error', parseReport(String(body)));
      set.status = 201;
      return { data: null };
    },
    { parse: 'text' },
  );

  return new Elysia()
    .use(own)
    .use(publicRoutes({ ...deps, stats, ask: openAsk({ store, clock }) }))
    .use(numberRoutes({ ...deps, stats }))
    .use(listRoutes(deps))
    .use(errors);
}
