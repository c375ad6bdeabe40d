import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useApp } from '../app.ts';
import { Chips } from '../figures/chips.ts';
import { Files } from '../figures/files.ts';
import { readFilters } from '../figures/question.ts';
import { Values } from '../figures/values.ts';
import type { PageProps } from '../shell/lazy-page.ts';
import { languageMarkStyle } from '../ui/language-colour.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useNow } from '../ui/now.ts';
import { projectMarks } from '../ui/project-colour.ts';
import { dayBounds, localDate } from '../ui/zone.ts';
import type { DayAnswer, Heatmap } from '../wire.ts';
import { isCalendarDay, lastActiveBefore, usualOf } from './day/dates.ts';
import { Explain } from './day/explain.ts';
import { filterDay } from './day/filtered.ts';
import { Headline } from './day/headline.ts';
import { DaySkeleton, NoSuchDay, NothingThatDay } from './day/nothing.ts';
import { Sessions } from './day/sessions.ts';
import { DaySteps } from './day/step.ts';
import { Timeline } from './day/timeline.ts';
import type { TimeWindow } from './day/window.ts';

const MS = 1_000;

/** One day: how long, when, on what, and why it is that much. Without a date: today. */
export function Page({ parameters }: PageProps) {
  const zone = useApp().session.me.value?.timezone ?? 'UTC';
  const now = useNow().value;
  const today = localDate(now, zone);
  const date = parameters.date ?? today;
  if (!isCalendarDay(date)) return html`<${NoSuchDay} asked=${date} />`;
  return html`<${DayOf} date=${date} today=${today} now=${now} />`;
}

interface DayOfProps {
  date: string;
  today: string;
  /** Unix milliseconds. */
  now: number;
}

function DayOf({ date, today, now }: DayOfProps) {
  const { query } = useApp().router.place.value;
  const filters = readFilters(query);
  const narrowed = new URLSearchParams(filters.map(({ dimension, name }) => [dimension, name]));
  const resource = useLiveResource<DayAnswer>(`api/v1/stats/day?date=${date}`);
  const year = useLiveResource<Heatmap>(`api/v1/stats/heatmap?end=${date}&${narrowed}`);
  const day = resource.data.value;
  const shown = useMemo(() => day && filterDay(day, filters), [day, String(narrowed)]);
  const days = year.data.value?.days ?? [];
  const isExplained = query.has('explain');
  const failure = resource.error.value;
  return html`
    <div class="day">
      <${DaySteps} date=${date} today=${today} />
      <${Headline}
        date=${date}
        seconds=${year.data.value || year.error.value ? shown?.total_seconds : undefined}
        whole=${day?.total_seconds}
        usual=${year.data.value && usualOf(date, days)}
        isOpen=${date >= today}
        isExplained=${isExplained}
        isReloading=${resource.isReloading.value}
      />
      <${Chips} />
      ${failure && html`<${FailureNotice} error=${failure} onRetry=${resource.refresh} />`}
      ${
        day &&
        shown &&
        html`
          <div class="range-content" aria-busy=${resource.isReloading.value}>
            ${isExplained && html`<${Explain} date=${date} zone=${day.timezone} />`}
            ${
              shown.total_seconds === 0
                ? html`
                    <${NothingThatDay}
                      ...${{ date, today, isFiltered: filters.length > 0, before: lastActiveBefore(date, days) }}
                    />
                  `
                : html`<${DayFigures} key=${day.date} day=${day} shown=${shown} now=${now} />`
            }
          </div>
        `
      }
      ${!day && !failure && html`<${DaySkeleton} />`}
    </div>
  `;
}

interface DayFiguresProps {
  day: DayAnswer;
  shown: ReturnType<typeof filterDay>;
  now: number;
}

function DayFigures({ day, shown, now }: DayFiguresProps) {
  const bounds = useMemo(() => boundsOf(day), [day.date, day.timezone]);
  const view = useSignal<TimeWindow>(bounds);
  const projectMark = projectMarks(day.project_colours);
  useEffect(() => {
    view.value = bounds;
  }, [bounds, view]);
  return html`
    <div class="figures">
      <${Timeline} ...${{ day, shown, bounds, view, projectMark }} now=${now / MS} />
      <${Sessions} ...${{ day, shown, bounds, view, projectMark }} />
      <${Values} overview=${shown} dimensions=${['project']} markStyle=${projectMark} />
      <${Values} overview=${shown} dimensions=${['language']} markStyle=${languageMarkStyle} />
      <${Files} files=${shown.files} total=${shown.total_seconds} span=${4} />
      <${Values} overview=${shown} dimensions=${['category', 'branch']} />
      <${Values} overview=${shown} dimensions=${['editor', 'machine', 'os']} />
    </div>
  `;
}

function boundsOf({ date, timezone }: DayAnswer): TimeWindow {
  const { start, end } = dayBounds(date, timezone);
  return { start: start / MS, end: end / MS };
}
