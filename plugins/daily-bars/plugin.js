const HEIGHT_PX = 96;
const DAY_MS = 86_400_000;
const RANGES = { '7d': 7, '30d': 30 };

const toText = (seconds) => `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;

container.innerHTML = `
  <div class="bars" style="display: flex; align-items: flex-end; gap: 3px; height: ${HEIGHT_PX}px"></div>
  <div style="display: flex; justify-content: space-between; align-items: center; margin-top: 12px">
    <span class="bars-total" aria-live="polite" style="font: 12px var(--font-mono); color: var(--text-muted)"></span>
    <span style="display: flex; gap: 4px">
      <button class="btn" type="button" data-range="7d">7 days</button>
      <button class="btn" type="button" data-range="30d">30 days</button>
    </span>
  </div>
`;
const bars = /** @type {HTMLElement} */ (container.querySelector('.bars'));
const total = /** @type {HTMLElement} */ (container.querySelector('.bars-total'));
const buttons = [...container.querySelectorAll('button')];

/** Every day of the range, also those without time. */
function fillDays({ today, daily }, count) {
  const secondsOn = new Map(daily.map(({ date, seconds }) => [date, seconds]));
  return Array.from({ length: count }, (_, index) => {
    const moment = Date.parse(today.date) - (count - 1 - index) * DAY_MS;
    const date = new Date(moment).toISOString().slice(0, 10);
    return { date, seconds: secondsOn.get(date) ?? 0 };
  });
}

function toBar({ date, seconds }, most) {
  const bar = document.createElement('div');
  bar.title = `${date}: ${toText(seconds)}`;
  const height = seconds === 0 ? '2px' : `${Math.max((seconds / most) * 100, 4)}%`;
  const fill = seconds === 0 ? 'var(--border)' : 'var(--accent)';
  bar.style.cssText = `flex: 1; min-width: 2px; height: ${height}; background: ${fill}; border-radius: 2px 2px 0 0; transition: height var(--transition)`;
  return bar;
}

async function show(range) {
  for (const button of buttons) {
    button.setAttribute('aria-pressed', String(button.dataset.range === range));
    button.style.borderColor = button.dataset.range === range ? 'var(--accent)' : '';
  }
  const response = await fetch(`/api/v1/stats/dashboard?range=${range}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const days = fillDays(await response.json(), RANGES[range]);
  const most = Math.max(...days.map(({ seconds }) => seconds), 1);
  bars.replaceChildren(...days.map((day) => toBar(day, most)));
  const sum = days.reduce((seconds, day) => seconds + day.seconds, 0);
  total.textContent = sum === 0 ? 'No time yet' : `${toText(sum)} in ${days.length} days`;
}

const showSafely = (range) =>
  show(range).catch(() => {
    total.textContent = 'Not available right now';
  });
for (const button of buttons) {
  button.addEventListener('click', () => showSafely(button.dataset.range));
}
showSafely('7d');
