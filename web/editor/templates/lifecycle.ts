/** Hooks and an endpoint, without a panel. */
export const LIFECYCLE_TEMPLATE = `// Hooks and endpoints: this runs on the server, for each user who installed the plugin.
//   ctx.db.query   SQL over their own rows
//   ctx.redis      small values that only this plugin sees
//   log, warn, error   what you read in the output

// Once, when somebody installs the plugin.
async function on_install(ctx) {
  await ctx.redis.set('saves', 0);
  log('Installed for', ctx.user_id);
}

// After each heartbeat.
async function on_heartbeat(ctx, heartbeat) {
  if (heartbeat.is_write) await ctx.redis.incr('saves');

  const [row] = await ctx.db.query(
    'SELECT COUNT(*) AS beats, COALESCE(SUM(duration_seconds), 0) AS seconds ' +
      'FROM heartbeats WHERE user_id = $1 AND project = $2',
    [ctx.user_id, heartbeat.project],
  );
  log(heartbeat.project + ':', row.beats, 'heartbeats,', row.seconds + 's');
}

// About every minute.
async function on_tick(ctx) {
  const saves = Number((await ctx.redis.get('saves')) ?? 0);
  if (saves === 0) warn('Nothing saved yet');
  else log(saves, 'saves so far');
}

// POST /api/v1/plugins/<name>/rpc/<handler>
const endpoints = {
  saves: async (ctx) => ({ saves: Number((await ctx.redis.get('saves')) ?? 0) }),

  project: async (ctx, req) => {
    if (!req.project) return { error: 'Send a project.' };
    const [row] = await ctx.db.query(
      'SELECT COALESCE(SUM(duration_seconds), 0) AS seconds FROM heartbeats ' +
        'WHERE user_id = $1 AND project = $2',
      [ctx.user_id, req.project],
    );
    return { project: req.project, seconds: row.seconds };
  },
};
`;
