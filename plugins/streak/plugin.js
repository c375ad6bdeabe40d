const DAYS_SHOWN = 14;
const DAY_MS = 86_400_000;

const read = async (path) => {
  const response = await fetch(`/api/v1/stats/${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
};

const days = (count) => `${count} ${count === 1 ? 'day' : 'days'}`;

/** The last dates up to `last`, oldest first. */
const datesUntil = (last) =>
  Array.from({ length: DAYS_SHOWN }, (_, index) =>
    new Date(Date.parse(last) - (DAYS_SHOWN - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );

function toDot(date, seconds) {
  const dot = document.createElement('span');
  const fill = seconds > 0 ? 'var(--accent)' : 'var(--bg-hover)';
  dot.style.cssText = `flex: 1; height: 8px; border-radius: var(--radius-sm); background: ${fill}`;
  dot.title = `${date}: ${seconds > 0 ? `${Math.round(seconds / 60)} minutes` : 'nothing'}`;
  return dot;
}

async function show() {
  const [streaks, dashboard] = await Promise.all([read('streaks'), read('dashboard?range=30d')]);
  const secondsOn = new Map(dashboard.daily.map(({ date, seconds }) => [date, seconds]));
  container.innerHTML = `
    <div class="streak-value" style="font: 500 32px/1.2 var(--font-mono); color: var(--text-main)"></div>
    <div class="streak-note" style="margin: 4px 0 12px; font-size: 12px; color: var(--text-muted)"></div>
    <div class="streak-dots" role="img" style="display: flex; gap: 3px"></div>
  `;
  const part = (name) => /** @type {HTMLElement} */ (container.querySelector(`.streak-${name}`));
  part('value').textContent = days(streaks.current_streak);
  part('note').textContent =
    streaks.longest_streak > streaks.current_streak
      ? `Your record: ${days(streaks.longest_streak)}`
      : 'This is your record';
  const shown = datesUntil(dashboard.today.date).map((date) =>
    toDot(date, secondsOn.get(date) ?? 0),
  );
  part('dots').append(...shown);
  part('dots').setAttribute('aria-label', `The last ${DAYS_SHOWN} days`);
}

container.textContent = 'Loading…';
show().catch(() => {
  container.textContent = 'Not available right now';
});
