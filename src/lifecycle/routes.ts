import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Outcome } from '../sandbox/contract.ts';
import type { Guard } from '../users/guard.ts';
import { nullable, text } from '../users/route-schemas.ts';
import type { Rpc } from './rpc.ts';
import type { Runs, RunsReport } from './runs.ts';

/** UTF-8 bytes of a call's body. */
export const RPC_BODY_BYTES = 512 * 1_024;

const FAILED = 500;
const TIMED_OUT = 504;

const NameParameter = t.Object({ name: text(100) });

const RunError = t.Object({
  kind: t.String(),
  name: t.String(),
  message: t.String(),
  line: t.Optional(t.Integer()),
  column: t.Optional(t.Integer()),
});

const Report = t.Object({
  /** Why it runs no more, until it is enabled; null: it runs. */
  disabled_reason: nullable(t.String()),
  /** Nothing of it runs by itself before; null: no pause. */
  paused_until: nullable(t.String()),
  runs: t.Array(
    t.Object({
      id: t.Integer(),
      hook: t.String(),
      started_at: t.String(),
      duration_ms: t.Integer(),
      outcome: t.String(),
      error: nullable(RunError),
      logs: t.Array(t.Object({ level: t.String(), text: t.String() })),
      dropped: t.Integer(),
      count: t.Integer(),
    }),
  ),
  days: t.Array(
    t.Object({
      day: t.String(),
      hook: t.String(),
      runs: t.Integer(),
      failures: t.Integer(),
      duration_ms: t.Integer(),
      skipped: t.Integer(),
    }),
  ),
});

const toReport = ({ disabledReason, retryAt, runs, days }: RunsReport) => ({
  disabled_reason: disabledReason,
  paused_until: retryAt?.toISOString() ?? null,
  runs: runs.map(({ started_at, runs: count, ...run }) => ({
    ...run,
    started_at: started_at.toISOString(),
    count,
  })),
  days: days.map(({ milliseconds, ...day }) => ({ ...day, duration_ms: milliseconds })),
});

/** `{}` without a body. Throws `invalid` and `too_large`. */
async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (Buffer.byteLength(text) > RPC_BODY_BYTES) {
    throw new AppError('too_large', `The body of a call may have ${RPC_BODY_BYTES / 1_024} KB.`);
  }
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) ?? {};
  } catch (cause) {
    throw new AppError('invalid', 'The body is not valid JSON.', { cause });
  }
}

/** What the handler returned is the body as it is; nothing is `{"ok":true}` (spec/codetrackr 1.6). */
function toAnswer(outcome: Outcome): Response {
  if (outcome.ok) {
    const body = outcome.json === 'null' ? '{"ok":true}' : outcome.json;
    return new Response(body, { headers: { 'Content-Type': 'application/json' } });
  }
  const { kind, message } = outcome.error;
  if (kind === 'timeout') {
    const error = 'Plugin handler timed out (15s limit)';
    return Response.json({ error, code: 'plugin_timeout' }, { status: TIMED_OUT });
  }
  const failure = { error: 'Plugin handler failed', code: 'plugin_failed', detail: message };
  return Response.json(failure, { status: FAILED });
}

interface LifecycleRoutes {
  guard: Guard;
  rpc: Rpc;
  runs: Runs;
  enable: (userId: string, name: string) => Promise<void>;
}

/** What users do with plugins that run on the server. */
export function lifecycleRoutes({ guard, rpc, runs, enable }: LifecycleRoutes) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/plugins/:name/rpc/:handler',
      async ({ request, user, params }) => {
        const body = await readBody(request);
        return toAnswer(await rpc.call(user.id, params.name, params.handler, body));
      },
      { parse: 'none' },
    )
    .get(
      '/api/v1/plugins/:name/runs',
      async ({ user, params }) => toReport(await runs.report(user.id, params.name)),
      { params: NameParameter, response: Report },
    )
    .post(
      '/api/v1/plugins/:name/enable',
      async ({ user, params }) => {
        await enable(user.id, params.name);
        return { status: 'enabled' as const };
      },
      {
        params: NameParameter,
        parse: 'none',
        response: t.Object({ status: t.Literal('enabled') }),
      },
    );
}
