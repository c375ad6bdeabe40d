/** For this feature's tests: the real routes over the real database, driven in process. */
import { Elysia } from 'elysia';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import type { Database } from '../db/database.ts';
import { addPerson, openTestUsers } from '../users/testing.ts';
import type { Heartbeat } from './heartbeat.ts';
import { openHeartbeats } from './heartbeats.ts';

export interface Call {
  key?: string;
  /** Text is sent as it is, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is the check
  json: any;
  headers: Headers;
}

const CODES: Record<string, number> = {
  invalid: 400,
  unauthorized: 401,
  not_found: 404,
  unavailable: 503,
};

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What was told of a request's new heartbeats. */
export interface Told {
  userId: string;
  heartbeats: readonly Heartbeat[];
  omitted: number;
}

/**
 * `openHeartbeats` behind the real guard; `call` asks its routes, `changed` lists `timeline`, `told`
 * what `onAccepted` heard.
 */
export async function openTestHeartbeats({ database }: { database?: Database } = {}) {
  const bus = openLocalBus();
  const people = await openTestUsers({ bus, ...(database && { database }) });
  const changed: string[] = [];
  const told: Told[] = [];
  bus.subscribe('timeline', ({ userId }) => changed.push(userId));
  const { users, time } = people;
  const heartbeats = openHeartbeats({
    database: people.database,
    bus,
    clock: () => time.now,
    log: silentLog,
    guard: users.guard,
    suggestTimezone: users.suggestTimezone,
    onAccepted: (userId, heartbeats, omitted) => told.push({ userId, heartbeats, omitted }),
  });
  const app = new Elysia()
    .onError(({ error, code, set }) => {
      if (error instanceof AppError) {
        set.status = CODES[error.code] ?? 500;
        return { error: error.message, code: error.code, fields: error.fields };
      }
      set.status = code === 'VALIDATION' ? 400 : 500;
      return { error: String(error) };
    })
    .use(heartbeats.routes);

  async function call(method: string, path: string, given: Call = {}): Promise<Answer> {
    const headers = new Headers(given.headers);
    if (given.key) headers.set('x-api-key', given.key);
    const { body } = given;
    const request = new Request(`http://localhost${path}`, {
      method,
      headers,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await app.handle(request);
    const text = await response.text();
    return { status: response.status, text, json: parseOrNull(text), headers: response.headers };
  }

  return {
    ...people,
    heartbeats,
    changed,
    told,
    call,
    /** Now, in whole Unix seconds. */
    now: () => Math.floor(time.now / 1_000),
    addPerson: () => addPerson(people),
    /** The heartbeats of a person as the export shows them. */
    async exported(key: string) {
      const { text } = await call('GET', '/api/v1/export/ndjson', { key });
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
  };
}

export type TestHeartbeats = Awaited<ReturnType<typeof openTestHeartbeats>>;
