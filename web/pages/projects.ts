import { html } from 'htm/preact';
import { Search } from 'lucide';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { toAddress } from '../figures/address.ts';
import { Chips } from '../figures/chips.ts';
import { FirstSteps, Nothing } from '../figures/empty.ts';
import { readNarrowing } from '../figures/question.ts';
import { readAsked } from '../figures/range.ts';
import { RangeSwitch } from '../figures/range-switch.ts';
import { formatCount, formatDuration } from '../ui/format.ts';
import { Icon } from '../ui/icon.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useNow } from '../ui/now.ts';
import { localDate } from '../ui/zone.ts';
import type { Day, LatestHeartbeat, ProjectList } from '../wire.ts';
import { List } from './projects/list.ts';
import { findProjects, readSort, type Sort } from './projects/sorted.ts';

/** All projects of a range, to look through and to open. */
export function Page() {
  const { router, session } = useApp();
  const { path, query } = router.place.value;
  const asked = readAsked(query);
  const narrowing = readNarrowing(query);
  const now = useNow().value;
  const date = localDate(now, session.me.value?.timezone ?? 'UTC');
  const question = new URLSearchParams([...Object.entries(asked.query), ...narrowing]);
  const resource = useLiveResource<ProjectList>(`api/v1/stats/overview/projects?${question}`);
  useEffect(() => void resource.refresh(), [date]);
  const list = resource.data.value;
  const failure = resource.error.value;
  const words = query.get('q') ?? '';
  const sort = readSort(query.get('sort'));
  const found = findProjects(list?.projects ?? [], words, sort);
  /** Without a step back for each letter. */
  const view = (key: 'q' | 'sort', value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(key, value);
    else next.delete(key);
    router.navigate(toAddress(path, next), { replace: true });
  };
  return html`
    <div class="projects">
      <div class="range-bar projects-bar">
        <h1 class="page-title">Projects</h1>
        <p class="range-dates">${list && `${formatCount(list.count, 'project')}, ${formatDuration(list.total_seconds)} · ${asked.title}`}</p>
        <${RangeSwitch} asked=${asked} days=${list ? daysOf(list) : []} />
      </div>
      <${Chips} />
      <label class="projects-search">
        <${Icon} of=${Search} />
        <span class="visually-hidden">Search projects</span>
        <input
          class="input"
          type="search"
          placeholder="Search by name or language"
          value=${words}
          onInput=${(event: { currentTarget: HTMLInputElement }) => view('q', event.currentTarget.value)}
        />
      </label>
      ${failure && html`<${FailureNotice} error=${failure} onRetry=${resource.refresh} />`}
      ${
        list &&
        html`
          <div class="range-content" aria-busy=${resource.isReloading.value}>
            ${
              list.count === 0
                ? html`<${NoProjects} now=${now} isFiltered=${narrowing.length > 0} />`
                : found.length === 0
                  ? html`<${NoneFound} words=${words} onClear=${() => view('q', '')} />`
                  : html`<${List} ...${{ list, sort, now }} projects=${found} onSort=${(by: Sort) => view('sort', by === 'time' ? '' : by)} />`
            }
          </div>
        `
      }
      ${!list && !failure && html`<div class="card projects-waiting skeleton-block" role="status" aria-label="Loading"></div>`}
    </div>
  `;
}

/** None in this range, or none at all because nothing ever arrived. */
function NoProjects({ now, isFiltered }: { now: number; isFiltered: boolean }) {
  const answer = useLiveResource<{ heartbeat: LatestHeartbeat | null }>('api/v1/heartbeats/latest');
  const latest = answer.data.value?.heartbeat;
  if (latest === undefined) return null;
  return latest
    ? html`<${Nothing} now=${now} isFiltered=${isFiltered} />`
    : html`<${FirstSteps} now=${now} />`;
}

function NoneFound({ words, onClear }: { words: string; onClear: () => void }) {
  return html`
    <section class="card empty">
      <h2>No project matches “${words}”</h2>
      <p>Only projects of this range are looked through.</p>
      <button class="btn" type="button" onClick=${onClear}>Clear the search</button>
    </section>
  `;
}

/** First and last day, for the fields of the range. */
function daysOf({ first_date, last_date }: ProjectList): Day[] {
  return [first_date, last_date].map((date) => ({ date, seconds: 0 }));
}
