import { Elysia, t } from 'elysia';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { CurrentUser, Guard } from '../users/guard.ts';
import type { Accept, Parse, Prepare } from './accept.ts';
import type { Verdict } from './ingest.ts';
import { parseWakatime } from './parse-wakatime.ts';
import { type LastKnown, resolvePlaceholders } from './placeholders.ts';
import { readJson } from './request-body.ts';
import { requireSelf } from './wakatime-user.ts';

/**
 * A client drops an item for good on 400 and sends it again on any other failure, so that a refused
 * item is 400 in its pair and never poisons its batch (spec/wakatime 1.6).
 */
const CREATED = 201;
const REFUSED = 400;

const Created = t.Object({ data: t.Object({ id: t.String() }) });
const Responses = t.Object({
  responses: t.Array(t.Tuple([t.Union([Created, t.Object({ error: t.String() })]), t.Integer()])),
});

/** The heartbeat is not echoed: old clients fail on values that they do not know (spec 0.4). */
const toPair = (verdict: Verdict): (typeof Responses.static)['responses'][number] =>
  'rejected' in verdict
    ? [{ error: verdict.rejected }, REFUSED]
    : [{ data: { id: verdict.id } }, CREATED];

/** URL query escaping as Go does it; what is not is taken as it stands. */
function decodeMachine(header: string): string {
  try {
    return decodeURIComponent(header.replaceAll('+', ' '));
  } catch {
    return header;
  }
}

interface WakatimeRoutes {
  guard: Guard;
  accept: Accept;
  lastKnownOf: (userId: string) => LastKnown;
  /** Sets the user's zone unless one was chosen; ignores a zone that does not exist. */
  suggestTimezone: (userId: string, zone: string) => Promise<unknown>;
  log: Log;
}

/** WakaTime's ingest under `/api/v1/users/:user` (http rewrites all other bases to it). */
export function wakatimeRoutes({
  guard,
  accept,
  lastKnownOf,
  suggestTimezone,
  log,
}: WakatimeRoutes) {
  function readerOf({ headers }: Request): Parse {
    const userAgent = headers.get('user-agent') ?? '';
    const machine = decodeMachine(headers.get('x-machine-name') ?? '');
    return (value, context) => parseWakatime(value, { ...context, userAgent, machine });
  }

  const resolverOf =
    ({ id }: CurrentUser): Prepare =>
    (heartbeats, languages) =>
      resolvePlaceholders(heartbeats, lastKnownOf(id), languages);

  /** The heartbeats are stored by now: a zone that cannot be saved must not fail the request. */
  async function noteTimezone(user: CurrentUser, { headers }: Request): Promise<void> {
    const zone = headers.get('timezone')?.trim();
    if (!zone || user.timezoneIsChosen) return;
    try {
      await suggestTimezone(user.id, zone);
    } catch (error) {
      log.warn('the zone of an editor could not be saved', { reason: messageOf(error) });
    }
  }

  async function storeOne(user: CurrentUser, request: Request, item: unknown) {
    const { id } = await accept.one(user.id, item, readerOf(request), resolverOf(user));
    await noteTimezone(user, request);
    return { data: { id } };
  }

  async function storeAll(user: CurrentUser, request: Request, body: unknown) {
    const responses: (typeof Responses.static)['responses'] = [];
    const items = Array.isArray(body) ? body : [body];
    for await (const step of accept.all(user.id, items, readerOf(request), resolverOf(user))) {
      responses.push(...step.map(toPair));
    }
    await noteTimezone(user, request);
    return { responses };
  }

  return new Elysia()
    .derive(async ({ request, params }) => {
      return { user: requireSelf(await guard.requireUser(request), params.user) };
    })
    .post(
      '/api/v1/users/:user/heartbeats',
      async ({ request, user, set }) => {
        const body = await readJson(request);
        set.status = CREATED;
        return Array.isArray(body) ? storeAll(user, request, body) : storeOne(user, request, body);
      },
      { parse: 'none', response: { [CREATED]: t.Union([Created, Responses]) } },
    )
    .post(
      '/api/v1/users/:user/heartbeats.bulk',
      async ({ request, user, set }) => {
        const body = await readJson(request);
        set.status = CREATED;
        return storeAll(user, request, body);
      },
      { parse: 'none', response: { [CREATED]: Responses } },
    );
}
