/** A panel and what it asks the server for, in one script. */
export const BOTH_TEMPLATE = `// One script, run in two places: its hooks and endpoints on the server, the rest in a panel.

// ── On the server: ctx, log, warn, error ─────────────────────────────────────

async function on_install(ctx) {
  log('Installed for', ctx.user_id);
}

async function on_heartbeat(ctx, heartbeat) {
  log('Working on', heartbeat.project, 'in', heartbeat.language);
  const rows = await ctx.db.query(
    'SELECT COUNT(*) AS n FROM heartbeats WHERE user_id = $1',
    [ctx.user_id],
  );
  log('Heartbeats so far:', rows[0].n);
}

async function on_tick(ctx) {
  log('Tick number', await ctx.redis.incr('ticks'));
}

const endpoints = {
  // Called with { "name": "…" }
  hello: async (ctx, req) => ({ hello: req.name ?? 'you', ticks: await ctx.redis.get('ticks') }),
};

// ── In the browser: container, token, isDark ─────────────────────────────────

async function draw() {
  container.textContent = 'Loading…';
  const response = await fetch('/api/v1/stats/streaks', {
    headers: { Authorization: 'Bearer ' + token },
  });
  if (!response.ok) throw new Error('The server answered ' + response.status);
  const { current_streak: days } = await response.json();

  container.innerHTML =
    '<div style="font: 500 28px var(--font-mono); color: var(--text-main)">' + days + '</div>' +
    '<div style="font-size: 12px; color: var(--text-muted)">days in a row</div>';
}

// On the server there is no container.
if (container) {
  draw().catch((problem) => {
    container.textContent = 'Not available right now';
    console.error(problem);
  });
}
`;
