import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { DayBars } from '../charts/day-bars.ts';
import { HourGrid } from '../charts/hour-grid.ts';
import { YearHeat } from '../charts/year-heat.ts';
import { languageMarkStyle } from '../ui/language-colour.ts';
import { projectMarkStyle } from '../ui/project-colour.ts';
import { Segmented } from '../ui/segmented.ts';
import type { Dimension, Heatmap, Overview, Stack } from '../wire.ts';
import { useQuestion } from './address.ts';
import { Values } from './values.ts';

const stacks: readonly { value: Stack; label: string }[] = [
  { value: 'project', label: 'Project' },
  { value: 'language', label: 'Language' },
];

interface RangeFiguresProps {
  overview: Overview;
  heatmap: Heatmap | undefined;
  /** What the page is about: its card would hold one value, so it is left out. */
  about?: Dimension;
  /** More cards, after the ranked ones. */
  children?: ComponentChildren;
}

/** The range by day, by each dimension and by hour; and the year around it. */
export function RangeFigures({ overview, heatmap, about, children }: RangeFiguresProps) {
  const { query, ask, toggle, showDays } = useQuestion();
  const { stack } = overview;
  const stackBy = (value: Stack) => {
    const next = new URLSearchParams(query);
    next.set('stack', value);
    ask(next);
  };
  const stacking = {
    names: stackNames(overview),
    markStyle: stack === 'language' ? languageMarkStyle : projectMarkStyle,
    chosen: query.getAll(stack),
    onChoose: (name: string) => toggle({ dimension: stack, name }),
  };
  return html`
    <div class="figures">
      <${DayBars} days=${overview.daily} today=${overview.today.date} stacking=${stacking} onChoose=${showDays}>
        <${Segmented} label="Stack by" options=${stacks} value=${stack} onChoose=${stackBy} />
      </>
      ${cards(about).map(
        ({ dimensions, markStyle }) => html`
          <${Values} key=${dimensions[0]} ...${{ overview, dimensions, markStyle }} />
        `,
      )}
      ${children}
      <${HourGrid} hours=${overview.hours} total=${overview.total_seconds} />
      ${
        heatmap
          ? html`<${YearHeat} days=${heatmap.days} />`
          : html`<div class="card figure skeleton-block" data-span="12"></div>`
      }
    </div>
  `;
}

interface Card {
  dimensions: readonly Dimension[];
  markStyle?: (name: string) => Record<string, string>;
}

const CARDS: readonly Card[] = [
  { dimensions: ['project'], markStyle: projectMarkStyle },
  { dimensions: ['language'], markStyle: languageMarkStyle },
  { dimensions: ['editor', 'machine', 'os'] },
  { dimensions: ['category', 'branch'] },
];

function cards(about: Dimension | undefined): Card[] {
  return CARDS.map((card) => ({
    ...card,
    dimensions: card.dimensions.filter((dimension) => dimension !== about),
  })).filter(({ dimensions }) => dimensions.length > 0);
}

/** The layers of the range, the largest first. */
function stackNames({ daily, dimensions, stack }: Overview): string[] {
  const named = new Set(daily.flatMap(({ parts }) => parts.map(({ name }) => name)));
  return dimensions[stack].map(({ name }) => name).filter((name) => named.has(name));
}
