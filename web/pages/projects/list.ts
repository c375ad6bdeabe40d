import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { ArrowDown, ArrowUp } from 'lucide';
import { Sparkline } from '../../charts/sparkline.ts';
import { toAddress, useQuestion } from '../../figures/address.ts';
import { withoutDimension } from '../../figures/question.ts';
import { valueAddress } from '../../ui/address.ts';
import { Duration } from '../../ui/duration.ts';
import { formatPercentage, formatRelative } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.ts';
import { languageMarkStyle } from '../../ui/language-colour.ts';
import { projectMarks } from '../../ui/project-colour.ts';
import type { ListedProject, ProjectList } from '../../wire.ts';
import type { Sort } from './sorted.ts';

const MS = 1_000;
/** Rows that each "show more" adds. */
const ROWS_STEP = 50;

interface ListProps {
  list: ProjectList;
  /** Those to show, in order. */
  projects: readonly ListedProject[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  now: number;
}

/** Every project of the range in one table; each leads to its page. */
export function List({ list, projects, sort, onSort, now }: ListProps) {
  const limit = useSignal(ROWS_STEP);
  const { query } = useQuestion();
  const kept = withoutDimension(query, 'project');
  for (const view of ['q', 'sort']) kept.delete(view);
  const markStyle = projectMarks(list.project_colours);
  const rest = projects.length - limit.value;
  return html`
    <div class="card projects-card">
      <table class="projects-table">
        <caption class="visually-hidden">Projects of the range</caption>
        <thead>
          <tr>
            <${SortHeading} label="Project" by="name" sort=${sort} onSort=${onSort} />
            <th scope="col" class="projects-trend">Over the range</th>
            <${SortHeading} label="Time" by="time" sort=${sort} onSort=${onSort} className="number" />
            <th scope="col" class="number projects-share">Share</th>
            <th scope="col" class="projects-language">Mostly</th>
            <${SortHeading} label="Last active" by="last" sort=${sort} onSort=${onSort} className="projects-last" />
          </tr>
        </thead>
        <tbody>
          ${projects.slice(0, limit.value).map(
            (project) => html`
              <${ProjectRow}
                key=${project.name}
                project=${project}
                address=${toAddress(valueAddress('project', project.name), kept)}
                style=${markStyle(project.name)}
                now=${now}
              />
            `,
          )}
        </tbody>
      </table>
      ${
        rest > 0 &&
        html`
          <button
            class="btn projects-more"
            type="button"
            onClick=${() => {
              limit.value += ROWS_STEP;
            }}
          >
            Show ${Math.min(rest, ROWS_STEP)} more of ${rest}
          </button>
        `
      }
      ${
        list.others > 0 &&
        html`
          <p class="figure-note projects-others">
            ${list.count - list.projects.length} more projects with less time took${' '}
            <${Duration} seconds=${list.others} /> together. A shorter range lists them.
          </p>
        `
      }
    </div>
  `;
}

interface SortHeadingProps {
  label: string;
  by: Sort;
  sort: Sort;
  onSort: (sort: Sort) => void;
  className?: string;
}

function SortHeading({ label, by, sort, onSort, className }: SortHeadingProps) {
  const direction = by === 'name' ? 'ascending' : 'descending';
  return html`
    <th scope="col" class=${className} aria-sort=${sort === by ? direction : undefined}>
      <button class="sort-button" type="button" onClick=${() => onSort(by)}>
        ${label}${sort === by && html`<${Icon} of=${by === 'name' ? ArrowUp : ArrowDown} size=${12} />`}
      </button>
    </th>
  `;
}

interface ProjectRowProps {
  project: ListedProject;
  address: string;
  /** Of its mark. */
  style: Record<string, string>;
  now: number;
}

function ProjectRow({ project, address, style, now }: ProjectRowProps) {
  const { name, seconds, percentage, language, last_seen: last, parts } = project;
  return html`
    <tr>
      <th scope="row">
        <a class="project-link" href=${address}>
          <span class="mark stack-dot" style=${style}></span>
          <span class="project-name">${name || 'Unknown'}</span>
        </a>
      </th>
      <td class="projects-trend mark-ink" style=${style}><${Sparkline} parts=${parts} /></td>
      <td class="number projects-time"><${Duration} seconds=${seconds} /></td>
      <td class="number projects-share">${formatPercentage(percentage)}</td>
      <td class="projects-language">
        ${language && html`<span class="mark stack-dot" style=${languageMarkStyle(language)}></span>`}${language || '–'}
      </td>
      <td class="projects-last">${last === null ? '–' : formatRelative(Math.min(last * MS, now), now)}</td>
    </tr>
  `;
}
