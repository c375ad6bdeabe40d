import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { RankedBars } from '../charts/ranked-bars.ts';
import { rank } from '../charts/ranking.ts';
import { valueAddress } from '../ui/address.ts';
import { languageMarkStyle } from '../ui/language-colour.ts';
import { projectMarks } from '../ui/project-colour.ts';
import { Segmented } from '../ui/segmented.ts';
import type { Dimension, Overview } from '../wire.ts';
import { toAddress, useQuestion } from './address.ts';
import { withoutDimension } from './question.ts';

/** What each dimension is called. */
export const WORDS: Readonly<Record<Dimension, { title: string; noun: string; tab: string }>> = {
  project: { title: 'Projects', noun: 'Project', tab: 'Projects' },
  language: { title: 'Languages', noun: 'Language', tab: 'Languages' },
  editor: { title: 'Editors', noun: 'Editor', tab: 'Editor' },
  machine: { title: 'Machines', noun: 'Machine', tab: 'Machine' },
  os: { title: 'Operating systems', noun: 'System', tab: 'System' },
  branch: { title: 'Branches', noun: 'Branch', tab: 'Branch' },
  category: { title: 'Kind of work', noun: 'Kind', tab: 'Kind' },
};

/** What an answer must know to be ranked. */
export type Ranking = Pick<Overview, 'total_seconds' | 'dimensions' | 'others'> &
  Partial<Pick<Overview, 'project_colours'>>;

interface ValuesProps {
  overview: Ranking;
  /** More than one: one card with a switch. */
  dimensions: readonly Dimension[];
  /** In place of the colours that projects and languages have. */
  markStyle?: (name: string) => Record<string, string>;
}

/** The values of one dimension, ranked; a click filters by one. */
export function Values({ overview, dimensions, markStyle }: ValuesProps) {
  const { query, toggle } = useQuestion();
  const shown = useSignal<Dimension>(dimensions[0] ?? 'project');
  const dimension = shown.value;
  const { title, noun } = WORDS[dimension];
  const choose = (value: Dimension) => {
    shown.value = value;
  };
  return html`
    <${RankedBars}
      title=${title}
      noun=${noun}
      span=${4}
      rows=${rank(overview.dimensions[dimension], overview.others[dimension], overview.total_seconds)}
      markStyle=${markStyle ?? styleOf(dimension, overview)}
      chosen=${query.getAll(dimension)}
      onChoose=${(name: string) => toggle({ dimension, name })}
      addressOf=${(name: string) => toAddress(valueAddress(dimension, name), withoutDimension(query, dimension))}
    >
      ${
        dimensions.length > 1 &&
        html`
          <div class="figure-switch">
            <${Segmented}
              label="Shown"
              options=${dimensions.map((value) => ({ value, label: WORDS[value].tab }))}
              value=${dimension}
              onChoose=${choose}
            />
          </div>
        `
      }
    </>
  `;
}

function styleOf(dimension: Dimension, { project_colours }: Ranking) {
  if (dimension === 'language') return languageMarkStyle;
  return dimension === 'project' && project_colours ? projectMarks(project_colours) : undefined;
}
