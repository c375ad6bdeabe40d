/** For this feature's tests: real users, real triggers, the real routes driven in process. */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { Elysia, ValidationError } from 'elysia';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { SECOND_MS } from '../base/time.ts';
import type { Heartbeat } from '../heartbeats/heartbeat.ts';
import { insertHeartbeats } from '../heartbeats/store.ts';
import { BARE } from '../heartbeats/timeline-testing.ts';
import { addPerson, openTestUsers, type TestUsersOptions } from '../users/testing.ts';
import { openStats } from './stats.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
};

/** What a test says of a heartbeat; the rest is unknown. `at` is epoch seconds. */
export interface Beat extends Partial<Omit<Heartbeat, 'time'>> {
  at: number;
}

export interface Person {
  id: string;
  username: string;
  key: string;
}

/** Epoch seconds of an ISO instant. */
export const at = (iso: string): number => Date.parse(iso) / SECOND_MS;

/** The value, when it has the shape; otherwise the test fails with what is wrong. */
export function parseAs<T extends TSchema>(shape: T, value: unknown): Static<T> {
  return Value.Parse(['Assert'], shape, value);
}

export async function openTestStats(options: TestUsersOptions = {}) {
  const people = await openTestUsers(options);
  const { database, bus, time, users } = people;
  const stats = openStats({
    database,
    bus,
    clock: () => time.now,
    log: options.log ?? silentLog,
    guard: users.guard,
    addKey: users.keys.add,
    baseUrl: null,
  });
  const app = new Elysia()
    .onError(({ error, set }) => {
      if (error instanceof ValidationError && error.type !== 'response') {
        set.status = 400;
        return { error: 'malformed', code: 'invalid' };
      }
      if (!(error instanceof AppError)) throw error;
      set.status = STATUS[error.code] ?? 500;
      return { error: error.message, code: error.code, fields: error.fields };
    })
    .use(stats.routes);

  /** Somebody with a zone and a timeout that the timeline knows from the beginning. */
  async function add(settings: { timezone?: string; timeout?: number } = {}): Promise<Person> {
    const person = await addPerson(people);
    await database.run(
      `update users set timezone = $2, rollup_timezone = $2, timeout_seconds = $3 where id = $1`,
      [person.id, settings.timezone ?? 'UTC', settings.timeout ?? 900],
    );
    return { id: person.id, username: person.username, key: person.key };
  }

  async function record(person: Person, beats: readonly Beat[]): Promise<void> {
    const heartbeats = beats.map(({ at: seconds, ...said }) => ({
      userId: person.id,
      heartbeat: {
        ...BARE,
        contentHash: BigInt.asIntN(64, Bun.hash.wyhash(JSON.stringify({ seconds, ...said }))),
        ...said,
        time: seconds,
      },
    }));
    await insertHeartbeats(database, heartbeats);
    bus.publish('timeline', { userId: person.id });
  }

  async function call(path: string, person?: Person, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    if (person) headers.set('x-api-key', person.key);
    const response = await app.handle(new Request(`http://localhost${path}`, { ...init, headers }));
    const json: unknown = await response.json();
    return { status: response.status, json };
  }

  /** A 200 answer in its documented shape. */
  async function ask<T extends TSchema>(shape: T, path: string, person?: Person) {
    const { status, json } = await call(path, person);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(json)}`);
    return parseAs(shape, json);
  }

  return { database, bus, time, users, stats, add, record, call, ask };
}

export type TestStats = Awaited<ReturnType<typeof openTestStats>>;

/** What an error answers, as far as tests look at it. */
export const ErrorShape = Type.Object({
  error: Type.String(),
  code: Type.String(),
  fields: Type.Optional(Type.Record(Type.String(), Type.String())),
});
