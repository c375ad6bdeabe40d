/** What a plugin may do in each table, and what the program hears of it. */
import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { openTestDatabase } from '../../db/testing.ts';
import { rejectionOf } from '../../users/testing.ts';
import { openPluginWorld } from './testing.ts';

const OWN_ROWS: Readonly<Record<string, number>> = {
  heartbeats: 5,
  projects: 1,
  installed_plugins: 1,
  plugin_settings: 1,
  users: 1,
  api_keys: 1,
  user_follows: 0,
};

test('without a filter there are the own rows, with the documented columns', async () => {
  const { query, ann, bob } = await openPluginWorld();
  for (const [table, count] of Object.entries(OWN_ROWS)) {
    const rows = await query(`SELECT * FROM ${table}`);
    expect(rows).toHaveLength(count);
    expect(JSON.stringify(rows)).not.toContain(bob.marker);
  }
  expect(await query('SELECT * FROM projects')).toMatchObject([
    { name: ann.marker, total_seconds: 300, heartbeat_count: 5, top_language: ann.marker },
  ]);
  const days = await query('SELECT * FROM daily_stats_cache ORDER BY date');
  const seconds = days.map(({ total_seconds }) => Number(total_seconds));
  expect(seconds.reduce((sum, one) => sum + one, 0)).toBe(300);
  expect(days[0]).toMatchObject({ top_language: ann.marker, top_project: ann.marker });
});

test('a key shows its name and never its hash; it is renamed and deleted, not made', async () => {
  const { query, told, refusal } = await openPluginWorld();
  expect(await query('SELECT * FROM api_keys')).toMatchObject([{ key_hash: null, scope: 'full' }]);
  expect(await query("UPDATE api_keys SET name = 'laptop' RETURNING name")).toEqual([
    { name: 'laptop' },
  ]);
  await query('DELETE FROM api_keys');
  expect(await query('SELECT * FROM api_keys')).toEqual([]);
  expect(told).toEqual(['credentials', 'credentials']);
  expect(await refusal("INSERT INTO api_keys (name) VALUES ('x')")).toContain('cannot insert');
});

test('a profile is changed as a form would change it', async () => {
  const { query, refusal, ann } = await openPluginWorld();
  await query(
    "UPDATE users SET bio = $1, website = 'https://example.org', is_public = true, timezone = 'Asia/Tokyo' WHERE id = $2",
    ['Hello', ann.id],
  );
  expect(await query('SELECT bio, website, is_public, timezone FROM users')).toEqual([
    { bio: 'Hello', website: 'https://example.org', is_public: true, timezone: 'Asia/Tokyo' },
  ]);
  expect(await refusal("UPDATE users SET website = 'javascript:alert(1)'")).toContain('http');
  expect(await refusal('UPDATE users SET bio = $1', ['x'.repeat(2_001)])).toContain('2000');
  expect(await refusal("UPDATE users SET timezone = 'Nowhere/Land'")).toContain('time zone');
});

test('heartbeats are added, described anew and removed, and the totals follow', async () => {
  const { query, told, ann, database } = await openPluginWorld();
  await query(
    `INSERT INTO heartbeats (user_id, project, duration_seconds, recorded_at)
     VALUES ($1, 'new', 120, '2026-01-01T10:00:00Z'), (DEFAULT, 'new', 60, '2026-01-01T12:00:00Z')`,
    [ann.id],
  );
  const total = "SELECT total_seconds AS s FROM projects WHERE name = 'new'";
  expect(await query(total)).toEqual([{ s: 180 }]);
  await query("UPDATE heartbeats SET duration_seconds = 30 WHERE project = 'new'");
  expect(await query(total)).toEqual([{ s: 60 }]);
  const gone = await query("DELETE FROM heartbeats WHERE project = 'new' RETURNING project");
  expect(gone).toHaveLength(2);
  expect(await query(total)).toEqual([]);
  expect(told).toEqual(['timeline', 'timeline', 'timeline']);
  expect(
    await database.list(Type.Object({}), 'select * from audit_timeline($1)', [ann.id]),
  ).toEqual([]);
});

