import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { Chips } from '../figures/chips.ts';
import { FirstSteps, Nothing } from '../figures/empty.ts';
import { readNarrowing } from '../figures/question.ts';
import { readAsked } from '../figures/range.ts';
import { RangeBar } from '../figures/range-bar.ts';
import { RangeFigures } from '../figures/range-figures.ts';
import { OverviewSkeleton } from '../figures/skeleton.ts';
import { Summary } from '../figures/summary.ts';
import { Panels } from '../panels/panels.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useNow } from '../ui/now.ts';
import type { Resource } from '../ui/resource.ts';
import { localDate } from '../ui/zone.ts';
import type { DayAnswer, Heatmap, Overview } from '../wire.ts';
import { Today } from './overview/today.ts';

export function Page() {
  const { router, session } = useApp();
  const { query } = router.place.value;
  const asked = readAsked(query);
  const narrowing = readNarrowing(query);
  const now = useNow().value;
  const date = localDate(now, session.me.value?.timezone ?? 'UTC');

  const stack = query.get('stack') === 'language' ? 'language' : 'project';
  const question = new URLSearchParams([
    ...Object.entries({ ...asked.query, stack }),
    ...narrowing,
  ]);
  const overview = useLiveResource<Overview>(`api/v1/stats/overview?${question}`);
  const heatmap = useLiveResource<Heatmap>(
    `api/v1/stats/heatmap?${new URLSearchParams(narrowing)}`,
  );
  const day = useLiveResource<DayAnswer>(`api/v1/stats/day?date=${date}`);
  const readOn = useRef(date);
  useEffect(() => {
    if (readOn.current === date) return;
    readOn.current = date;
    void overview.refresh();
    void heatmap.refresh();
  }, [date]);

  const numbers = overview.data.value;
  const failure = overview.error.value;
  const isNew = numbers !== undefined && numbers.total_seconds + numbers.streaks.longest === 0;
  // Of the range and its filters, so it is the newest of all only without them.
  const latest = asked.named && narrowing.length === 0 ? toLatest(numbers) : null;
  return html`
    <div class="overview">
      <${Today}
        day=${day.data.value}
        isUnknown=${day.error.value !== null}
        latest=${latest}
        now=${now}
        date=${date}
      />
      ${failure && html`<${FailureNotice} error=${failure} onRetry=${overview.refresh} />`}
      ${
        isNew
          ? html`<${FirstSteps} now=${now} />`
          : html`
              <${RangeBar} asked=${asked} days=${numbers?.daily ?? []} />
              <${Chips} />
              <${RangeContent} ...${{ overview, heatmap, now }} isFiltered=${narrowing.length > 0} />
            `
      }
      ${numbers || failure ? html`<${Panels} />` : html`<${OverviewSkeleton} />`}
    </div>
  `;
}

interface RangeContentProps {
  overview: Resource<Overview>;
  heatmap: Resource<Heatmap>;
  now: number;
  isFiltered: boolean;
}

function RangeContent({ overview, heatmap, now, isFiltered }: RangeContentProps) {
  const numbers = overview.data.value;
  if (!numbers) return null;
  return html`
    <div class="range-content" aria-busy=${overview.isReloading.value}>
      ${
        numbers.total_seconds === 0
          ? html`<${Nothing} now=${now} isFiltered=${isFiltered} />`
          : html`
              <${Summary} overview=${numbers} />
              <${RangeFigures} overview=${numbers} heatmap=${heatmap} />
            `
      }
    </div>
  `;
}

function toLatest(overview: Overview | undefined) {
  const last = overview?.last_heartbeat;
  return last ? { ...last, time: new Date(last.time * 1_000).toISOString() } : null;
}
