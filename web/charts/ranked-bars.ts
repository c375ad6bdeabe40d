import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { ArrowRight } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Duration } from '../ui/duration.ts';
import { formatExactDuration, formatPercentage } from '../ui/format.ts';
import { Icon } from '../ui/icon.ts';
import { REST_STYLE } from '../ui/project-colour.ts';
import { Figure } from './figure.ts';
import { headAndRest, type Ranked } from './ranking.ts';

const SHOWN_AT_FIRST = 6;

interface RankedBarsProps {
  title: string;
  /** What one row is: `Language`. */
  noun: string;
  rows: readonly Ranked[];
  span: 4 | 6;
  /** Style of a row's bar; the default is the accent. */
  markStyle?: (name: string) => Record<string, string>;
  /** Values that are filtered by. */
  chosen: readonly string[];
  onChoose: (value: string) => void;
  /** Where a value has its own page. */
  addressOf?: (value: string) => string;
  /** Above the rows. */
  children?: ComponentChildren;
}

/** Who took how much, the most first. Bars are measured against the first. */
export function RankedBars(props: RankedBarsProps) {
  const { title, noun, rows, span, markStyle, chosen, onChoose, addressOf, children } = props;
  const isOpen = useSignal(false);
  const { head, rest } = headAndRest(rows, isOpen.value ? rows.length : SHOWN_AT_FIRST);
  const longest = rows[0]?.seconds ?? 0;
  const toggle = () => {
    isOpen.value = !isOpen.value;
  };
  return html`
    <${Figure}
      title=${title}
      finding=${sayFirst(rows)}
      span=${span}
      table=${{
        columns: [noun, 'Time', 'Share'],
        rows: rows.map((row) => [
          row.name,
          formatExactDuration(row.seconds),
          `${row.percentage.toFixed(1)} %`,
        ]),
      }}
    >
      ${children}
      ${rows.length === 0 && html`<p class="figure-empty">Nothing in this range</p>`}
      <ol class="ranked">
        ${head.map(
          (row) => html`
            <${RankedRow}
              key=${row.value ?? 'others of all'}
              row=${row}
              longest=${longest}
              style=${markStyle && (row.value ? markStyle(row.value) : REST_STYLE)}
              isChosen=${row.value !== undefined && chosen.includes(row.value)}
              onChoose=${onChoose}
              addressOf=${addressOf}
            />
          `,
        )}
      </ol>
      ${
        (rest || isOpen.value) &&
        html`
          <button class="ranked-rest" type="button" aria-expanded=${isOpen.value} onClick=${toggle}>
            <span>Show ${rest ? rest.name : 'fewer'}</span>
            ${rest && html`<${Duration} seconds=${rest.seconds} />`}
          </button>
        `
      }
    </>
  `;
}

interface RankedRowProps {
  row: Ranked;
  longest: number;
  style: Record<string, string> | undefined;
  isChosen: boolean;
  onChoose: (value: string) => void;
  addressOf: ((value: string) => string) | undefined;
}

function RankedRow({ row, longest, style, isChosen, onChoose, addressOf }: RankedRowProps) {
  const { value } = row;
  const exact = `${row.name}: ${formatExactDuration(row.seconds)}, ${row.percentage.toFixed(1)} %`;
  const width = longest > 0 ? (row.seconds / longest) * 100 : 0;
  return html`
    <li class="ranked-row">
      ${
        value === undefined
          ? html`<span class="ranked-name">${row.name}</span>`
          : html`
              <span class="ranked-head">
                <button
                  class="ranked-name ranked-choose"
                  type="button"
                  aria-pressed=${isChosen}
                  aria-label=${exact}
                  onClick=${() => onChoose(value)}
                >
                  ${row.name}
                </button>
                ${
                  addressOf &&
                  html`
                    <a class="ranked-open" href=${addressOf(value)} aria-label=${`Open ${row.name}`} title="Open its page">
                      <${Icon} of=${ArrowRight} size=${14} />
                    </a>
                  `
                }
              </span>
            `
      }
      <span class="ranked-time"><${Duration} seconds=${row.seconds} isPlain /></span>
      <span class="ranked-share">${formatPercentage(row.percentage)}</span>
      <span class="ranked-track" aria-hidden="true">
        <span class="mark ranked-bar" style=${{ ...style, width: `${width}%` }}></span>
      </span>
      <span class="tip ranked-tip" aria-hidden="true">
        <strong>${formatExactDuration(row.seconds)}</strong>
        <span>${row.percentage.toFixed(1)} %</span>
      </span>
    </li>
  `;
}

function sayFirst(rows: readonly Ranked[]): string {
  const [first] = rows;
  if (!first) return 'No time counted.';
  return `${first.name} took ${formatPercentage(first.percentage)} of the time.`;
}
