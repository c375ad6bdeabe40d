import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import type { Database } from '../../db/database.ts';
import type { Guard } from '../../users/guard.ts';
import type { Ask } from '../ask.ts';
import type { WakatimeAnswers } from './answers.ts';
import { openBadges } from './badges.ts';
import { listEditors, listLanguages } from './catalog.ts';
import { getSharedSubject, openFindSubject } from './find-subject.ts';
import { WakatimeUser } from './shapes.ts';
import { Editors, Meta, ProgramLanguages } from './shapes-lists.ts';
import { Badge, Stats } from './shapes-stats.ts';
import type { WakatimeStats } from './stats.ts';

const OptionalText = Type.Optional(Type.String());
const BadgeQuery = Type.Object({
  project: OptionalText,
  language: OptionalText,
  label: OptionalText,
  color: OptionalText,
});

interface Deps {
  answers: WakatimeAnswers;
  stats: WakatimeStats;
  ask: Ask;
  database: Database;
  guard: Guard;
}

/** What others may read too: people by name as far as they share, and what concerns nobody. */
export function publicRoutes({ answers, stats, ask, database, guard }: Deps) {
  const findSubject = openFindSubject({ guard, database });
  const getBadge = openBadges({ ask, stats });

  /** A person who shares may be read by anybody; the description of the API says so. */
  const detail = { security: [{}] };
  const people = new Elysia()
    .derive(async ({ request, params }) => ({
      subject: await findSubject(request, params.user ?? ''),
    }))
    .get('/api/v1/users/:user', ({ subject }) => answers.user(subject), {
      response: WakatimeUser,
      detail,
    })
    .get('/api/v1/users/:user/stats', ({ subject }) => stats.stats(subject, undefined), {
      response: Stats,
      detail,
    })
    .get(
      '/api/v1/users/:user/stats/:range',
      ({ subject, params }) => stats.stats(subject, params.range),
      { response: Stats, detail },
    );

  const badges = new Elysia().get(
    '/api/v1/badges/:user/:metric',
    async ({ params, query }) =>
      getBadge(await getSharedSubject(database, params.user), params.metric, query),
    { query: BadgeQuery, response: Badge },
  );

  return new Elysia()
    .use(people)
    .use(badges)
    .get('/api/v1/editors', () => listEditors(), { response: Editors })
    .get('/api/v1/program_languages', () => listLanguages(), { response: ProgramLanguages })
    .get('/api/v1/languages', () => listLanguages(), { response: ProgramLanguages })
    .get('/api/v1/meta', () => ({ data: { ips: { api: [], website: [], worker: [] } } }), {
      response: Meta,
    });
}
