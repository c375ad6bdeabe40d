/** Layers 2 and 3 without the gate: views with a signed user, and the role that owns nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../../db/testing.ts';
import { prepareRole } from './role-store.ts';
import { enter } from './statement-store.ts';
import { addMarkedPerson, type Person, snapshotOf } from './testing.ts';
import { aim, boundByRows } from './testing-attacks.ts';
import { refusedByGate } from './testing-gate-attacks.ts';

const LIMIT_MS = 2_000;

class Undo extends Error {
  constructor(readonly answer: string) {
    super('undo');
  }
}

let database: Database;
let ann: Person;
let bob: Person;
let hasRole = false;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ hasRole } = await prepareRole(database));
  ann = await addMarkedPerson(database);
  bob = await addMarkedPerson(database);
});
afterAll(() => database.close());

/** Runs texts one after the other as Ann's plugin, says what came back, and undoes it all. */
async function inside(withRole: boolean, texts: readonly string[]): Promise<string> {
  try {
    await database.transaction(async (tx) => {
      await enter(tx, { userId: ann.id, hasRole: withRole, limitMs: LIMIT_MS }, false);
      const answers: string[] = [];
      for (const text of texts) {
        const { rows } = await tx.runText(text, [], { limitMs: LIMIT_MS });
        answers.push(JSON.stringify(rows));
      }
      throw new Undo(answers.join('\n'));
    });
  } catch (error) {
    if (error instanceof Undo) return error.answer;
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
  return '';
}

/** What of these attacks got through to Bob. */
async function leaksOf(withRole: boolean, attacks: readonly string[]): Promise<string[]> {
  const unchanged = await snapshotOf(database, bob);
  const leaks: string[] = [];
  for (const attack of attacks) {
    const owner = `select set_config('role', 'none', true)`;
    let after = unchanged;
    const answer = await inside(withRole, [aim(attack, bob)]).catch(String);
    if (answer.includes(bob.marker)) leaks.push(`told: ${attack}: ${answer.slice(0, 200)}`);
    try {
      await database.transaction(async (tx) => {
        await enter(tx, { userId: ann.id, hasRole: withRole, limitMs: LIMIT_MS }, false);
        await tx.runText(aim(attack, bob), [], { limitMs: LIMIT_MS });
        await tx.run(owner);
        await tx.run(`select set_config('search_path', 'public', true)`);
        after = await snapshotOf(tx, bob);
        throw new Undo('');
      });
    } catch {
      // refused, or undone on purpose
    }
    if (after !== unchanged) leaks.push(`changed: ${attack}`);
  }
  return leaks;
}

describe.each([true, false])('with the role: %p', (withRole) => {
  test('the views hold every attack on rows', async () => {
    if (withRole && !hasRole) return;
    expect(await leaksOf(withRole, boundByRows)).toEqual([]);
  });
});

test('the role holds what the gate would have refused', async () => {
  if (!hasRole) return;
  const groups = [
    'other tables, schemas and catalogs',
    'columns that nobody may change',
    'data changed inside another statement',
    'functions written as columns',
    'types that look things up',
  ];
  const attacks = groups.flatMap((name) => refusedByGate[name] ?? []);
  expect(attacks.length).toBeGreaterThan(90);
  expect(await leaksOf(true, attacks)).toEqual([]);
});

test('a forged, borrowed or removed context shows nothing', async () => {
  const steal = `select * from heartbeats`;
  const forge = (value: string) => `select set_config('hearthbeat.plugin_user', '${value}', true)`;
  const { context } = await database.transaction(async (tx) => {
    await enter(tx, { userId: bob.id, hasRole: false, limitMs: LIMIT_MS }, false);
    return tx.one(
      Type.Object({ context: Type.String() }),
      `select current_setting('hearthbeat.plugin_user') as context`,
    );
  });
  expect(context).toStartWith(`${bob.id}.`);
  const mac = context.split('.')[1] ?? '';
  for (const value of [bob.id, `${bob.id}.`, context, `${ann.id}.${mac}`, 'x', '.', '']) {
    const answer = await inside(hasRole, [forge(value), steal]);
    expect(answer).not.toContain(bob.marker);
    expect(answer).not.toContain(ann.marker);
  }
});

test("without a user there are no rows, and other people's reviews stay", async () => {
  const lose = `select set_config('hearthbeat.plugin_user', '', true)`;
  for (const table of ['heartbeats', 'users', 'plugin_store', 'plugin_reviews', 'api_keys']) {
    expect(await inside(hasRole, [lose, `select count(*)::text from ${table}`])).toEndWith(
      '[["0"]]',
    );
  }
});

test('the role can neither sign, nor enter, nor read the secret, nor own anything', async () => {
  if (!hasRole) return;
  for (const text of [
    `select plugin_guard.plugin_enter('${bob.id}')`,
    `select plugin_guard.sign('${bob.id}')`,
    'select * from plugin_guard.secret',
    'select * from public.users',
    'select * from public.sessions',
    'create table public.x (a int)',
    'create table plugin_api.x (a int)',
    'create temp table heartbeats (a int)',
    'create schema x',
    'create role x',
    "copy (select 1) to '/tmp/x'",
    "select pg_read_file('/etc/passwd')",
    'truncate heartbeats',
    'alter view heartbeats owner to hearthbeat_plugin',
    'drop view heartbeats',
  ]) {
    expect(await inside(true, [text])).toStartWith('refused');
  }
  const { owned } = await database.one(
    Type.Object({ owned: Type.Integer() }),
    `select (select count(*) from pg_class where relowner = r.oid)
       + (select count(*) from pg_proc where proowner = r.oid)
       + (select count(*) from pg_namespace where nspowner = r.oid) as owned
     from pg_roles r where rolname = 'hearthbeat_plugin'`,
  );
  expect(owned).toBe(0);
});

test('a result is told the same id for the whole transaction, and none after it', async () => {
  const own = await inside(hasRole, ['select plugin_guard.app_uid()']);
  expect(own).toBe(JSON.stringify([[ann.id]]));
  const { after } = await database.one(
    Type.Object({ after: Type.Union([Type.String(), Type.Null()]) }),
    'select plugin_guard.app_uid() as after',
  );
  expect(after).toBeNull();
});
