import { html } from 'htm/preact';
import { useQuestion } from '../../figures/address.ts';
import { clearFilters, withRange } from '../../figures/question.ts';
import { formatRelative } from '../../ui/format.ts';
import type { Detail, Dimension } from '../../wire.ts';
import { VALUE_WORDS } from './words.ts';

const MS = 1_000;

/** Nothing has ever been recorded under this name. */
export function NoSuchValue({ dimension, name }: { dimension: Dimension; name: string }) {
  const { noun } = VALUE_WORDS[dimension];
  return html`
    <section class="card empty">
      <h2>No ${noun} of that name</h2>
      <p>
        ${name ? html`Nothing was ever recorded for “<span class="value-quoted">${name}</span>”.` : `Every heartbeat says its ${noun}.`}
        ${' '}Names are exact, capital letters too.
      </p>
      ${
        dimension === 'project'
          ? html`<a class="btn" href="projects">All projects</a>`
          : html`<a class="btn" href="./">Overview</a>`
      }
    </section>
  `;
}

/** It exists, but not in this range or under these filters. */
export function NothingOfIt({
  detail,
  now,
  isFiltered,
}: {
  detail: Detail;
  now: number;
  isFiltered: boolean;
}) {
  const { query, addressOf } = useQuestion();
  const { last_seen: last } = detail;
  const all = withRange(clearFilters(query), 'all');
  return html`
    <section class="card empty">
      <h2>Nothing in this range</h2>
      <p>
        ${isFiltered && 'No time is left under these filters. '}
        ${last !== null && `The last heartbeat came ${formatRelative(Math.min(last * MS, now), now)}.`}
      </p>
      <a class="btn" href=${addressOf(all)}>Show all time</a>
    </section>
  `;
}
