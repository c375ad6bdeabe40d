import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { formatDate } from '../ui/format.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useNow } from '../ui/now.ts';
import { dayBounds, localDate } from '../ui/zone.ts';
import type { CodingSession, Dashboard, LatestHeartbeat } from '../wire.ts';
import { Charts } from './overview/charts.ts';
import { NoHeartbeats, NothingInRange } from './overview/empty.ts';
import { readRange } from './overview/range.ts';
import { RangeSwitch } from './overview/range-switch.ts';
import { OverviewSkeleton } from './overview/skeleton.ts';
import { Summary } from './overview/summary.ts';
import { Today } from './overview/today.ts';

export function Page() {
  const { router, session } = useApp();
  const zone = session.me.value?.timezone ?? 'UTC';
  const range = readRange(router.place.value.query.get('range'));
  const now = useNow().value;
  const date = localDate(now, zone);

  const dashboard = useLiveResource<Dashboard>(`api/v1/stats/dashboard?range=${range.id}`);
  const latest = useLiveResource<{ heartbeat: LatestHeartbeat | null }>('api/v1/heartbeats/latest');
  const sessions = useLiveResource<{ sessions: CodingSession[] }>(sessionsPath(date, zone));
  useEffect(() => void dashboard.refresh(), [date]);

  const numbers = dashboard.data.value;
  const heartbeat = latest.data.value?.heartbeat ?? null;
  const hasNeverStarted = latest.data.value?.heartbeat === null;
  const failure = dashboard.error.value;
  return html`
    <div class="overview">
      <${Today}
        today=${numbers?.today}
        isUnknown=${failure !== null}
        sessions=${sessions.data.value?.sessions ?? []}
        latest=${heartbeat}
        now=${now}
        zone=${zone}
      />
      ${failure && html`<${FailureNotice} error=${failure} onRetry=${dashboard.refresh} />`}
      ${hasNeverStarted && html`<${NoHeartbeats} />`}
      ${
        !hasNeverStarted &&
        html`
          <div class="range-bar">
            <h2 class="range-title">${range.title}</h2>
            <p class="range-dates">${numbers && describeDays(numbers)}</p>
            <${RangeSwitch} current=${range} />
          </div>
        `
      }
      ${
        !hasNeverStarted &&
        numbers &&
        html`
          <div class="range-content" aria-busy=${dashboard.isReloading.value}>
            ${
              numbers.summary.total_seconds === 0 && heartbeat
                ? html`<${NothingInRange} latest=${heartbeat} now=${now} />`
                : html`<${Summary} dashboard=${numbers} /><${Charts} dashboard=${numbers} />`
            }
          </div>
        `
      }
      ${!hasNeverStarted && !numbers && !failure && html`<${OverviewSkeleton} />`}
    </div>
  `;
}

function sessionsPath(date: string, zone: string): string {
  const { start, end } = dayBounds(date, zone);
  const query = new URLSearchParams({
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
  });
  return `api/v1/stats/sessions?${query}`;
}

function describeDays({ daily }: Dashboard): string {
  const [first, last] = [daily[0]?.date, daily.at(-1)?.date];
  if (!first || !last) return '';
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return first === last
    ? formatDate(first, options)
    : `${formatDate(first, options)} – ${formatDate(last, options)}`;
}
