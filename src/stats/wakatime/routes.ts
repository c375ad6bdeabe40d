import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { AppError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Clock } from '../../base/time.ts';
import type { CurrentUser, Guard } from '../../users/guard.ts';
import type { WakatimeAnswers } from './answers.ts';
import { openReportLimit, parseReport } from './plugin-errors.ts';
import * as shapes from './shapes.ts';

const OptionalText = Type.Optional(Type.String());
const SummariesQuery = Type.Object({
  start: OptionalText,
  end: OptionalText,
  range: OptionalText,
  timezone: OptionalText,
  project: OptionalText,
  branches: OptionalText,
});

interface Deps {
  answers: WakatimeAnswers;
  guard: Guard;
  log: Log;
  clock: Clock;
}

/** The caller, when `name` is one of the caller's names; nobody else's numbers are here. */
function requireSelf(name: string | undefined, user: CurrentUser): CurrentUser {
  const asked = name?.toLowerCase();
  const isSelf = asked === 'current' || asked === user.id || asked === user.username.toLowerCase();
  if (isSelf) return user;
  throw new AppError('not_found', 'There is no such user here, or their numbers are not shared.');
}

/**
 * The routes that WakaTime's own clients read (spec/wakatime 1.7 and 1.8), under the one canonical
 * path; http/wakatime-paths brings every other base path here.
 */
export function wakatimeRoutes({ answers, guard, log, clock }: Deps) {
  const mayLog = openReportLimit(clock);
  const own = new Elysia()
    .derive(async ({ request, params }) => {
      const user = await guard.requireUser(request);
      return { user: requireSelf(new Map(Object.entries(params ?? {})).get('user'), user) };
    })
    .get('/api/v1/users/:user', ({ user }) => answers.user(user), {
      response: shapes.WakatimeUser,
    })
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

  return new Elysia().use(own).post(
    '/api/v1/plugins/errors',
    ({ body, set }) => {
      if (mayLog()) log.info('an editor plugin reported an error', parseReport(String(body)));
      set.status = 201;
      return { data: null };
    },
    { parse: 'text' },
  );
}
