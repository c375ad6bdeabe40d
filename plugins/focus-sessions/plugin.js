const PLUGIN = 'focus-sessions';
const DEFAULT_MINUTES = 25;

// ── On the server ────────────────────────────────────────────────────────────────────────────────

const nowSeconds = () => Math.floor(Date.now() / 1000);

async function findMinutes(ctx) {
  const [row] = await ctx.db.query(
    'SELECT settings FROM plugin_settings WHERE user_id = $1 AND plugin = $2',
    [ctx.user_id, PLUGIN],
  );
  return row?.settings.minutes ?? DEFAULT_MINUTES;
}

async function findToday(ctx) {
  const [row] = await ctx.db.query(
    `SELECT to_char(now() AT TIME ZONE timezone, 'YYYY-MM-DD') AS date FROM users WHERE id = $1`,
    [ctx.user_id],
  );
  return row.date;
}

/** Seconds of coding time between two moments. */
async function codedBetween(ctx, start, end) {
  const [row] = await ctx.db.query(
    `SELECT coalesce(sum(duration_seconds), 0) AS seconds FROM heartbeats
     WHERE user_id = $1 AND recorded_at >= to_timestamp($2) AND recorded_at < to_timestamp($3)`,
    [ctx.user_id, start, end],
  );
  return Math.min(row.seconds, end - start);
}

async function findSession(ctx) {
  const text = await ctx.redis.get('session');
  return text === null ? null : JSON.parse(text);
}

/** Books a session whose time is over. Whoever deletes it first books it. */
async function finish(ctx) {
  const session = await findSession(ctx);
  if (session === null || session.ends > nowSeconds()) return;
  await ctx.redis.del('session');
  const coded = await codedBetween(ctx, session.starts, session.ends);
  const count = await ctx.redis.incr(`done:${session.date}`);
  log(`Focus session ${count} of ${session.date} is over: ${Math.round(coded / 60)} minutes coded`);
}

const on_tick = finish;

const endpoints = {
  status: async (ctx) => {
    await finish(ctx);
    const [session, date, minutes] = await Promise.all([
      findSession(ctx),
      findToday(ctx),
      findMinutes(ctx),
    ]);
    const done = Number((await ctx.redis.get(`done:${date}`)) ?? 0);
    if (session === null) return { session: null, done, minutes };
    const coded = await codedBetween(ctx, session.starts, nowSeconds());
    const left = session.ends - nowSeconds();
    return { session: { left, seconds: session.ends - session.starts, coded }, done, minutes };
  },

  start: async (ctx) => {
    const [minutes, date] = await Promise.all([findMinutes(ctx), findToday(ctx)]);
    const starts = nowSeconds();
    const session = { starts, ends: starts + minutes * 60, date };
    await ctx.redis.set('session', JSON.stringify(session));
    return endpoints.status(ctx);
  },

  stop: async (ctx) => {
    await ctx.redis.del('session');
    return endpoints.status(ctx);
  },
};

// ── In the browser ───────────────────────────────────────────────────────────────────────────────

const TICK_MS = 1000;
const REFRESH_MS = 30_000;

function openTimer() {
  container.innerHTML = `
    <div class="focus-left" role="timer" style="font: 500 32px/1.2 var(--font-mono); color: var(--text-main)">–</div>
    <div style="height: 4px; margin: 12px 0; border-radius: 99px; background: var(--bg-hover); overflow: hidden">
      <div class="focus-bar" style="height: 100%; width: 0; background: var(--accent)"></div>
    </div>
    <div style="display: flex; justify-content: space-between; align-items: center; gap: 12px">
      <span class="focus-note" aria-live="polite" style="font-size: 12px; color: var(--text-muted)">Loading…</span>
      <button class="btn focus-button" type="button" disabled>Start</button>
    </div>
  `;
  const part = (name) => /** @type {HTMLElement} */ (container.querySelector(`.focus-${name}`));
  const button = /** @type {HTMLButtonElement} */ (part('button'));
  /** @type {{ left: number, seconds: number, coded: number } | null} */
  let session = null;
  let endsAt = 0;

  const sessions = (count) => `${count} ${count === 1 ? 'session' : 'sessions'} today`;

  function tick() {
    if (session === null) return;
    const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    part('left').textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    part('bar').style.width = `${(1 - left / session.seconds) * 100}%`;
    if (left === 0) call('status');
  }

  function show(answer) {
    session = answer.session;
    endsAt = Date.now() + (session?.left ?? 0) * 1000;
    button.disabled = false;
    button.textContent = session ? 'Stop' : 'Start';
    part('left').textContent = `${answer.minutes}:00`;
    part('bar').style.width = '0';
    part('note').textContent = session
      ? `${Math.round(session.coded / 60)} min coded, ${sessions(answer.done)}`
      : sessions(answer.done);
    tick();
  }

  async function call(handler) {
    try {
      const response = await fetch(`/api/v1/plugins/${PLUGIN}/rpc/${handler}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      show(await response.json());
    } catch {
      part('note').textContent = 'Not available right now';
    }
  }

  button.addEventListener('click', () => call(session ? 'stop' : 'start'));
  call('status');
  setInterval(tick, TICK_MS);
  setInterval(() => call('status'), REFRESH_MS);
}

if (container) openTimer();
