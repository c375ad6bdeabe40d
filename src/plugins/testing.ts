/** For this feature's tests: the real store over the real database and sandbox, driven in process. */
import { Elysia, ValidationError } from 'elysia';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { systemClock } from '../base/time.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import { LIFECYCLE_PROFILE } from '../sandbox/profile.ts';
import { openSandbox } from '../sandbox/sandbox.ts';
import { addPerson, openTestUsers, type TestUsersOptions } from '../users/testing.ts';
import { openPlugins } from './plugins.ts';
import type { WidgetRequests } from './routes-frame.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
};

interface Call {
  key?: string;
  bearer?: string;
  cookie?: string;
  body?: unknown;
}

export interface Answer {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is the check
  json: any;
}

interface Options extends TestUsersOptions {
  /** Default: the real one. */
  sandbox?: Pick<Sandbox, 'inspect'>;
  widgetRequests?: WidgetRequests;
}

/** `openPlugins` behind the real guard; `call` asks its routes and those of the accounts. */
export async function openTestPlugins({ sandbox: given, ...options }: Options = {}) {
  const people = await openTestUsers(options);
  const { users, database, bus, time } = people;
  const real = given
    ? null
    : openSandbox({
        log: silentLog,
        clock: systemClock,
        profile: LIFECYCLE_PROFILE,
        children: 1,
      });
  const removedKeys: string[] = [];
  const plugins = openPlugins({
    database,
    bus,
    clock: () => time.now,
    guard: users.guard,
    widgetTokens: users.widgetTokens,
    sandbox: given ?? real ?? never(),
    baseUrl: options.baseUrl ?? null,
    basePath: '',
    widgetRequests: options.widgetRequests ?? 'declared',
    keys: {
      remove: async (name, userId) => void removedKeys.push(`${name}:${userId}`),
      removeAll: async (name) => void removedKeys.push(name),
    },
  });
  const app = new Elysia()
    .onError(({ error, code, set }) => {
      if (error instanceof AppError) {
        set.status = STATUS[error.code] ?? 500;
        return { error: error.message, code: error.code, fields: error.fields };
      }
      const isTheirs =
        code === 'PARSE' || (error instanceof ValidationError && error.type !== 'response');
      set.status = isTheirs ? 400 : 500;
      return { error: String(error), code: isTheirs ? 'invalid' : 'internal' };
    })
    .use(users.routes)
    .use(plugins.routes);

  async function call(method: string, path: string, given: Call = {}): Promise<Answer> {
    const headers = new Headers();
    if (given.key) headers.set('x-api-key', given.key);
    if (given.bearer) headers.set('authorization', `Bearer ${given.bearer}`);
    if (given.cookie) {
      headers.set('cookie', given.cookie);
      headers.set('origin', 'http://localhost');
    }
    if (given.body !== undefined) headers.set('content-type', 'application/json');
    const body = typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
    const response = await app.handle(
      new Request(`http://localhost/api/v1${path}`, { method, headers, ...(body && { body }) }),
    );
    const text = await response.text();
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
  }

  /** Publishes and returns P. */
  async function publish(key: string, fields: Record<string, unknown>) {
    const answer = await call('POST', '/store/publish', {
      key,
      body: { name: newName(), display_name: 'A plugin', ...fields },
    });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json.plugin;
  }

  return {
    ...people,
    plugins,
    call,
    publish,
    /** The document that frames the plugin's widget. */
    frame: (name: string, cookie = '') =>
      app.handle(new Request(`http://localhost/plugin-frame/${name}`, { headers: { cookie } })),
    removedKeys,
    addPerson: (person?: { isAdmin?: boolean }) => addPerson(people, person),
    close: async () => {
      await real?.close();
      await users.close();
    },
  };
}

function never(): never {
  throw new Error('there is a sandbox in any case');
}

export type TestPlugins = Awaited<ReturnType<typeof openTestPlugins>>;

export const newName = () => `p-${crypto.randomUUID()}`;

/** Draws, and nothing else. */
export const WIDGET = "container.textContent = 'hello';";
/** Runs on the server, and draws nothing. */
export const LIFECYCLE = `async function on_tick(ctx) { await ctx.redis.incr('ticks'); }
const endpoints = { 'get-ticks': async (ctx) => ({ ticks: await ctx.redis.get('ticks') }) };`;
