/** What a verb does, whether this process opens the database or the running server does it. */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Services } from '../app.ts';
import { AppError } from '../base/errors.ts';

export interface Operation<Input = never, Output = unknown> {
  name: string;
  run(services: Services, input: Input): Promise<Output>;
  /** For input that came over the control socket. Throws `invalid`. */
  runUnknown(services: Services, input: unknown): Promise<unknown>;
  /** For output that came over the control socket. */
  parseOutput(value: unknown): Output;
}

function operation<I extends TSchema, O extends TSchema>(
  name: string,
  input: I,
  output: O,
  run: (services: Services, input: Static<I>) => Promise<Static<O>>,
): Operation<Static<I>, Static<O>> {
  return {
    name,
    run,
    runUnknown(services, value) {
      if (!Value.Check(input, value)) throw new AppError('invalid', `Bad input for ${name}.`);
      return run(services, value);
    },
    parseOutput(value) {
      if (!Value.Check(output, value)) throw new Error(`unexpected answer from ${name}`);
      return value;
    },
  };
}

const Nothing = Type.Object({});
const Credentials = Type.Object({ username: Type.String(), password: Type.String() });

export const addUser = operation(
  'add-user',
  Type.Composite([Credentials, Type.Object({ isAdmin: Type.Boolean() })]),
  Type.Object({ username: Type.String() }),
  async ({ users }, input) => {
    const { username } = await users.accounts.add(input);
    return { username };
  },
);

export const listUsers = operation(
  'list-users',
  Nothing,
  Type.Array(
    Type.Object({
      username: Type.String(),
      isAdmin: Type.Boolean(),
      /** ISO date */
      since: Type.String(),
    }),
  ),
  async ({ users }) =>
    (await users.accounts.list()).map(({ username, is_admin, created_at }) => ({
      username,
      isAdmin: is_admin,
      since: created_at.toISOString().slice(0, 'YYYY-MM-DD'.length),
    })),
);

export const setPassword = operation(
  'set-password',
  Credentials,
  Nothing,
  async ({ users }, { username, password }) => {
    const { id } = await users.accounts.getByName(username);
    await users.accounts.setPassword(id, password);
    return {};
  },
);

export const addKey = operation(
  'add-key',
  Type.Object({ username: Type.String(), name: Type.Union([Type.String(), Type.Null()]) }),
  Type.Object({ key: Type.String() }),
  async ({ users }, { username, name }) => {
    const { id } = await users.accounts.getByName(username);
    const { key } = await users.keys.add(id, { name });
    return { key };
  },
);

/** The token of a setup link; null when an account exists. */
export const createSetupToken = operation(
  'create-setup-token',
  Nothing,
  Type.Object({ token: Type.Union([Type.String(), Type.Null()]) }),
  async ({ users }) => ({ token: await users.invites.createSetupLink() }),
);

/** Opening has done the work; this tells what it was. */
export const tellMigrated = operation(
  'tell-migrated',
  Nothing,
  Type.Object({ migrated: Type.Array(Type.String()) }),
  async ({ migrated }) => ({ migrated }),
);

const Level = Type.Union([Type.Literal('log'), Type.Literal('warn'), Type.Literal('error')]);
const Text = Type.String();

/** What came of a script that was tried. */
const Tried = Type.Object({
  ok: Type.Boolean(),
  /** What it returned, as JSON. */
  json: Type.Union([Text, Type.Null()]),
  error: Type.Union([
    Type.Object({
      kind: Text,
      name: Text,
      message: Text,
      line: Type.Optional(Type.Integer()),
      column: Type.Optional(Type.Integer()),
      stack: Type.Optional(Text),
    }),
    Type.Null(),
  ]),
  logs: Type.Array(Type.Object({ level: Level, text: Text })),
  milliseconds: Type.Number(),
});
export type Tried = Static<typeof Tried>;

export function toTried(outcome: Awaited<ReturnType<Services['tryPlugin']>>): Tried {
  return {
    ok: outcome.ok,
    json: outcome.ok ? outcome.json : null,
    error: outcome.ok ? null : outcome.error,
    logs: outcome.logs,
    milliseconds: Math.round(outcome.usage.ms),
  };
}

/** Runs a script on somebody's data, and changes none of it. */
export const tryPlugin = operation(
  'try-plugin',
  Type.Object({
    username: Text,
    trial: Type.Object({
      source: Text,
      call: Type.Object({
        kind: Type.Union([Type.Literal('hook'), Type.Literal('endpoint')]),
        name: Text,
      }),
      body: Type.Optional(Type.Unknown()),
      pluginName: Type.Optional(Text),
    }),
  }),
  Tried,
  async ({ users, tryPlugin: run }, { username, trial }) => {
    const { id } = await users.accounts.getByName(username);
    return toTried(await run(id, trial));
  },
);

/** What works, and what could be better. */
export const diagnose = operation(
  'diagnose',
  Nothing,
  Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.Union([Type.Literal('ok'), Type.Literal('warning'), Type.Literal('problem')]),
      sentence: Type.String(),
    }),
  ),
  (services) => services.diagnose(),
);

/** All that a running server does for the command line. */
export const operations: readonly Pick<Operation, 'name' | 'runUnknown'>[] = [
  addUser,
  listUsers,
  setPassword,
  addKey,
  createSetupToken,
  tellMigrated,
  tryPlugin,
  diagnose,
];
