/** For this feature's tests: the real services and routes, driven in process. */
import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { Elysia } from 'elysia';
import { openLocalBus } from '../base/bus.ts';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import type { Database } from '../db/database.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import { insertAccount, type Profile } from './account-store.ts';
import type { PasswordCost } from './passwords.ts';
import { openUsers, type UsersDependencies } from './users.ts';

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

interface Call {
  key?: string;
  cookie?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** The client's address; every test has its own unless it says so. */
  address?: string;
}

export interface Answer {
  status: number;
  json: unknown;
  headers: Headers;
  /** `name=value` of the cookie that was set, if any. */
  cookie: string | undefined;
}

/** Next to nothing, so that tests wait for what they test. */
export const CHEAP: PasswordCost = { memoryKib: 256, passes: 1 };

const ADDRESS_HEADER = 'x-test-address';

export interface TestUsersOptions extends Partial<UsersDependencies> {
  database?: Database;
}

/** `openUsers` with a clock to turn and a bus to watch; `call` asks its routes. */
export async function openTestUsers(options: TestUsersOptions = {}) {
  const time = { now: Date.now() };
  const address = `2001:db8:${Bun.hash(crypto.randomUUID()).toString(16).slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}::1`;
  const settingsChanged: string[] = [];
  const database = options.database ?? (await sharedTestDatabase());
  const bus = options.bus ?? openLocalBus();
  const users = openUsers({
    bus,
    clock: () => time.now,
    log: silentLog,
    addressOf: (request) => request.headers.get(ADDRESS_HEADER) ?? address,
    baseUrl: null,
    signUp: 'closed',
    passwordCost: CHEAP,
    onTimelineSettingsChanged: (userId) => void settingsChanged.push(userId),
    ...options,
    database,
  });
  const app = new Elysia()
    .onError(({ error, code, set }) => {
      if (error instanceof AppError) {
        set.status = STATUS[error.code];
        return { error: error.message, code: error.code, fields: error.fields };
      }
      if (code === 'VALIDATION' || code === 'PARSE') {
        set.status = 400;
        return { error: 'malformed', code: 'invalid' };
      }
      throw error;
    })
    .use(users.routes);

  async function call(method: string, path: string, given: Call = {}): Promise<Answer> {
    const headers = new Headers(given.headers);
    if (given.key) headers.set('x-api-key', given.key);
    if (given.cookie) {
      headers.set('cookie', given.cookie);
      if (!headers.has('origin')) headers.set('origin', 'http://localhost');
    }
    if (given.address) headers.set(ADDRESS_HEADER, given.address);
    if (given.body !== undefined) headers.set('content-type', 'application/json');
    const body =
      given.body === undefined || typeof given.body === 'string'
        ? given.body
        : JSON.stringify(given.body);
    const request = new Request(`http://localhost${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const response = await app.handle(request);
    const content = await response.text();
    return {
      status: response.status,
      json: content === '' ? undefined : JSON.parse(content),
      headers: response.headers,
      cookie: response.headers.get('set-cookie')?.split(';')[0],
    };
  }

  return { users, database, bus, time, settingsChanged, call, address };
}

/** An answer's body, once it is known to have this shape. */
export function read<T extends TSchema>(shape: T, { json }: Answer): Static<T> {
  if (Value.Check(shape, json)) return json;
  throw new Error(`unexpected answer: ${JSON.stringify(json)}`);
}

export type TestUsers = Awaited<ReturnType<typeof openTestUsers>>;

export const newUsername = () => `u${crypto.randomUUID().slice(0, 12)}`;

/** An account with a key, made without the cost of a password. */
export async function addPerson(
  { users, database }: Pick<TestUsers, 'users' | 'database'>,
  { isAdmin = false }: { isAdmin?: boolean } = {},
): Promise<Profile & { key: string; keyId: string }> {
  const account = { username: newUsername(), passwordHash: '', isAdmin, timezone: null };
  const profile = await insertAccount(database, account, new Date());
  const { key, id } = await users.keys.add(profile.id, { name: 'test' });
  return { ...profile, key, keyId: id };
}

/**
 * What a promise was rejected with. Bun's `expect(promise).rejects` waits without letting the
 * embedded database's thread answer, and so for ever.
 */
export function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: unknown) => error,
  );
}
