const CELL = 11;
const GAP = 3;
const DAYS_PER_WEEK = 7;
/** How much of the accent a day of each quarter wears; the first is a day without time. */
const WARMTH = [0, 30, 50, 75, 100];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const svg = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

const toText = (seconds) => `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;

/** The bounds of the quarters of the days with time, so that one long day does not pale the rest. */
function quartersOf(days) {
  const worked = days.map(({ seconds }) => seconds).filter((seconds) => seconds > 0);
  worked.sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => worked[Math.floor(share * worked.length)] ?? 0);
}

const levelOf = (seconds, quarters) =>
  seconds === 0 ? 0 : 1 + quarters.filter((bound) => seconds > bound).length;

function toCell({ date, seconds }, week, weekday, quarters) {
  const warmth = WARMTH[levelOf(seconds, quarters)];
  const cell = svg('rect', {
    x: week * (CELL + GAP),
    y: weekday * (CELL + GAP) + 16,
    width: CELL,
    height: CELL,
    rx: 2,
    fill: `color-mix(in oklab, var(--accent) ${warmth}%, var(--bg-hover))`,
  });
  const title = svg('title', {});
  title.textContent = `${date}: ${seconds === 0 ? 'nothing' : toText(seconds)}`;
  cell.append(title);
  return cell;
}

function toMonth(name, week) {
  const label = svg('text', {
    x: week * (CELL + GAP),
    y: 9,
    fill: 'var(--text-muted)',
    'font-size': 9,
  });
  label.textContent = name;
  return label;
}

function toMap(days) {
  const weeks = Math.ceil(days.length / DAYS_PER_WEEK);
  const map = svg('svg', {
    viewBox: `0 0 ${weeks * (CELL + GAP)} ${DAYS_PER_WEEK * (CELL + GAP) + 16}`,
    role: 'img',
    'aria-label': `${days.filter(({ seconds }) => seconds > 0).length} days with coding time in a year`,
  });
  map.style.cssText =
    'display: block; width: 100%; min-width: 560px; font-family: var(--font-sans)';
  const quarters = quartersOf(days);
  days.forEach((day, index) => {
    const week = Math.floor(index / DAYS_PER_WEEK);
    const [, month, dayOfMonth] = day.date.split('-').map(Number);
    if (dayOfMonth === 1) map.append(toMonth(MONTHS[month - 1], week));
    map.append(toCell(day, week, index % DAYS_PER_WEEK, quarters));
  });
  return map;
}

container.textContent = 'Loading…';
fetch('/api/v1/stats/heatmap', { headers: { Authorization: `Bearer ${token}` } })
  .then((response) => {
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response.json();
  })
  .then(({ days }) => {
    const scroller = document.createElement('div');
    scroller.style.overflowX = 'auto';
    scroller.tabIndex = 0;
    scroller.setAttribute('role', 'region');
    scroller.setAttribute('aria-label', 'Year');
    scroller.append(toMap(days));
    container.replaceChildren(scroller);
    scroller.scrollLeft = scroller.scrollWidth; // the newest weeks, where not all fit
  })
  .catch(() => {
    container.textContent = 'Not available right now';
  });
