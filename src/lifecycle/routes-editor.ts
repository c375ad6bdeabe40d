import { Elysia, t } from 'elysia';
import { openPerUser } from '../base/per-user.ts';
import type { LogLine, Outcome } from '../sandbox/contract.ts';
import type { Guard } from '../users/guard.ts';
import { nullable } from '../users/route-schemas.ts';
import { parseHandlerName } from './rpc.ts';
import type { Trial, Trials } from './trial.ts';

/** Characters of a script; the store takes no longer one. */
export const MAX_CODE_CHARACTERS = 256 * 1_024;

/** Runs of one person in the editor; they run one after the other. */
export const RUNS_PER_USER = 4;

const HOOKS = ['on_heartbeat', 'on_tick', 'on_install'];
const ENDPOINT = /^rpc:(.*)$/s;

const Run = t.Object({
  code: t.String({ maxLength: MAX_CODE_CHARACTERS }),
  trigger: t.Optional(t.String({ maxLength: 200 })),
  rpc_body: t.Optional(t.Unknown()),
  /** Fields that replace those of the sample heartbeat. */
  heartbeat: t.Optional(nullable(t.Record(t.String(), t.Unknown()))),
  /** The plugin's name: its keys are seen. */
  name: t.Optional(nullable(t.String({ maxLength: 64, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }))),
});

const Ran = t.Object({
  success: t.Boolean(),
  stdout: t.String(),
  stderr: t.String(),
  logs: t.Array(t.Object({ level: t.String(), text: t.String() })),
  dropped_logs: t.Integer(),
  result: t.Unknown(),
  error: nullable(
    t.Object({
      kind: t.String(),
      message: t.String(),
      line: nullable(t.Integer()),
      column: nullable(t.Integer()),
      stack: nullable(t.String()),
    }),
  ),
  exit_code: t.Integer(),
  duration_ms: t.Integer(),
});

const PREFIX: Record<LogLine['level'], string> = { log: '', warn: '[WARN] ', error: '[ERROR] ' };

function toStderr(error: (Outcome & { ok: false })['error'], call: Trial['call']): string {
  switch (error.kind) {
    case 'timeout':
      return 'Plugin execution timed out (15s limit)';
    case 'no_handler':
      return call.kind === 'hook'
        ? `The script defines no ${call.name}.`
        : `Handler '${call.name}' not found in plugin endpoints`;
    default:
      return error.name === '' ? error.message : `${error.name}: ${error.message}`;
  }
}

/** spec/codetrackr 5, with section 9: what the handler throws is a failure too. */
function toRan(call: Trial['call'], outcome: Outcome): typeof Ran.static {
  const lines = outcome.logs.map(({ level, text }) => PREFIX[level] + text);
  if (outcome.ok && call.kind === 'endpoint') lines.push(outcome.json);
  const stderr = outcome.ok ? '' : toStderr(outcome.error, call);
  const error = outcome.ok
    ? null
    : {
        kind: outcome.error.kind,
        message: stderr,
        line: outcome.error.line ?? null,
        column: outcome.error.column ?? null,
        stack: outcome.error.stack ?? null,
      };
  return {
    success: outcome.ok,
    stdout: lines.join('\n'),
    stderr,
    logs: outcome.logs,
    dropped_logs: outcome.droppedLogs,
    result: outcome.ok ? JSON.parse(outcome.json) : null,
    error,
    exit_code: outcome.ok ? 0 : 1,
    duration_ms: Math.round(outcome.usage.ms),
  };
}

/** An unknown trigger is `on_heartbeat`, as in CodeTrackr (spec/codetrackr 5). */
function toCall(trigger = ''): Trial['call'] {
  const [, handler] = ENDPOINT.exec(trigger) ?? [];
  if (handler !== undefined) return { kind: 'endpoint', name: parseHandlerName(handler) };
  return { kind: 'hook', name: HOOKS.includes(trigger) ? trigger : 'on_heartbeat' };
}

/** The editor's run: the script in the real sandbox, on the person's own data, leaving no trace. */
export function editorRoutes({ guard, trials }: { guard: Guard; trials: Trials }) {
  const runs = openPerUser(RUNS_PER_USER, 'runs');
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/cteditor/run',
      async ({ user, body }) => {
        const call = toCall(body.trigger);
        const trial = {
          source: body.code,
          call,
          body: call.kind === 'endpoint' ? body.rpc_body : body.heartbeat,
          pluginName: body.name ?? undefined,
        };
        return toRan(call, await runs.run(user.id, () => trials.run(user.id, trial)));
      },
      { body: Run, response: Ran },
    );
}
