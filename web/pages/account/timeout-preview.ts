import { html } from 'htm/preact';
import { ApiError } from '../../api.ts';
import { useApp } from '../../app.ts';
import { formatDate, formatDuration } from '../../ui/format.ts';
import { useResource } from '../../ui/resource.ts';
import type { LatestHeartbeat, Me } from '../../wire.ts';

interface WhatIf {
  timeout_seconds: number;
  total_seconds: number;
}

interface Preview {
  date: string;
  whatIf: WhatIf[];
}

const SECONDS_PER_MINUTE = 60;

/** The calendar day of an instant in a zone, YYYY-MM-DD. */
function dateIn(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
    new Date(instant),
  );
}

/** The last day with heartbeats, as other timeouts would count it. Nothing when there is none. */
export function TimeoutPreview({ me, minutes }: { me: Me; minutes: string }) {
  const { api } = useApp();
  const preview = useResource<Preview | null>(async (signal) => {
    const { heartbeat } = await api.get<{ heartbeat: LatestHeartbeat | null }>(
      'api/v1/heartbeats/latest',
      { signal },
    );
    if (!heartbeat) return null;
    const date = dateIn(heartbeat.time, me.timezone);
    try {
      const path = `api/v1/stats/explain?date=${date}`;
      const { what_if } = await api.get<{ what_if: WhatIf[] }>(path, { signal });
      return { date, whatIf: what_if };
    } catch (error) {
      // A help, not a need: the setting works without it.
      if (error instanceof ApiError) return null;
      throw error;
    }
  }, `${me.timezone} ${me.timeout_seconds}`);
  if (!preview.data.value) return null;
  const { date, whatIf } = preview.data.value;
  const day = formatDate(date, { weekday: 'long', day: 'numeric', month: 'long' });
  return html`
    <figure class="what-if">
      <figcaption>${day} would count</figcaption>
      <ul class="what-if-list">
        ${whatIf.map(({ timeout_seconds, total_seconds }) => {
          const isChosen = timeout_seconds === Number(minutes) * SECONDS_PER_MINUTE;
          return html`
            <li key=${timeout_seconds} data-chosen=${isChosen}>
              <span>${timeout_seconds / SECONDS_PER_MINUTE} min</span>
              <strong class="mono">${formatDuration(total_seconds)}</strong>
            </li>
          `;
        })}
      </ul>
    </figure>
  `;
}
