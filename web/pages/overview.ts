import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { Chips } from '../figures/chips.ts';
import { Nothing } from '../figures/empty.ts';
import { readFilters } from '../figures/question.ts';
import { readAsked } from '../figures/range.ts';
import { RangeFigures } from '../figures/range-figures.ts';
import { RangeSwitch } from '../figures/range-switch.ts';
import { OverviewSkeleton } from '../figures/skeleton.ts';
import { Summary } from '../figures/summary.ts';
import { formatDate } from '../ui/format.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useNow } from '../ui/now.ts';
import { localDate } from '../ui/zone.ts';
import type { Day, DaySession, Heatmap, Overview } from '../wire.ts';
import { Today } from './overview/today.ts';

export function Page() {
  const { router, session } = useApp();
  const { query } = router.place.value;
  const asked = readAsked(query);
  const filters = readFilters(query).map(({ dimension, name }) => [dimension, name]);
  const zone = session.me.value?.timezone ?? 'UTC';
  const now = useNow().value;
  const date = localDate(now, zone);

  const stack = query.get('stack') === 'language' ? 'language' : 'project';
  const question = new URLSearchParams([...Object.entries({ ...asked.query, stack }), ...filters]);
  const overview = useLiveResource<Overview>(`api/v1/stats/overview?${question}`);
  const heatmap = useLiveResource<Heatmap>(`api/v1/stats/heatmap?${new URLSearchParams(filters)}`);
  const day = useLiveResource<{ sessions: DaySession[] }>(`api/v1/stats/day?date=${date}`);
  useEffect(() => {
    void overview.refresh();
    void heatmap.refresh();
  }, [date]);

  const numbers = overview.data.value;
  const failure = overview.error.value;
  return html`
    <div class="overview">
      <${Today}
        today=${numbers?.today}
        isUnknown=${failure !== null}
        sessions=${(day.data.value?.sessions ?? []).map(toStripSession)}
        latest=${toLatest(numbers)}
        now=${now}
        zone=${zone}
      />
      ${failure && html`<${FailureNotice} error=${failure} onRetry=${overview.refresh} />`}
      <div class="range-bar">
        <h2 class="range-title">${asked.title}</h2>
        <p class="range-dates">${numbers && describeDays(numbers.daily)}</p>
        <${RangeSwitch} asked=${asked} days=${numbers?.daily ?? []} />
      </div>
      <${Chips} />
      ${
        numbers &&
        html`
          <div class="range-content" aria-busy=${overview.isReloading.value}>
            ${
              numbers.total_seconds === 0
                ? html`<${Nothing} now=${now} isFiltered=${filters.length > 0} />`
                : html`
                    <${Summary} overview=${numbers} />
                    <${RangeFigures} overview=${numbers} heatmap=${heatmap.data.value} />
                  `
            }
          </div>
        `
      }
      ${!numbers && !failure && html`<${OverviewSkeleton} />`}
    </div>
  `;
}

function toStripSession({ start, end, seconds, project, language }: DaySession) {
  return {
    start: new Date(start * 1_000).toISOString(),
    end: new Date(end * 1_000).toISOString(),
    duration_seconds: seconds,
    project,
    top_language: language || null,
  };
}

function toLatest(overview: Overview | undefined) {
  const last = overview?.last_heartbeat;
  return last ? { ...last, time: new Date(last.time * 1_000).toISOString() } : null;
}

function describeDays(days: readonly Day[]): string {
  const [first, last] = [days[0]?.date, days.at(-1)?.date];
  if (!first || !last) return '';
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return first === last
    ? formatDate(first, options)
    : `${formatDate(first, options)} – ${formatDate(last, options)}`;
}
