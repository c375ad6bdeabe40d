/** A widget alone: the documented globals, a request with its errors, tokens of the style sheet. */
export const WIDGET_TEMPLATE = `// A widget: this runs in the browser, in a panel of the dashboard.
//   container  the panel's element; fill it
//   token      reads the numbers of whoever looks at the panel
//   isDark     whether the theme is dark
const DAYS = 7;

function toText(seconds) {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? minutes + 'm' : Math.floor(minutes / 60) + 'h ' + (minutes % 60) + 'm';
}

async function load() {
  const response = await fetch('/api/v1/stats/summary?range=' + DAYS + 'd', {
    headers: { Authorization: 'Bearer ' + token },
  });
  if (!response.ok) throw new Error('The server answered ' + response.status);
  return response.json();
}

function draw(summary) {
  const time = document.createElement('div');
  time.style.cssText = 'font: 500 28px var(--font-mono); color: var(--text-main)';
  time.textContent = toText(summary.total_seconds);

  const note = document.createElement('div');
  note.style.cssText = 'margin-top: 4px; font-size: 12px; color: var(--text-muted)';
  note.textContent = summary.top_project
    ? 'in ' + DAYS + ' days, mostly ' + summary.top_project
    : 'Nothing in the last ' + DAYS + ' days';

  container.replaceChildren(time, note);
}

container.textContent = 'Loading…';
load().then(draw).catch((problem) => {
  container.textContent = 'Not available right now';
  console.error(problem);
});
`;
