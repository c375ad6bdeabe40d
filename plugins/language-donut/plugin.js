const SHOWN = 5;
const RADIUS = 42;
const WIDTH = 14;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;
/** A gap between two parts of the ring. */
const GAP = 1.5;

const svg = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

const toText = (seconds) => `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;

/** From the accent to nearly nothing: the order is the meaning. */
const colourOf = (index, count) =>
  `color-mix(in oklab, var(--accent) ${Math.round(100 - (80 * index) / Math.max(count - 1, 1))}%, var(--bg-hover))`;

/** The largest few, and the rest as one. */
function toParts({ languages, total_seconds: total }) {
  const parts = languages
    .slice(0, SHOWN)
    .map(({ language, seconds }) => ({ name: language, seconds }));
  const rest = total - parts.reduce((sum, { seconds }) => sum + seconds, 0);
  if (rest > 0) parts.push({ name: 'Other', seconds: rest });
  return parts.map((part, index) => ({
    ...part,
    share: part.seconds / total,
    colour: colourOf(index, parts.length),
  }));
}

function toRing(parts) {
  const ring = svg('svg', { viewBox: '0 0 100 100', width: 112, height: 112, role: 'img' });
  ring.setAttribute(
    'aria-label',
    `${parts[0].name} leads with ${Math.round(parts[0].share * 100)} %`,
  );
  let start = 0;
  for (const { name, seconds, share, colour } of parts) {
    const length = Math.max(share * CIRCUMFERENCE - (parts.length > 1 ? GAP : 0), 0.5);
    const arc = svg('circle', {
      cx: 50,
      cy: 50,
      r: RADIUS,
      fill: 'none',
      stroke: colour,
      'stroke-width': WIDTH,
      'stroke-dasharray': `${length} ${CIRCUMFERENCE - length}`,
      'stroke-dashoffset': -start * CIRCUMFERENCE,
      transform: 'rotate(-90 50 50)',
    });
    const title = svg('title', {});
    title.textContent = `${name}: ${toText(seconds)}`;
    arc.append(title);
    ring.append(arc);
    start += share;
  }
  ring.style.flex = 'none';
  return ring;
}

function toLegend(parts) {
  const list = document.createElement('ul');
  list.style.cssText =
    'flex: 1; min-width: 0; margin: 0; padding: 0; list-style: none; font-size: 12px';
  for (const { name, seconds, share, colour } of parts) {
    const row = document.createElement('li');
    row.style.cssText =
      'display: flex; gap: 8px; align-items: center; padding: 3px 0; color: var(--text-main)';
    row.title = toText(seconds);
    const mark = document.createElement('span');
    mark.style.cssText = `flex: none; width: 8px; height: 8px; border-radius: 2px; background: ${colour}`;
    const label = document.createElement('span');
    label.style.cssText = 'flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap';
    label.textContent = name;
    const percent = document.createElement('span');
    percent.style.cssText = 'font-family: var(--font-mono); color: var(--text-muted)';
    percent.textContent = `${Math.round(share * 100)} %`;
    row.append(mark, label, percent);
    list.append(row);
  }
  return list;
}

container.textContent = 'Loading…';
fetch('/api/v1/stats/languages?range=7d', { headers: { Authorization: `Bearer ${token}` } })
  .then((response) => {
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response.json();
  })
  .then((answer) => {
    const parts = answer.total_seconds > 0 ? toParts(answer) : [];
    if (parts.length === 0) {
      container.textContent = 'No language yet this week';
      return;
    }
    const row = document.createElement('div');
    row.style.cssText = 'display: flex; gap: 16px; align-items: center';
    row.append(toRing(parts), toLegend(parts));
    container.replaceChildren(row);
  })
  .catch(() => {
    container.textContent = 'Not available right now';
  });
