/** SQL as plugins send it: written for the documented schema, parameters as untyped text. */
import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { sharedTestDatabase } from '../db/testing.ts';
import { addTimelineUser } from './timeline-testing.ts';

const Any = Type.Record(Type.String(), Type.Unknown());

/** spec/codetrackr section 2: every column that a plugin may name. */
const DOCUMENTED: Record<string, string> = {
  heartbeats: `id user_id project file language branch commit workspace_root package_path
    duration_seconds is_write editor os machine recorded_at created_at`,
  projects: `id user_id name project language top_language total_seconds heartbeat_count
    first_heartbeat last_heartbeat created_at updated_at`,
  daily_stats_cache: 'user_id date total_seconds top_language top_project computed_at',
  plugin_store: `id author_id name display_name description version repository is_published
    created_at updated_at icon widget_type api_endpoint settings_schema is_banned ban_reason
    install_count script avg_rating rating_count endpoints has_external_access plugin_type`,
  installed_plugins: 'user_id plugin_id installed_at accepted_version accepted_script',
  plugin_settings: 'id user_id plugin settings created_at updated_at',
  plugin_reviews: 'id user_id plugin_id body created_at',
  users: `id username display_name email avatar_url github_id gitlab_id plan is_public country
    timezone created_at updated_at is_admin stripe_customer_id stripe_subscription_id
    plan_expires_at account_number is_anonymous bio website profile_show_languages
    profile_show_projects profile_show_activity profile_show_plugins profile_show_streak
    available_for_hire show_in_leaderboard`,
  api_keys: 'id user_id name key_hash key_prefix last_used_at created_at',
  user_follows: 'follower_id following_id created_at',
};

test('Every documented relation has every documented column', async () => {
  const database = await sharedTestDatabase();
  for (const [relation, columns] of Object.entries(DOCUMENTED)) {
    await database.run(`select ${columns.trim().split(/\s+/).join(', ')} from ${relation} limit 0`);
  }
});

async function openPlugin() {
  const database = await sharedTestDatabase();
  const userId = await addTimelineUser(database);
  return {
    userId,
    query: (sql: string, parameters: unknown[]) => database.list(Any, sql, parameters),
  };
}

const insertSettings = `INSERT INTO plugin_settings (user_id, plugin, settings)
  VALUES ($1, $2, $3)
  ON CONFLICT (user_id, plugin) DO NOTHING`;
const readSettings = 'SELECT settings FROM plugin_settings WHERE user_id = $1 AND plugin = $2';

test('Settings are inserted once and merged with a JSON text parameter', async () => {
  const { userId, query } = await openPlugin();
  const defaults = JSON.stringify({ notify: true, threshold: 3_600 });
  await query(insertSettings, [userId, 'my-plugin', defaults]);
  await query(insertSettings, [userId, 'my-plugin', '{}']);
  await query(
    `UPDATE plugin_settings SET settings = settings || $1
     WHERE user_id = $2 AND plugin = $3`,
    [JSON.stringify({ threshold: 7_200 }), userId, 'my-plugin'],
  );
  expect(await query(readSettings, [userId, 'my-plugin'])).toEqual([
    { settings: { notify: true, threshold: 7_200 } },
  ]);
});

test('The documented sums over heartbeats agree with what was effective', async () => {
  const { userId, query } = await openPlugin();
  await query(
    `INSERT INTO heartbeats (user_id, project, duration_seconds, recorded_at)
     VALUES ($1, 'x', 60, NOW() - INTERVAL '30 seconds'), ($1, 'x', 60, NOW()), ($1, 'y', 60, NOW() - INTERVAL '1 hour')`,
    [userId],
  );
  expect(
    await query(
      `SELECT COUNT(*) as n, SUM(duration_seconds) as total_secs
       FROM heartbeats
       WHERE user_id = $1 AND project = $2`,
      [userId, 'x'],
    ),
  ).toEqual([{ n: 2, total_secs: 90 }]);
  expect(await query('SELECT COUNT(*) as n FROM heartbeats WHERE user_id = $1', [userId])).toEqual([
    { n: 3 },
  ]);
  expect(
    await query(
      `SELECT 1 FROM heartbeats
       WHERE user_id = $1
       AND recorded_at >= NOW() - INTERVAL '1 day'
       LIMIT 1`,
      [userId],
    ),
  ).toHaveLength(1);
});

