import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useApp } from '../app.ts';
import { DayBars } from '../charts/day-bars.ts';
import { HourGrid } from '../charts/hour-grid.ts';
import { languageMarkStyle } from '../ui/language-colour.ts';
import { projectMarks } from '../ui/project-colour.ts';
import type { Resource } from '../ui/resource.ts';
import { Segmented } from '../ui/segmented.ts';
import type { Dimension, Heatmap, Overview, Stack } from '../wire.ts';
import { useQuestion } from './address.ts';
import { readWhen } from './question.ts';
import { Values } from './values.ts';
import { Year } from './year.ts';

const stacks: readonly { value: Stack; label: string }[] = [
  { value: 'project', label: 'Project' },
  { value: 'language', label: 'Language' },
];

interface RangeFiguresProps {
  overview: Overview;
  heatmap: Resource<Heatmap>;
  /** What the page is about: its card would hold one value, so it is left out. */
  about?: Dimension;
  /** More cards, after the ranked ones. */
  children?: ComponentChildren;
}

/** The range by day, by each dimension and by hour; and the year around it. */
export function RangeFigures({ overview, heatmap, about, children }: RangeFiguresProps) {
  const { query, ask, toggle, toggleWhen, showDays } = useQuestion();
  const weekStart = useApp().session.me.value?.week_start ?? 1;
  const { stack } = overview;
  const stackBy = (value: Stack) => {
    const next = new URLSearchParams(query);
    next.set('stack', value);
    ask(next);
  };
  const stacking = {
    names: stackNames(overview),
    markStyle: stack === 'language' ? languageMarkStyle : projectMarks(overview.project_colours),
    chosen: query.getAll(stack),
    onChoose: (name: string) => toggle({ dimension: stack, name }),
  };
  return html`
    <div class="figures">
      <${DayBars} days=${overview.daily} today=${overview.today.date} weekStart=${weekStart} stacking=${stacking} onChoose=${showDays}>
        ${!about || !stacks.some(({ value }) => value === about) ? html`<${Segmented} label="Stack by" options=${stacks} value=${stack} onChoose=${stackBy} />` : null}
      </>
      ${cards(about).map(
        (dimensions) => html`<${Values} key=${dimensions[0]} ...${{ overview, dimensions }} />`,
      )}
      ${children}
      <${HourGrid}
        hours=${overview.hours}
        total=${overview.total_seconds}
        weekStart=${weekStart}
        chosen=${readWhen(query)}
        onChoose=${(weekday: number, hour: number) => toggleWhen({ weekday, hour })}
      />
      <${Year} heatmap=${heatmap} />
    </div>
  `;
}

/** One card each, or a card with a switch. */
const CARDS: readonly (readonly Dimension[])[] = [
  ['project'],
  ['language'],
  ['editor', 'machine', 'os'],
  ['category', 'branch'],
];

function cards(about: Dimension | undefined): Dimension[][] {
  return CARDS.map((card) => card.filter((dimension) => dimension !== about)).filter(
    (card) => card.length > 0,
  );
}

/** The layers of the range, the largest first. */
function stackNames({ daily, dimensions, stack }: Overview): string[] {
  const named = new Set(daily.flatMap(({ parts }) => parts.map(({ name }) => name)));
  return dimensions[stack].map(({ name }) => name).filter((name) => named.has(name));
}
