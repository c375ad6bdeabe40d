import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { ChartNoAxesColumn, Table } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../ui/icon.ts';
import { DataTable, type TableData } from './table.ts';

interface FigureProps {
  title: string;
  /** What the chart says, in one sentence. */
  finding: string;
  table: TableData;
  /** Columns of the twelve that this card takes on a wide screen. */
  span: 4 | 6 | 8 | 12;
  children: ComponentChildren;
}

/** A card with one chart, the sentence that it proves, and the table behind it. */
export function Figure({ title, finding, table, span, children }: FigureProps) {
  const id = useId();
  const isTable = useSignal(false);
  const showTable = () => {
    isTable.value = !isTable.value;
  };
  return html`
    <figure
      class="card figure"
      data-span=${span}
      aria-labelledby=${`${id}-title`}
      aria-describedby=${`${id}-finding`}
    >
      <figcaption class="figure-caption">
        <h2 class="figure-title" id=${`${id}-title`}>${title}</h2>
        <p class="figure-finding" id=${`${id}-finding`}>${finding}</p>
      </figcaption>
      <button
        class="icon-button figure-toggle"
        type="button"
        aria-label=${`Show ${title.toLowerCase()} as a ${isTable.value ? 'chart' : 'table'}`}
        title=${isTable.value ? 'Chart' : 'Table'}
        onClick=${showTable}
      >
        <${Icon} of=${isTable.value ? ChartNoAxesColumn : Table} />
      </button>
      <div class="figure-body">
        ${isTable.value ? html`<${DataTable} caption=${title} ...${table} />` : children}
      </div>
    </figure>
  `;
}
