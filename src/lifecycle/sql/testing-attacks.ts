/**
 * SQL that a hostile plugin could send. `OTHER` is the other person's id, `MARK` a word that stands
 * in all of that person's data; `PLUGIN` and `HIDDEN` are that person's plugins.
 */

/** The gate lets these through, or may: then rows, columns and roles must hold. */
export const boundByRows: readonly string[] = [
  'SELECT * FROM heartbeats',
  "SELECT * FROM heartbeats WHERE user_id = 'OTHER'",
  'SELECT * FROM heartbeats WHERE user_id = user_id',
  "SELECT * FROM heartbeats WHERE 'user_id' = 'user_id' OR true -- user_id =",
  "SELECT * FROM heartbeats WHERE user_id = 'OTHER' OR true",
  'SELECT h.*, u.* FROM heartbeats h, users u, api_keys k',
  'SELECT h FROM heartbeats h',
  'SELECT h::text FROM heartbeats h',
  'SELECT (h).project FROM heartbeats h',
  'SELECT row(h.*)::text FROM heartbeats h',
  'SELECT row_to_json(u) FROM users u',
  'SELECT to_jsonb(k) FROM api_keys k',
  'SELECT json_agg(u) FROM users u',
  "SELECT * FROM users WHERE id = 'OTHER'",
  "SELECT email, account_number FROM users WHERE username = 'MARK'",
  'SELECT username FROM users UNION ALL SELECT name FROM api_keys UNION ALL SELECT project FROM heartbeats',
  'SELECT key_hash, account_number FROM api_keys, users',
  "SELECT count(*) FROM users WHERE username LIKE 'm%'",
  'SELECT * FROM projects',
  "SELECT * FROM projects WHERE user_id = 'OTHER'",
  'SELECT * FROM daily_stats_cache',
  "SELECT * FROM daily_stats_cache WHERE user_id = 'OTHER'",
  'SELECT * FROM plugin_settings',
  "SELECT settings FROM plugin_settings WHERE plugin = 'MARK'",
  'SELECT * FROM installed_plugins',
  'SELECT * FROM user_follows',
  "SELECT * FROM plugin_store WHERE id = 'HIDDEN'",
  "SELECT script FROM plugin_store WHERE author_id = 'OTHER' AND NOT is_published",
  "SELECT * FROM plugin_reviews WHERE plugin_id = 'HIDDEN'",
  "SELECT * FROM plugin_reviews WHERE user_id = 'OTHER'",
  'SELECT * FROM heartbeats NATURAL JOIN users',
  'SELECT * FROM heartbeats JOIN plugin_settings USING (user_id)',
  'SELECT * FROM heartbeats FULL JOIN api_keys USING (user_id)',
  'SELECT x.* FROM users u, LATERAL (SELECT * FROM heartbeats h WHERE h.user_id <> u.id) x',
  "SELECT * FROM heartbeats WHERE user_id = ANY (ARRAY['OTHER'::uuid])",
  'SELECT * FROM heartbeats WHERE user_id IN (SELECT author_id FROM plugin_store)',
  "SELECT p.author_id, (SELECT max(project) FROM heartbeats h WHERE h.user_id = p.author_id) FROM plugin_store p WHERE p.id = 'PLUGIN'",
  'WITH x AS MATERIALIZED (SELECT * FROM heartbeats) SELECT * FROM x',
  "SELECT string_agg(project, e'\\n') OVER () FROM heartbeats",
  'SELECT lag(project) OVER (ORDER BY recorded_at) FROM heartbeats',
  "SELECT 1 / (CASE WHEN project = 'MARK' THEN 0 ELSE 1 END) FROM heartbeats",
  "SELECT project::int FROM heartbeats WHERE user_id = 'OTHER'",
  "SELECT 1 FROM users WHERE 1 / (CASE WHEN bio LIKE 'MARK%' THEN 0 ELSE 1 END) = 1",
  "SELECT date_trunc(bio, now()) FROM users WHERE id = 'OTHER'",
  "SELECT to_char(now(), bio), make_date(length(bio), 99, 99) FROM users WHERE id = 'OTHER'",
  'SELECT heartbeats.ctid FROM heartbeats',
  'SELECT tableoid, xmin FROM heartbeats',
  'SELECT password_hash FROM users',
  'SELECT rollup_timezone FROM users',
  'SELECT content_hash, claimed_seconds FROM heartbeats',
  "UPDATE heartbeats SET project = 'stolen'",
  "UPDATE heartbeats SET project = 'stolen' WHERE user_id = 'OTHER'",
  "UPDATE heartbeats SET project = 'x' RETURNING *",
  "UPDATE heartbeats h SET project = 'x' FROM users u WHERE u.id <> h.user_id RETURNING u.*",
  'UPDATE heartbeats SET duration_seconds = 86400',
  "DELETE FROM heartbeats WHERE user_id = 'OTHER' RETURNING *",
  'DELETE FROM heartbeats USING plugin_store p WHERE heartbeats.user_id = p.author_id RETURNING p.script',
  'DELETE FROM heartbeats',
  "INSERT INTO heartbeats (user_id, project) VALUES ('OTHER', 'planted')",
  "INSERT INTO heartbeats (user_id, project) SELECT author_id, 'planted' FROM plugin_store",
  "INSERT INTO heartbeats (user_id, project) VALUES ('OTHER', 'planted') ON CONFLICT DO NOTHING",
  "INSERT INTO heartbeats (user_id, project) VALUES (DEFAULT, 'own') RETURNING *",
  "INSERT INTO plugin_settings (user_id, plugin, settings) VALUES ('OTHER', 'MARK', '{}') ON CONFLICT (user_id, plugin) DO UPDATE SET settings = '{\"stolen\": true}' RETURNING settings",
  "INSERT INTO plugin_settings (user_id, plugin) VALUES ('OTHER', 'MARK') ON CONFLICT (user_id, plugin) DO NOTHING RETURNING *",
  "INSERT INTO plugin_settings (user_id, plugin) VALUES ('OTHER', 'MARK') ON CONFLICT (user_id, plugin) DO UPDATE SET settings = plugin_settings.settings WHERE (plugin_settings.settings ->> 'secret')::int = 1",
  "UPDATE plugin_settings SET settings = '{}'",
  "DELETE FROM plugin_settings WHERE user_id = 'OTHER'",
  "UPDATE users SET bio = 'x' WHERE id = 'OTHER'",
  "UPDATE users SET timezone = 'Asia/Tokyo'",
  "UPDATE users SET website = 'javascript:alert(1)'",
  "UPDATE users SET bio = h.project FROM heartbeats h WHERE h.user_id = 'OTHER'",
  "DELETE FROM users WHERE id = 'OTHER'",
  "DELETE FROM users WHERE username = 'MARK' RETURNING *",
  "UPDATE api_keys SET name = 'x' WHERE user_id = 'OTHER'",
  "UPDATE api_keys SET name = 'x' RETURNING *",
  "DELETE FROM api_keys WHERE user_id = 'OTHER'",
  'DELETE FROM api_keys',
  "INSERT INTO installed_plugins (user_id, plugin_id) VALUES ('OTHER', 'PLUGIN')",
  "INSERT INTO installed_plugins (plugin_id) VALUES ('HIDDEN')",
  "INSERT INTO installed_plugins (user_id, plugin_id) VALUES ('OTHER', 'PLUGIN') ON CONFLICT (user_id, plugin_id) DO NOTHING RETURNING accepted_script",
  "DELETE FROM installed_plugins WHERE user_id = 'OTHER'",
  "INSERT INTO plugin_reviews (user_id, plugin_id, body) VALUES ('OTHER', 'PLUGIN', 'planted')",
  "INSERT INTO plugin_reviews (plugin_id, body) VALUES ('HIDDEN', 'x')",
  "INSERT INTO plugin_reviews (user_id, plugin_id, body) VALUES ('OTHER', 'HIDDEN', 'x') ON CONFLICT (user_id, plugin_id) DO UPDATE SET body = 'x' RETURNING body",
  "UPDATE plugin_reviews SET body = 'stolen'",
  "DELETE FROM plugin_reviews WHERE user_id = 'OTHER'",
  'DELETE FROM plugin_reviews',
  "INSERT INTO user_follows (follower_id, following_id) VALUES ('OTHER', 'OTHER')",
  "INSERT INTO user_follows (following_id) VALUES ('OTHER')",
  "DELETE FROM user_follows WHERE follower_id = 'OTHER'",
  'DELETE FROM installed_plugins',
  'DELETE FROM users',
];

export interface Target {
  id: string;
  marker: string;
  pluginId: string;
  hiddenPluginId: string;
}

/** The text aimed at one person. */
export function aim(sql: string, { id, marker, pluginId, hiddenPluginId }: Target): string {
  return sql
    .replaceAll('OTHER', id)
    .replaceAll('MARK', marker)
    .replaceAll('PLUGIN', pluginId)
    .replaceAll('HIDDEN', hiddenPluginId);
}
