const REFRESH_MS = 60_000;

const toText = (seconds) => {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${seconds}s`;
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
};

container.innerHTML = `
  <div class="today-value" style="font: 500 32px/1.2 var(--font-mono); color: var(--text-main)">–</div>
  <div class="today-note" style="margin-top: 4px; font-size: 12px; color: var(--text-muted)">Loading…</div>
`;
const value = /** @type {HTMLElement} */ (container.querySelector('.today-value'));
const note = /** @type {HTMLElement} */ (container.querySelector('.today-note'));

const compare = (seconds, average) => {
  if (average === 0) return 'Your first day this week';
  const difference = seconds - average;
  if (Math.abs(difference) < 60) return 'Right at your daily average';
  return `${toText(Math.abs(difference))} ${difference > 0 ? 'above' : 'below'} your daily average`;
};

async function show() {
  const response = await fetch('/api/v1/stats/dashboard?range=7d', {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const { today, summary } = await response.json();
  value.textContent = toText(today.seconds);
  value.title = `${today.seconds} seconds`;
  note.textContent =
    today.seconds === 0 ? 'Nothing yet today' : compare(today.seconds, summary.daily_average);
}

const refresh = () =>
  show().catch(() => {
    note.textContent = 'Not available right now';
  });
refresh();
setInterval(refresh, REFRESH_MS);
