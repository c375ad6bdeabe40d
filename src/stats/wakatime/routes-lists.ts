import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { AppError } from '../../base/errors.ts';
import type { Clock } from '../../base/time.ts';
import type { Database } from '../../db/database.ts';
import { readJson } from '../../heartbeats/request-body.ts';
import { requireSelf } from '../../heartbeats/wakatime-user.ts';
import type { CurrentUser, Guard } from '../../users/guard.ts';
import { ownOrigin } from '../../users/own-origin.ts';
import { requireDumpType, toDataDump } from './data-dumps.ts';
import { openLeaders } from './leaders.ts';
import { openLists, toPage } from './lists.ts';
import { type AddKey, createKey } from './new-key.ts';
import * as shapes from './shapes-lists.ts';
import { NewKey } from './shapes-stats.ts';

const OptionalText = Type.Optional(Type.String());
const ListQuery = Type.Object({ q: OptionalText, page: OptionalText });
const LeadersQuery = Type.Object({ language: OptionalText, page: OptionalText });

const CREATED = 201;

export interface ListDeps {
  database: Database;
  guard: Guard;
  clock: Clock;
  addKey: AddKey;
  /** Without a final slash; null when the operator set none. */
  baseUrl: string | null;
}

/** Lists of what the caller has, and what a WakaTime client may ask to be made. */
export function listRoutes({ database, guard, clock, addKey, baseUrl }: ListDeps) {
  const lists = openLists({ database, clock });
  const listLeaders = openLeaders({ database, clock });
  const dumpOf = (user: CurrentUser, request: Request) =>
    toDataDump({
      userId: user.id,
      publicUrl: ownOrigin(request, baseUrl),
      nowMs: clock(),
    });

  const own = new Elysia()
    .derive(async ({ request, params }) => ({
      user: requireSelf(await guard.requireUser(request), params.user),
    }))
    .get('/api/v1/users/:user/projects', ({ user, query }) => lists.projects(user, query), {
      query: ListQuery,
      response: shapes.Projects,
    })
    .get(
      '/api/v1/users/:user/projects/:project',
      ({ user, params }) => lists.project(user, params.project),
      { response: shapes.Project },
    )
    .get(
      '/api/v1/users/:user/machine_names',
      ({ user, query }) => lists.machineNames(user, query),
      {
        query: ListQuery,
        response: shapes.MachineNames,
      },
    )
    .get('/api/v1/users/:user/user_agents', ({ user, query }) => lists.userAgents(user, query), {
      query: ListQuery,
      response: shapes.UserAgents,
    })
    .get('/api/v1/users/:user/goals', () => toPage<never>([]), { response: shapes.Goals })
    .get('/api/v1/users/:user/goals/:goal', () => {
      throw new AppError('not_found', 'There is no such goal.');
    })
    .get('/api/v1/users/:user/custom_rules', () => toPage<never>([]), {
      response: shapes.CustomRules,
    })
    .get(
      '/api/v1/users/:user/custom_rules_progress',
      () => ({ data: { status: 'Completed' as const, percent_complete: 100 as const } }),
      { response: shapes.CustomRulesProgress },
    )
    .get('/api/v1/users/:user/data_dumps', ({ user, request }) => toPage([dumpOf(user, request)]), {
      response: shapes.DataDumps,
    })
    .post(
      '/api/v1/users/:user/data_dumps',
      async ({ user, request, set }) => {
        requireDumpType(await readJson(request));
        set.status = CREATED;
        return { data: dumpOf(user, request) };
      },
      { parse: 'none', response: { [CREATED]: shapes.DataDump } },
    )
    .post(
      '/api/v1/users/:user/get_api_key',
      ({ user, request }) => createKey(addKey, user, request.headers.get('user-agent') ?? ''),
      { parse: 'none', response: NewKey },
    );

  const leaders = new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get('/api/v1/leaders', ({ user, query }) => listLeaders(user, query), {
      query: LeadersQuery,
      response: shapes.Leaders,
    });

  return new Elysia().use(own).use(leaders);
}
