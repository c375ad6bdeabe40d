import { html } from 'htm/preact';
import { Figure } from '../../charts/figure.ts';
import { toAddress } from '../../figures/address.ts';
import { dayAddress } from '../../ui/address.ts';
import { Duration } from '../../ui/duration.ts';
import {
  formatDate,
  formatDuration,
  formatExactDuration,
  formatPercentage,
} from '../../ui/format.ts';
import type { Day, Dimension } from '../../wire.ts';

const LISTED = 6;
const WORDS = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;

interface BestDaysProps {
  days: readonly Day[];
  /** The days lead to their pages, with only this shown there. */
  dimension: Dimension;
  name: string;
}

/** The days that had the most of it. */
export function BestDays({ days, dimension, name }: BestDaysProps) {
  const ranked = days
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => b.seconds - a.seconds || (a.date < b.date ? 1 : -1));
  const [first] = ranked;
  const total = ranked.reduce((sum, { seconds }) => sum + seconds, 0);
  const filter = new URLSearchParams([[dimension, name]]);
  return html`
    <${Figure}
      title="Longest days"
      span=${4}
      finding=${first ? `${formatDuration(first.seconds)} on ${formatDate(first.date, WORDS)}.` : 'No time counted.'}
      table=${{
        columns: ['Day', 'Time'],
        rows: ranked.map(({ date, seconds }) => [date, formatExactDuration(seconds)]),
      }}
    >
      <ol class="ranked">
        ${ranked.slice(0, LISTED).map(
          ({ date, seconds }) => html`
            <li key=${date} class="ranked-row" title=${formatExactDuration(seconds)}>
              <a class="ranked-name ranked-day" href=${toAddress(dayAddress(date), filter)}>${formatDate(date, WORDS)}</a>
              <span class="ranked-time"><${Duration} seconds=${seconds} /></span>
              <span class="ranked-share">${formatPercentage((seconds / total) * 100)}</span>
              <span class="ranked-track" aria-hidden="true">
                <span class="mark ranked-bar" style=${{ width: `${(seconds / Math.max(1, first?.seconds ?? 1)) * 100}%` }}></span>
              </span>
            </li>
          `,
        )}
      </ol>
    </>
  `;
}
