/** No plugin changes the code of another or lifts a ban; gate, role and triggers each hold alone. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { openLocalBus } from '../../base/bus.ts';
import { silentLog } from '../../base/log.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../../db/testing.ts';
import { MAX_INSTALLS_PER_USER } from '../../plugins/installs.ts';
import { rejectionOf } from '../../users/testing.ts';
import { openGate } from './gate.ts';
import { openParser } from './parser.ts';
import { openPluginSql, type PluginSql } from './plugin-sql.ts';
import { PluginSqlError } from './problem.ts';
import { prepareRole } from './role-store.ts';
import { enter } from './statement-store.ts';
import { addMarkedPerson, type Person } from './testing.ts';

const LIMIT_MS = 2_000;

/** Ann wrote PLUGIN and has it installed; BANNED is hers too. */
const SWAPS = [
  "UPDATE plugin_store SET script = 'evil()' WHERE id = 'PLUGIN'",
  "UPDATE plugin_store SET is_banned = false WHERE id = 'BANNED'",
  "UPDATE plugin_store SET author_id = user_id FROM installed_plugins WHERE id = 'PLUGIN'",
  "INSERT INTO plugin_store (author_id, name, display_name, script) VALUES ('ANN', 'x', 'x', 'evil()')",
  "DELETE FROM plugin_store WHERE id = 'PLUGIN'",
  "UPDATE installed_plugins SET accepted_script = 'evil()' WHERE plugin_id = 'PLUGIN'",
  "UPDATE installed_plugins SET plugin_id = 'BANNED' WHERE plugin_id = 'PLUGIN'",
  "INSERT INTO installed_plugins (user_id, plugin_id, accepted_script) VALUES ('ANN', 'OTHER', 'evil()')",
  "INSERT INTO installed_plugins (user_id, plugin_id, accepted_version) VALUES ('ANN', 'OTHER', '9')",
];

const Counts = Type.Object({ installs: Type.Integer() });

let database: Database;
let sql: PluginSql;
let ann: Person;
let bob: Person;
let hasRole = false;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ hasRole } = await prepareRole(database));
  sql = openPluginSql({ database, log: silentLog, bus: openLocalBus(), limitMs: 30_000 });
  ann = await addMarkedPerson(database);
  bob = await addMarkedPerson(database);
  await database.run(
    'update plugin_store set is_banned = true, is_published = true where id = $1',
    [ann.hiddenPluginId],
  );
});
afterAll(async () => {
  await sql.close();
  await database.close();
});

const aimed = (text: string) =>
  text
    .replaceAll('PLUGIN', ann.pluginId)
    .replaceAll('BANNED', ann.hiddenPluginId)
    .replaceAll('OTHER', bob.pluginId)
    .replaceAll('ANN', ann.id);

/** Past the gate: what the database itself says. */
async function past(text: string, withRole: boolean): Promise<string> {
  const error = await rejectionOf(
    database.transaction(async (tx) => {
      await enter(tx, { userId: ann.id, hasRole: withRole, limitMs: LIMIT_MS }, false);
      const { count } = await tx.runText(aimed(text), [], { limitMs: LIMIT_MS });
      throw new Error(`changed ${count}`);
    }),
  );
  return error instanceof Error ? error.message : String(error);
}

const refusal = async (text: string, parameters: readonly unknown[] = []) => {
  const error = await rejectionOf(sql.query(ann.id, text, [...parameters]));
  return error instanceof PluginSqlError ? error.message : String(error);
};

test('the gate refuses all of it', async () => {
  const gate = openGate(openParser());
  for (const text of SWAPS) {
    expect(await rejectionOf(gate.check(aimed(text)))).toBeInstanceOf(PluginSqlError);
  }
});

test('the role has no right to any of it', async () => {
  if (!hasRole) return;
  for (const text of SWAPS) expect(await past(text, true)).toStartWith('permission denied');
});

test('where there is no role, the tables refuse', async () => {
  for (const text of SWAPS) {
    expect(await past(text, false)).toMatch(/cannot change the store|Only the person accepts/);
  }
});

describe('an install by SQL', () => {
  test('of a banned or hidden plugin is refused, the own one too', async () => {
    const insert = 'INSERT INTO installed_plugins (plugin_id) VALUES ($1)';
    for (const id of [ann.hiddenPluginId, bob.hiddenPluginId, crypto.randomUUID()]) {
      expect(await refusal(insert, [id])).toContain('no such plugin');
    }
  });

  test('does not end a pause, and neither does removing it first', async () => {
    await database.run(
      "insert into plugin_strikes (user_id, plugin_id, strikes, retry_at) values ($1, $2, 3, 'infinity')",
      [ann.id, ann.pluginId],
    );
    const remove = 'DELETE FROM installed_plugins WHERE plugin_id = $1';
    expect(await refusal(remove, [ann.pluginId])).toContain('only the person can uninstall');
    await database.run('delete from plugin_strikes where user_id = $1', [ann.id]);
    const disable = 'update installed_plugins set disabled_reason = $2 where user_id = $1';
    await database.run(disable, [ann.id, 'it never ends']);
    expect(await refusal(remove, [ann.pluginId])).toContain('only the person can uninstall');
    await database.run(disable, [ann.id, null]);
    await sql.query(ann.id, remove, [ann.pluginId]);
  });

  test('has its on_install run a minute later', async () => {
    await sql.query(ann.id, 'INSERT INTO installed_plugins (plugin_id) VALUES ($1)', [
      ann.pluginId,
    ]);
    const { waits } = await database.one(
      Type.Object({ waits: Type.Boolean() }),
      `select due_at > now() + interval '50 s' as waits from schedule
       where kind = 'install' and user_id = $1 and subject_id = $2`,
      [ann.id, ann.pluginId],
    );
    expect(waits).toBe(true);
  });

  test('stops at as many as a person can have', async () => {
    await database.run(
      `insert into plugin_store (author_id, name, display_name)
       select $1, 'many-' || n, 'x' from generate_series(1, ${MAX_INSTALLS_PER_USER}) n`,
      [bob.id],
    );
    const insert = `INSERT INTO installed_plugins (plugin_id)
      SELECT id FROM plugin_store WHERE name LIKE 'many-%' LIMIT $1`;
    const count = 'select count(*) as installs from installed_plugins where user_id = $1';
    const { installs } = await database.one(Counts, count, [ann.id]);
    const room = MAX_INSTALLS_PER_USER - installs;
    expect(await refusal(insert, [room + 1])).toContain(`${MAX_INSTALLS_PER_USER} plugins`);
    await sql.query(ann.id, insert, [room]);
    expect(await database.one(Counts, count, [ann.id])).toEqual({
      installs: MAX_INSTALLS_PER_USER,
    });
  });
});

test('an author may still delete the own account, plugins and failures with it', async () => {
  await database.run(
    'insert into plugin_strikes (user_id, plugin_id, strikes) values ($1, $2, 1)',
    [ann.id, ann.pluginId],
  );
  await sql.query(ann.id, 'DELETE FROM users', []);
  const left = await database.list(
    Type.Object({ id: Type.String() }),
    'select id from plugin_store where author_id = $1',
    [ann.id],
  );
  expect(left).toEqual([]);
});
