const PLUGIN = 'daily-goal';
const DEFAULT_MINUTES = 120;
const STEP_MINUTES = 15;
const MOST_MINUTES = 1440;

// ── On the server ────────────────────────────────────────────────────────────────────────────────

async function findMinutes(ctx) {
  const [row] = await ctx.db.query(
    'SELECT settings FROM plugin_settings WHERE user_id = $1 AND plugin = $2',
    [ctx.user_id, PLUGIN],
  );
  return row?.settings.daily_minutes ?? DEFAULT_MINUTES;
}

/** The user's own date and how long they coded on it. */
async function findToday(ctx) {
  const [row] = await ctx.db.query(
    `SELECT to_char(now() AT TIME ZONE u.timezone, 'YYYY-MM-DD') AS date,
       coalesce(d.total_seconds, 0) AS seconds
     FROM users u
     LEFT JOIN daily_stats_cache d
       ON d.user_id = u.id AND d.date = (now() AT TIME ZONE u.timezone)::date
     WHERE u.id = $1`,
    [ctx.user_id],
  );
  return row;
}

async function on_install(ctx) {
  await ctx.db.query(
    `INSERT INTO plugin_settings (user_id, plugin, settings) VALUES ($1, $2, $3)
     ON CONFLICT (user_id, plugin) DO NOTHING`,
    [ctx.user_id, PLUGIN, JSON.stringify({ daily_minutes: DEFAULT_MINUTES })],
  );
}

/** Says once a day that the goal is met. */
async function on_tick(ctx) {
  const [minutes, today] = await Promise.all([findMinutes(ctx), findToday(ctx)]);
  if (today.seconds < minutes * 60) return;
  if ((await ctx.redis.get('met-on')) === today.date) return;
  await ctx.redis.set('met-on', today.date);
  log(`Goal met: ${minutes} minutes. Days met so far: ${await ctx.redis.incr('days-met')}`);
}

const endpoints = {
  status: async (ctx) => {
    const [minutes, today, daysMet] = await Promise.all([
      findMinutes(ctx),
      findToday(ctx),
      ctx.redis.get('days-met'),
    ]);
    return {
      goal_seconds: minutes * 60,
      seconds: today.seconds,
      date: today.date,
      days_met: Number(daysMet ?? 0),
    };
  },

  'set-goal': async (ctx, req) => {
    const minutes = Math.round(Number(req.minutes));
    if (!(minutes >= STEP_MINUTES && minutes <= MOST_MINUTES)) {
      return { error: `Send minutes from ${STEP_MINUTES} to ${MOST_MINUTES}.` };
    }
    await ctx.db.query(
      `INSERT INTO plugin_settings (user_id, plugin, settings) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, plugin) DO UPDATE SET settings = plugin_settings.settings || excluded.settings`,
      [ctx.user_id, PLUGIN, JSON.stringify({ daily_minutes: minutes })],
    );
    return endpoints.status(ctx);
  },
};

// ── In the browser ───────────────────────────────────────────────────────────────────────────────

const RADIUS = 44;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;
const REFRESH_MS = 60_000;

function openRing() {
  const toText = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
  };
  container.innerHTML = `
    <div style="display: flex; gap: 20px; align-items: center">
      <svg viewBox="0 0 100 100" width="112" height="112" role="img" aria-label="Share of the goal" style="flex: none">
        <circle cx="50" cy="50" r="${RADIUS}" fill="none" stroke="var(--bg-hover)" stroke-width="8" />
        <circle class="goal-arc" cx="50" cy="50" r="${RADIUS}" fill="none" stroke="var(--accent)"
          stroke-width="8" stroke-linecap="round" transform="rotate(-90 50 50)"
          stroke-dasharray="0 ${CIRCUMFERENCE}" style="transition: stroke-dasharray var(--transition)" />
        <text class="goal-share" x="50" y="56" text-anchor="middle" fill="var(--text-main)"
          style="font: 500 18px var(--font-mono)"></text>
      </svg>
      <div>
        <div class="goal-time" style="font: 500 20px var(--font-mono); color: var(--text-main)">–</div>
        <div class="goal-note" aria-live="polite" style="margin: 4px 0 12px; font-size: 12px; color: var(--text-muted)">Loading…</div>
        <button class="btn" type="button" data-step="-1" aria-label="${STEP_MINUTES} minutes less">−</button>
        <button class="btn" type="button" data-step="1" aria-label="${STEP_MINUTES} minutes more">+</button>
      </div>
    </div>
  `;
  const part = (name) => /** @type {HTMLElement} */ (container.querySelector(`.goal-${name}`));
  let goalSeconds = DEFAULT_MINUTES * 60;

  const call = async (handler, body) => {
    const response = await fetch(`/api/v1/plugins/${PLUGIN}/rpc/${handler}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const { goal_seconds: goal, seconds, days_met: met } = await response.json();
    goalSeconds = goal;
    const share = Math.min(seconds / goal, 1);
    part('arc').setAttribute('stroke-dasharray', `${share * CIRCUMFERENCE} ${CIRCUMFERENCE}`);
    part('share').textContent = `${Math.floor((seconds / goal) * 100)}%`;
    part('time').textContent = toText(seconds);
    part('time').title = `${seconds} of ${goal} seconds`;
    const left = goal - seconds;
    part('note').textContent =
      left > 0 ? `${toText(left)} to go of ${toText(goal)}` : `Goal of ${toText(goal)} met`;
    if (met > 0) part('note').title = `Met on ${met} days`;
  };
  const run = (handler, body = {}) =>
    call(handler, body).catch(() => {
      part('note').textContent = 'Not available right now';
    });

  for (const button of container.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      const minutes = goalSeconds / 60 + Number(button.dataset.step) * STEP_MINUTES;
      run('set-goal', { minutes: Math.min(Math.max(minutes, STEP_MINUTES), MOST_MINUTES) });
    });
  }
  run('status');
  setInterval(() => run('status'), REFRESH_MS);
}

if (container) openRing();
