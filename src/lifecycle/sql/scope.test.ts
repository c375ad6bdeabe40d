/** Statements of an editor's run: they see each other, and nothing of them remains. */
import { expect, test } from 'bun:test';
import { rejectionOf } from '../../users/testing.ts';
import { MAX_SCOPE_WRITES } from './limits.ts';
import { openPluginWorld, snapshotOf } from './testing.ts';

test('statements of a scope see each other’s changes, and nothing remains', async () => {
  const { database, sql, ann, query, told } = await openPluginWorld();
  const before = await snapshotOf(database, ann);
  const scope = sql.scope(ann.id, { rollback: true });
  await scope.query(
    "INSERT INTO plugin_settings (plugin, settings) VALUES ('x', '{\"n\": 1}')",
    [],
  );
  await scope.query("UPDATE plugin_settings SET settings = settings || $1 WHERE plugin = 'x'", [
    { m: 2 },
  ]);
  const read = "SELECT settings FROM plugin_settings WHERE plugin = 'x'";
  expect(await scope.query(read, [])).toEqual([{ settings: { n: 1, m: 2 } }]);
  expect(await query(read)).toEqual([]);
  await scope.query('DELETE FROM users', []);
  expect(await scope.query('SELECT * FROM users', [])).toEqual([]);
  expect(await snapshotOf(database, ann)).toBe(before);
  expect(told).toEqual([]);
});

test('a failed statement leaves the scope as it was', async () => {
  const { sql, ann } = await openPluginWorld();
  const scope = sql.scope(ann.id, { rollback: true });
  await scope.query("INSERT INTO plugin_settings (plugin) VALUES ('x')", []);
  const again = scope.query("INSERT INTO plugin_settings (plugin) VALUES ('x')", []);
  expect(String(await rejectionOf(again))).toContain('duplicate');
  expect(
    await scope.query("SELECT count(*) AS n FROM plugin_settings WHERE plugin = 'x'", []),
  ).toEqual([{ n: 1 }]);
});

test('the database is free between the statements of a scope', async () => {
  const { sql, ann, database } = await openPluginWorld();
  const scope = sql.scope(ann.id, { rollback: true });
  await scope.query("INSERT INTO heartbeats (project) VALUES ('x')", []);
  await database.run("update users set bio = 'meanwhile' where id = $1", [ann.id]);
  expect(await scope.query('SELECT bio FROM users', [])).toEqual([{ bio: 'meanwhile' }]);
});

test('how often a scope may change data is bounded', async () => {
  const { sql, ann } = await openPluginWorld();
  const scope = sql.scope(ann.id, { rollback: true });
  const change = () => scope.query("UPDATE users SET bio = 'x' WHERE false", []);
  for (let index = 0; index < MAX_SCOPE_WRITES; index++) await change();
  expect(String(await rejectionOf(change()))).toContain(`${MAX_SCOPE_WRITES} times`);
  expect(await scope.query('SELECT 1 AS a', [])).toEqual([{ a: 1 }]);
});
