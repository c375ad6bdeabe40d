import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { DayBars } from '../../charts/day-bars.ts';
import { HourGrid } from '../../charts/hour-grid.ts';
import { YearHeat } from '../../charts/year-heat.ts';
import { languageMarkStyle } from '../../ui/language-colour.ts';
import { projectMarkStyle } from '../../ui/project-colour.ts';
import { Segmented } from '../../ui/segmented.ts';
import type { Heatmap, Overview, Stack } from '../../wire.ts';
import { toggleFilter, withDates } from './question.ts';
import { Values } from './values.ts';

const stacks: readonly { value: Stack; label: string }[] = [
  { value: 'project', label: 'Project' },
  { value: 'language', label: 'Language' },
];

/** The range by day, by each dimension and by hour; and the year around it. */
export function Charts({
  overview,
  heatmap,
}: {
  overview: Overview;
  heatmap: Heatmap | undefined;
}) {
  const { router } = useApp();
  const { query } = router.place.value;
  const { stack } = overview;
  const showDays = (start: string, end: string) => {
    router.navigate(`./?${withDates(query, start, end)}`);
  };
  const stackBy = (value: Stack) => {
    const next = new URLSearchParams(query);
    next.set('stack', value);
    router.navigate(`./?${next}`);
  };
  const stacking = {
    names: stackNames(overview),
    markStyle: stack === 'language' ? languageMarkStyle : projectMarkStyle,
    chosen: query.getAll(stack),
    onChoose: (name: string) =>
      router.navigate(`./?${toggleFilter(query, { dimension: stack, name })}`),
  };
  return html`
    <div class="figures">
      <${DayBars} days=${overview.daily} today=${overview.today.date} stacking=${stacking} onChoose=${showDays}>
        <${Segmented} label="Stack by" options=${stacks} value=${stack} onChoose=${stackBy} />
      </>
      <${Values} overview=${overview} dimensions=${['project']} markStyle=${projectMarkStyle} />
      <${Values} overview=${overview} dimensions=${['language']} markStyle=${languageMarkStyle} />
      <${Values} overview=${overview} dimensions=${['editor', 'machine', 'os']} />
      <${Values} overview=${overview} dimensions=${['category', 'branch']} />
      <${HourGrid} hours=${overview.hours} total=${overview.total_seconds} />
      ${
        heatmap
          ? html`<${YearHeat} days=${heatmap.days} onChoose=${(date: string) => showDays(date, date)} />`
          : html`<div class="card figure skeleton-block" data-span="12"></div>`
      }
    </div>
  `;
}

/** The layers of the range, the largest first. */
function stackNames({ daily, dimensions, stack }: Overview): string[] {
  const named = new Set(daily.flatMap(({ parts }) => parts.map(({ name }) => name)));
  return dimensions[stack].map(({ name }) => name).filter((name) => named.has(name));
}