test('reviews of public plugins are everybody’s to read and the author’s to change', async () => {
  const world = await openPluginWorld();
  const { query, sql, ann, bob, refusal } = world;
  const review = 'INSERT INTO plugin_reviews (plugin_id, body) VALUES ($1, $2)';
  await sql.query(bob.id, review, [ann.pluginId, 'from Bob']);
  const read = 'SELECT body FROM plugin_reviews WHERE plugin_id = $1 ORDER BY body';
  expect(await query(read, [ann.pluginId])).toEqual([{ body: 'from Bob' }]);
  await query(review, [bob.pluginId, 'from Ann']);
  await query('UPDATE plugin_reviews SET body = $1 WHERE plugin_id = $2', ['better', bob.pluginId]);
  expect(await query(read, [bob.pluginId])).toEqual([{ body: 'better' }]);
  expect(
    await refusal('UPDATE plugin_reviews SET body = $1 WHERE plugin_id = $2', ['x', ann.pluginId]),
  ).toContain("somebody else's");
  expect(await refusal(review, [bob.hiddenPluginId, 'x'])).toContain('no such plugin');
});

test('settings are bounded in size, for plugins', async () => {
  const { query, refusal, database, ann } = await openPluginWorld();
  const insert = 'INSERT INTO plugin_settings (plugin, settings) VALUES ($1, to_jsonb($2::text))';
  const quotes = 2;
  await query(insert, ['fits', 'x'.repeat(256 * 1024 - quotes)]);
  expect(await refusal(insert, ['large', 'x'.repeat(256 * 1024)])).toContain('256 KB');
  await database.run(
    'insert into plugin_settings (user_id, plugin, settings) values ($1, $2, to_jsonb($3::text))',
    [ann.id, 'program', 'x'.repeat(256 * 1024)],
  );
});

test('the store shows what is public, and the own rest', async () => {
  const { query, ann, bob, database } = await openPluginWorld();
  const seen = async (id: string) =>
    (await query('SELECT 1 FROM plugin_store WHERE id = $1', [id])).length;
  expect(await seen(bob.pluginId)).toBe(1);
  expect(await seen(bob.hiddenPluginId)).toBe(0);
  expect(await seen(ann.hiddenPluginId)).toBe(1);
  await database.run('update plugin_store set is_banned = true where id = $1', [bob.pluginId]);
  expect(await seen(bob.pluginId)).toBe(0);
});

test('plugins are installed and removed, and only public people are followed', async () => {
  const { query, ann, bob, told, refusal, database } = await openPluginWorld();
  await query('INSERT INTO installed_plugins (user_id, plugin_id) VALUES ($1, $2)', [
    ann.id,
    bob.pluginId,
  ]);
  await query('DELETE FROM installed_plugins WHERE plugin_id = $1', [bob.pluginId]);
  expect(told).toEqual(['plugins', 'plugins']);
  const follow = 'INSERT INTO user_follows (following_id) VALUES ($1)';
  expect(await refusal(follow, [bob.id])).toBe(await refusal(follow, [crypto.randomUUID()]));
  await database.run('update users set is_public = true where id = $1', [bob.id]);
  await query(follow, [bob.id]);
  expect(await query('SELECT following_id FROM user_follows')).toEqual([{ following_id: bob.id }]);
});

test('an account of an author goes with its plugins and their reviews', async () => {
  const { query, sql, ann, bob, database, told } = await openPluginWorld();
  await sql.query(bob.id, 'INSERT INTO plugin_reviews (plugin_id, body) VALUES ($1, $2)', [
    ann.pluginId,
    'from Bob',
  ]);
  await sql.query(bob.id, 'INSERT INTO installed_plugins (plugin_id) VALUES ($1)', [ann.pluginId]);
  told.length = 0;
  await query('DELETE FROM users');
  expect(told).toEqual(['credentials', 'plugins']); // others had her plugin too
  const left = await database.list(
    Type.Object({}),
    'select 1 from plugin_store where author_id = $1',
    [ann.id],
  );
  expect(left).toEqual([]);
});

test('the last administrator stays while there are others', async () => {
  const database = await openTestDatabase();
  const { sql, ann, bob } = await openPluginWorld(database);
  const promote = 'update users set is_admin = true where id = $1';
  await database.run(promote, [ann.id]);
  const leave = () => sql.query(ann.id, 'DELETE FROM users', []);
  expect(String(await rejectionOf(leave()))).toContain('The only administrator cannot be deleted');
  await database.run(promote, [bob.id]);
  expect(await leave()).toEqual([]);
  expect(await sql.query(bob.id, 'DELETE FROM users', [])).toEqual([]);
  await database.close();
});
