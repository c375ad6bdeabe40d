import { html } from 'htm/preact';
import { toAddress, useQuestion } from '../../figures/address.ts';
import { clearFilters } from '../../figures/question.ts';
import { dayAddress } from '../../ui/address.ts';
import { formatDate, formatDuration } from '../../ui/format.ts';
import type { Day } from '../../wire.ts';

interface NothingProps {
  date: string;
  today: string;
  isFiltered: boolean;
  /** The nearest day before with any time. */
  before: Day | null;
}

/** A day without any time: which it is, and where the last time was. */
export function NothingThatDay({ date, today, isFiltered, before }: NothingProps) {
  const { query, addressOf } = useQuestion();
  const heading = isFiltered
    ? 'Nothing under these filters'
    : date > today
      ? 'This day is still to come'
      : date === today
        ? 'Nothing yet today'
        : 'A day without code';
  return html`
    <section class="card empty">
      <h2>${heading}</h2>
      ${
        before
          ? html`<p>The last time before was ${formatDate(before.date, { weekday: 'long', day: 'numeric', month: 'long' })}: ${formatDuration(before.seconds)}.</p>`
          : html`<p>Nor was there any time in the year before it.</p>`
      }
      ${
        isFiltered
          ? html`<a class="btn" href=${addressOf(clearFilters(query))}>Clear filters</a>`
          : before
            ? html`<a class="btn" href=${toAddress(dayAddress(before.date), query)}>Show that day</a>`
            : html`<a class="btn" href="connect">Connect an editor</a>`
      }
    </section>
  `;
}

/** An address that names no day. */
export function NoSuchDay({ asked }: { asked: string }) {
  return html`
    <section class="card empty">
      <h1>There is no such day</h1>
      <p>“${asked}” is no day of the calendar. Days are written like 2026-01-31.</p>
      <a class="btn" href="day">Today</a>
    </section>
  `;
}

/** The size of what comes. */
export function DaySkeleton() {
  return html`
    <div class="figures" role="status" aria-label="Loading">
      <div class="card figure skeleton-block day-skeleton" data-span="12"></div>
      ${[4, 4, 4].map((span, index) => html`<div key=${index} class="card figure skeleton-block" data-span=${span}></div>`)}
    </div>
  `;
}
