/** The scripts of the documentation (seeds, "Lifecycle Plugins"), word for word. */

export const STREAK_NOTIFIER = `// ── on_install: initialize Redis state ───────────────────────────────────────
async function on_install(ctx) {
await ctx.redis.set('streak', '0');
await ctx.redis.set('last-day', '');
log('Streak Notifier installed for', ctx.user_id);
}
// ── on_tick: check daily activity and update streak ───────────────────────────
async function on_tick(ctx) {
const today = new Date().toISOString().slice(0, 10); // YYYY-MM-DD
const lastDay = await ctx.redis.get('last-day');
if (lastDay === today) {
return; // Already checked today
}
const rows = await ctx.db.query(
\`SELECT 1 FROM heartbeats
WHERE user_id = $1
AND recorded_at >= NOW() - INTERVAL '1 day'
LIMIT 1\`,
[ctx.user_id]
);
if (rows.length > 0) {
const streak = await ctx.redis.incr('streak');
await ctx.redis.set('last-day', today);
log('Day ' + streak + ' of streak — keep it up!');
} else {
warn('No activity today — streak at risk!');
}
}
// ── on_heartbeat: reset risk flag when a heartbeat arrives ───────────────────
async function on_heartbeat(ctx, heartbeat) {
const today = new Date().toISOString().slice(0, 10);
await ctx.redis.set('last-day', today);
}
// ── RPC: widget can call this to display the streak ──────────────────────────
const endpoints = {
'get-streak': async (ctx, req) => {
const streak = await ctx.redis.get('streak');
const lastDay = await ctx.redis.get('last-day');
return {
streak: parseInt(streak || '0', 10),
last_day: lastDay || null
};
},
'reset-streak': async (ctx, req) => {
await ctx.redis.set('streak', '0');
await ctx.redis.set('last-day', '');
log('Streak reset by user', ctx.user_id);
return { ok: true };
}
};`;

export const MY_PLUGIN = `async function on_install(ctx) {
// Create default settings for this user on install
await ctx.db.query(
\`INSERT INTO plugin_settings (user_id, plugin, settings)
VALUES ($1, $2, $3)
ON CONFLICT (user_id, plugin) DO NOTHING\`,
[ctx.user_id, 'my-plugin', JSON.stringify({ notify: true, threshold: 3600 })]
);
}
async function on_tick(ctx) {
const rows = await ctx.db.query(
'SELECT settings FROM plugin_settings WHERE user_id = $1 AND plugin = $2',
[ctx.user_id, 'my-plugin']
);
const settings = rows[0]?.settings || {};
if (settings.notify) {
log('Notifications enabled — threshold:', settings.threshold, 's');
}
}
async function on_heartbeat(ctx, heartbeat) {
// Count total heartbeats for this user on this project
const rows = await ctx.db.query(
\`SELECT COUNT(*) as n, SUM(duration_seconds) as total_secs
FROM heartbeats
WHERE user_id = $1 AND project = $2\`,
[ctx.user_id, heartbeat.project]
);
log('Sessions on', heartbeat.project + ':', rows[0].n, '— total', rows[0].total_secs + 's');
}
const endpoints = {
// POST /api/v1/plugins/my-plugin/rpc/stats
'stats': async (ctx, req) => {
const rows = await ctx.db.query(
\`SELECT COUNT(*) as sessions, SUM(duration_seconds) as total_secs
FROM heartbeats WHERE user_id = $1\`,
[ctx.user_id]
);
return {
sessions: rows[0].sessions,
total_hours: (rows[0].total_secs / 3600).toFixed(1)
};
},
// POST /api/v1/plugins/my-plugin/rpc/set-threshold
// Body: { "threshold": 7200 }
'set-threshold': async (ctx, req) => {
const threshold = Number(req.threshold) || 3600;
await ctx.db.query(
\`UPDATE plugin_settings SET settings = settings || $1
WHERE user_id = $2 AND plugin = $3\`,
[JSON.stringify({ threshold }), ctx.user_id, 'my-plugin']
);
return { ok: true, threshold };
},
// POST /api/v1/plugins/my-plugin/rpc/delete-account
'delete-account': async (ctx, req) => {
await ctx.db.query(
'DELETE FROM users WHERE id = $1',
[ctx.user_id]
);
return { ok: true };
},
};`;