const insertBeats = `INSERT INTO heartbeats (user_id, project, language, duration_seconds, recorded_at)
  VALUES ($1, 'one', 'Rust', 100, '2026-11-01T04:10:00Z'), ($1, 'one', 'Go', 300, '2026-11-01T05:10:00Z'),
    ($1, 'two', NULL, 350, '2026-11-02T12:00:00Z'), ($1, '', NULL, 20, '2026-11-03T12:00:00Z')`;

test('Projects are true after every change, with a stable id', async () => {
  const { userId, query } = await openPlugin();
  const projects = () =>
    query(
      `SELECT id, name, project, language, top_language, total_seconds, heartbeat_count,
         first_heartbeat, last_heartbeat FROM projects WHERE user_id = $1 AND name = 'one'`,
      [userId],
    );
  await query(insertBeats, [userId]);
  const [before] = await projects();
  expect(before).toMatchObject({
    name: 'one',
    project: 'one',
    language: 'Go',
    top_language: 'Go',
    total_seconds: 400,
    heartbeat_count: 2,
    first_heartbeat: new Date('2026-11-01T04:10:00Z'),
    last_heartbeat: new Date('2026-11-01T05:10:00Z'),
  });
  await query(`DELETE FROM heartbeats WHERE user_id = $1 AND language = 'Go'`, [userId]);
  expect(await projects()).toEqual([
    {
      ...before,
      language: 'Rust',
      top_language: 'Rust',
      total_seconds: 100,
      heartbeat_count: 1,
      last_heartbeat: new Date('2026-11-01T04:10:00Z'),
    },
  ]);
  expect(await query('SELECT * FROM projects WHERE user_id = $1', [userId])).toHaveLength(3);
});

test('Daily stats are in the zone of the user, on a day whose midnight comes twice too', async () => {
  const { userId, query } = await openPlugin();
  await query('UPDATE users SET rollup_timezone = $2, timezone = $2 WHERE id = $1', [
    userId,
    'America/Havana',
  ]);
  await query(insertBeats, [userId]);
  expect(
    await query(
      `SELECT to_char(date, 'YYYY-MM-DD') AS date, total_seconds, top_language, top_project
       FROM daily_stats_cache WHERE user_id = $1 ORDER BY date`,
      [userId],
    ),
  ).toEqual([
    { date: '2026-11-01', total_seconds: 400, top_language: 'Go', top_project: 'one' },
    { date: '2026-11-02', total_seconds: 350, top_language: null, top_project: 'two' },
    { date: '2026-11-03', total_seconds: 20, top_language: null, top_project: null },
  ]);
});

test('Installs are counted, also when a user or a plugin leaves', async () => {
  const { userId, query } = await openPlugin();
  const other = await openPlugin();
  const name = `p${crypto.randomUUID()}`;
  const [plugin] = await query(
    `INSERT INTO plugin_store (author_id, name, display_name) VALUES ($1, $2, 'P') RETURNING id`,
    [userId, name],
  );
  const install = `INSERT INTO installed_plugins (user_id, plugin_id) VALUES ($1, $2)
    ON CONFLICT DO NOTHING`;
  const count = () => query('SELECT install_count FROM plugin_store WHERE name = $1', [name]);
  for (const user of [userId, userId, other.userId]) await query(install, [user, plugin?.id]);
  expect(await count()).toEqual([{ install_count: 2 }]);
  await query('DELETE FROM users WHERE id = $1', [other.userId]);
  expect(await count()).toEqual([{ install_count: 1 }]);
  await query('DELETE FROM plugin_store WHERE name = $1', [name]);
  expect(await count()).toEqual([]);
});

test('The documented delete-account statement takes everything of the user along', async () => {
  const { userId, query } = await openPlugin();
  await query(insertBeats, [userId]);
  await query(insertSettings, [userId, 'my-plugin', '{}']);
  await query('DELETE FROM users WHERE id = $1', [userId]);
  expect(await query('SELECT * FROM projects WHERE user_id = $1', [userId])).toEqual([]);
  expect(await query(readSettings, [userId, 'my-plugin'])).toEqual([]);
});
