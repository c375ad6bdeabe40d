const PLUGIN = 'streak-notifier';
const DEFAULT_HOUR = 18;
const DAY_MS = 86_400_000;
/** A longer streak than this is counted to here. */
const MOST_DAYS = 3650;

const days = (count) => `${count} ${count === 1 ? 'day' : 'days'}`;
const dayBefore = (date) => new Date(Date.parse(date) - DAY_MS).toISOString().slice(0, 10);

/** The user's own date and hour. */
async function findNow(ctx) {
  const [row] = await ctx.db.query(
    `SELECT to_char(now() AT TIME ZONE timezone, 'YYYY-MM-DD') AS date,
       extract(hour from now() AT TIME ZONE timezone) AS hour
     FROM users WHERE id = $1`,
    [ctx.user_id],
  );
  return row;
}

async function findWarningHour(ctx) {
  const [row] = await ctx.db.query(
    'SELECT settings FROM plugin_settings WHERE user_id = $1 AND plugin = $2',
    [ctx.user_id, PLUGIN],
  );
  return row?.settings.warn_from_hour ?? DEFAULT_HOUR;
}

/** Days in a row up to today or yesterday, and the last of them; since the last reset, if any. */
async function countStreak(ctx, today) {
  const since = (await ctx.redis.get('reset-on')) || '2000-01-01';
  const rows = await ctx.db.query(
    `SELECT date FROM daily_stats_cache
     WHERE user_id = $1 AND total_seconds > 0 AND date > $2
     ORDER BY date DESC LIMIT $3`,
    [ctx.user_id, since, MOST_DAYS],
  );
  const [last] = rows;
  if (!last) return { streak: 0, lastDay: null };
  let expected = last.date;
  let streak = 0;
  if (last.date >= dayBefore(today)) {
    for (const { date } of rows) {
      if (date !== expected) break;
      streak += 1;
      expected = dayBefore(date);
    }
  }
  return { streak, lastDay: last.date };
}

async function on_install(ctx) {
  await ctx.db.query(
    `INSERT INTO plugin_settings (user_id, plugin, settings) VALUES ($1, $2, $3)
     ON CONFLICT (user_id, plugin) DO NOTHING`,
    [ctx.user_id, PLUGIN, JSON.stringify({ warn_from_hour: DEFAULT_HOUR })],
  );
}

async function on_tick(ctx) {
  const { date, hour } = await findNow(ctx);
  const { streak, lastDay } = await countStreak(ctx, date);
  if (lastDay === date) {
    if ((await ctx.redis.get('counted-on')) === date) return;
    await ctx.redis.set('counted-on', date);
    log(`Day ${streak} of your streak`);
    return;
  }
  if (streak === 0 || hour < (await findWarningHour(ctx))) return;
  if ((await ctx.redis.get('warned-on')) === date) return;
  await ctx.redis.set('warned-on', date);
  warn(`Nothing coded today: your streak of ${days(streak)} ends at midnight`);
}

const endpoints = {
  'get-streak': async (ctx) => {
    const { date } = await findNow(ctx);
    const { streak, lastDay } = await countStreak(ctx, date);
    return { streak, last_day: lastDay };
  },

  /** Counts from tomorrow on. */
  'reset-streak': async (ctx) => {
    const { date } = await findNow(ctx);
    await ctx.redis.set('reset-on', date);
    return { ok: true };
  },
};
