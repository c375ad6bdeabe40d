import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { dayAddress } from '../ui/address.ts';
import { formatDate, formatDuration, formatExactDuration, formatPercentage } from '../ui/format.ts';
import { focusByArrows } from '../ui/roving.ts';
import { dayOfWeek, weekdayName, weekdaysFrom } from '../ui/week.ts';
import type { Day } from '../wire.ts';
import { Figure } from './figure.ts';
import { heatOf } from './heat-grid.ts';

const DAYS_PER_WEEK = 7;
/** Days run down the columns. */
const ARROWS = { horizontal: DAYS_PER_WEEK, vertical: 1 };
const DAY_WORDS = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;

interface YearHeatProps {
  /** Every day in order. */
  days: readonly Day[];
  /** 1 Monday to 7 Sunday. */
  weekStart: number;
}

/** A year of days, one column a week; each leads to its page. */
export function YearHeat({ days, weekStart }: YearHeatProps) {
  const active = days.filter((day) => day.seconds > 0);
  const total = days.reduce((sum, day) => sum + day.seconds, 0);
  return html`
    <${Figure}
      title="The year"
      span=${12}
      finding=${`${formatDuration(total)} on ${active.length} of ${days.length} days.`}
      table=${{
        columns: ['Day', 'Time', 'Share'],
        addressOf: dayAddress,
        rows: [...active]
          .reverse()
          .map(({ date, seconds }) => [date, formatExactDuration(seconds), share(seconds, total)]),
      }}
    >
      <${Grid} ...${{ days, weekStart, total }} />
    </>
  `;
}

function Grid({ days, weekStart, total }: YearHeatProps & { total: number }) {
  /** The day under the pointer or with the focus. */
  const shown = useSignal<number | null>(null);
  const before = days[0] ? dayOfWeek(days[0].date, weekStart) : 0;
  const weeks = Math.ceil((before + days.length) / DAYS_PER_WEEK);
  const warmest = Math.max(0, ...days.map((day) => day.seconds));
  const weekOf = (index: number) => Math.floor((before + index) / DAYS_PER_WEEK);
  const current = days[shown.value ?? -1];
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div class="year" onMouseLeave=${hide}>
      <div class="year-months" style=${{ '--weeks': String(weeks) }} aria-hidden="true">
        ${monthLabels(days, weeks, weekOf).map(
          (label, week) => html`<span key=${week} data-week=${ageOf(week, weeks)}>${label}</span>`,
        )}
      </div>
      <div class="year-days" aria-hidden="true">
        ${weekdaysFrom(weekStart).map(
          (weekday, row) =>
            html`<span key=${weekday}>${row % 2 === 0 ? weekdayName(weekday, 'short') : ''}</span>`,
        )}
      </div>
      <div
        class="year-grid"
        style=${{ '--weeks': String(weeks) }}
        onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => focusByArrows(event, 'a', ARROWS)}
      >
        ${days.map(({ date, seconds }, index) => {
          const show = () => {
            shown.value = index;
          };
          return html`
            <a
              key=${date}
              class="heat-cell"
              href=${dayAddress(date)}
              data-heat=${heatOf(seconds, warmest)}
              data-week=${ageOf(weekOf(index), weeks)}
              style=${index === 0 ? { gridRowStart: before + 1 } : undefined}
              tabindex=${index === (shown.value ?? days.length - 1) ? 0 : -1}
              aria-label=${`${formatDate(date, DAY_WORDS)}: ${formatExactDuration(seconds)}, ${share(seconds, total)}`}
              onMouseEnter=${show}
              onFocus=${show}
              onBlur=${hide}
            ></a>
          `;
        })}
      </div>
      ${
        current &&
        html`
          <div class="tip heat-tip" aria-hidden="true" style=${{ '--at': String((weekOf(shown.value ?? 0) + 0.5) / weeks) }}>
            <strong>${formatExactDuration(current.seconds)}</strong>
            <span>${formatDate(current.date, DAY_WORDS)} · ${share(current.seconds, total)}</span>
          </div>
        `
      }
    </div>
  `;
}

/** Half a year: what a phone shows, in cells that a thumb can hit. */
const RECENT_WEEKS = 26;

/** A label on each week in which a month begins; not on the last, where it would leave the card. */
function monthLabels(
  days: readonly Day[],
  weeks: number,
  weekOf: (index: number) => number,
): string[] {
  const labels = Array.from({ length: weeks }, () => '');
  for (const [index, { date }] of days.entries()) {
    const week = weekOf(index);
    if (date.endsWith('-01') && week < weeks - 1)
      labels[week] = formatDate(date, { month: 'short' });
  }
  return labels;
}

function ageOf(week: number, weeks: number): 'old' | 'recent' {
  return weeks - week > RECENT_WEEKS ? 'old' : 'recent';
}

function share(seconds: number, total: number): string {
  return formatPercentage((seconds / Math.max(1, total)) * 100);
}
