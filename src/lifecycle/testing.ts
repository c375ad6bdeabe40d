/** For this feature's tests: the whole way from a heartbeat to a plugin, nothing of it pretended. */
import { Type } from '@sinclair/typebox';
import { Elysia, ValidationError } from 'elysia';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { openKeyValue } from '../db/key-value.ts';
import { openTestDatabase } from '../db/testing.ts';
import { openHeartbeats } from '../heartbeats/heartbeats.ts';
import { openPlugins } from '../plugins/plugins.ts';
import { LIFECYCLE_PROFILE } from '../sandbox/profile.ts';
import { openSandbox } from '../sandbox/sandbox.ts';
import { addPerson, openTestUsers } from '../users/testing.ts';
import { openLifecycle } from './lifecycle.ts';
import { openPluginKeys } from './plugin-keys.ts';
import { openPluginSql } from './sql/plugin-sql.ts';

const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};

/** The documented 15 s are the sandbox's to hold; what follows from a limit shows sooner. */
const RUN_LIMIT_MS = 1_500;

export interface Call {
  key?: string;
  /** Text is sent as it is, everything else as JSON. */
  body?: unknown;
}

export interface Answer {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is the check
  json: any;
  headers: Headers;
}

const Id = Type.Object({ id: Type.String() });

/**
 * Accounts, the store, heartbeats and plugins over a database of their own and the real sandbox.
 * `time.offset` moves the program's clock.
 */
export async function openTestLifecycle({ runLimitMs = RUN_LIMIT_MS } = {}) {
  const database = await openTestDatabase();
  const time = { offset: 0 };
  const clock = () => Date.now() + time.offset;
  const people = await openTestUsers({ database, clock });
  const { users, bus } = people;
  const log = silentLog;
  const profile = { ...LIFECYCLE_PROFILE, runLimitMs };
  const sandbox = openSandbox({ log, clock: Date.now, profile, children: 3 });
  const keyValue = await openKeyValue({ database, redisUrl: null, log });
  const keys = openPluginKeys({ keyValue });
  const sql = openPluginSql({ database, log, bus });
  const parts = { database, bus, clock, log, guard: users.guard };
  const plugins = openPlugins({
    ...parts,
    widgetTokens: users.widgetTokens,
    sandbox,
    baseUrl: null,
    basePath: '',
    widgetRequests: 'declared',
    keys,
  });
  const { installs } = plugins;
  const openOne = () =>
    openLifecycle({
      ...parts,
      sandbox,
      sql,
      keys,
      installs,
      baseUrl: () => 'http://hearth.test',
    });
  const lifecycle = openOne();
  const heartbeats = openHeartbeats({
    ...parts,
    suggestTimezone: users.suggestTimezone,
    onAccepted: lifecycle.onHeartbeats,
  });
  const app = new Elysia()
    .onError(({ error, code, set }) => {
      if (error instanceof AppError) {
        set.status = STATUS[error.code];
        return { error: error.message, code: error.code };
      }
      const isTheirs =
        code === 'PARSE' || (error instanceof ValidationError && error.type !== 'response');
      set.status = isTheirs ? 400 : 500;
      return { error: String(error), code: isTheirs ? 'invalid' : 'internal' };
    })
    .use(users.routes)
    .use(heartbeats.routes)
    .use(plugins.routes)
    .use(lifecycle.routes);

  async function call(method: string, path: string, { key, body }: Call = {}): Promise<Answer> {
    const headers = new Headers();
    if (key) headers.set('x-api-key', key);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await app.handle(
      new Request(`http://localhost/api/v1${path}`, {
        method,
        headers,
        ...(text === undefined ? {} : { body: text }),
      }),
    );
    const answer = await response.text();
    const isJson = /^[[{"\dtfn]/.test(answer);
    return {
      status: response.status,
      text: answer,
      json: isJson ? JSON.parse(answer) : null,
      headers: response.headers,
    };
  }

  async function mustCall(method: string, path: string, given: Call): Promise<Answer> {
    const answer = await call(method, path, given);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer;
  }

  const publish = async (key: string, script: string, name = newName()) => {
    const body = { name, display_name: 'A plugin', script };
    const { json } = await mustCall('POST', '/store/publish', { key, body });
    return { id: String(json.plugin.id), name };
  };
  const install = (key: string, id: string) => mustCall('POST', `/store/install/${id}`, { key });

  return {
    ...people,
    time,
    lifecycle,
    /** Another instance on the same database. */
    openAnother: openOne,
    sandbox,
    keys,
    call,
    publish,
    install,
    /** Publishes a script and installs it for its author. */
    async add(key: string, script: string) {
      const plugin = await publish(key, script);
      await install(key, plugin.id);
      return plugin;
    },
    send: (key: string, fields: object = {}) =>
      mustCall('POST', '/heartbeat', { key, body: { project: 'hearth', ...fields } }),
    rpc: (key: string, name: string, handler: string, body?: unknown) =>
      call('POST', `/plugins/${name}/rpc/${handler}`, { key, body }),
    report: async (key: string, name: string) =>
      (await mustCall('GET', `/plugins/${name}/runs`, { key })).json,
    /** Makes a scheduled hook due now, when nobody works on it. */
    async makeDue(kind: string, userId: string, pluginId: string): Promise<void> {
      await until(async () => {
        const changed = await database.run(
          `update schedule set due_at = now()
           where kind = $1 and user_id = $2 and subject_id = $3 and due_at < 'infinity'
             and lease_token is null`,
          [kind, userId, pluginId],
        );
        return changed > 0;
      });
      bus.publish('plugins', { userId });
    },
    findSchedule: (kind: string, userId: string, pluginId: string) =>
      database.find(
        Type.Composite([Id, Type.Object({ is_parked: Type.Boolean() })]),
        `select id::text, due_at = 'infinity' as is_parked from schedule
         where kind = $1 and user_id = $2 and subject_id = $3`,
        [kind, userId, pluginId],
      ),
    addPerson: (person?: { isAdmin?: boolean }) => addPerson(people, person),
    async close(): Promise<void> {
      await heartbeats.close();
      await lifecycle.close();
      await sandbox.close();
      await sql.close();
      await keyValue.close();
      await users.close();
      await database.close();
    },
  };
}

export type TestLifecycle = Awaited<ReturnType<typeof openTestLifecycle>>;

export const newName = () => `p-${crypto.randomUUID()}`;

/** Waits until something holds, for what happens behind an answer. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('did not happen in time');
    await Bun.sleep(25);
  }
}
