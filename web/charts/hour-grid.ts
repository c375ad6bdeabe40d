import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { formatDuration, formatExactDuration, formatPercentage } from '../ui/format.ts';
import { focusByArrows } from '../ui/roving.ts';
import { formatHours, twoDigits, weekdayName, weekdaysFrom } from '../ui/week.ts';
import { Figure } from './figure.ts';
import { heatOf } from './heat-grid.ts';

const HOURS = 24;
const ARROWS = { horizontal: 1, vertical: HOURS };

interface Cell {
  /** 1 Monday to 7 Sunday. */
  weekday: number;
  hour: number;
  seconds: number;
}

interface HourGridProps {
  /** Seven times 24, Monday first. */
  hours: readonly (readonly number[])[];
  total: number;
  /** 1 Monday to 7 Sunday. */
  weekStart: number;
  /** What is filtered by. */
  chosen: { weekday?: number; hour?: number };
  onChoose: (weekday: number, hour: number) => void;
}

/** When in the week: seven rows of 24 hours; a click filters by one of them. */
export function HourGrid({ hours, total, weekStart, chosen, onChoose }: HourGridProps) {
  const rows = weekdaysFrom(weekStart).map((weekday) => ({
    name: weekdayName(weekday, 'short'),
    cells: Array.from({ length: HOURS }, (_, hour): Cell => {
      return { weekday, hour, seconds: hours[weekday - 1]?.[hour] ?? 0 };
    }),
  }));
  const warmest = rows
    .flatMap((row) => row.cells)
    .reduce<Cell | null>((best, cell) => (cell.seconds > (best?.seconds ?? 0) ? cell : best), null);
  return html`
    <${Figure}
      title="Hours of the week"
      span=${12}
      finding=${warmest ? `Most often ${clock(warmest)}: ${formatDuration(warmest.seconds)}.` : 'No time counted.'}
      table=${{
        columns: ['Hour', ...rows.map((row) => row.name)],
        rows: Array.from({ length: HOURS }, (_, hour) => [
          twoDigits(hour),
          ...rows.map((row) => formatExactDuration(row.cells[hour]?.seconds ?? 0)),
        ]),
      }}
    >
      <${Grid} ...${{ rows, total, chosen, onChoose }} warmest=${warmest?.seconds ?? 0} />
    </>
  `;
}

interface GridProps extends Pick<HourGridProps, 'total' | 'chosen' | 'onChoose'> {
  rows: readonly { name: string; cells: readonly Cell[] }[];
  warmest: number;
}

function Grid({ rows, warmest, total, chosen, onChoose }: GridProps) {
  /** The cell under the pointer or with the focus, counted along the rows. */
  const shown = useSignal<number | null>(null);
  const current = rows.flatMap((row) => row.cells)[shown.value ?? -1];
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div
      class="hours"
      onMouseLeave=${hide}
      onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => focusByArrows(event, 'button', ARROWS)}
    >
      ${rows.map(
        (row, day) => html`
          <span key=${row.name} class="hours-day" aria-hidden="true">${row.name}</span>
          ${row.cells.map((cell) => {
            const index = day * HOURS + cell.hour;
            const show = () => {
              shown.value = index;
            };
            return html`
              <button
                key=${index}
                class="heat-cell"
                type="button"
                data-heat=${heatOf(cell.seconds, warmest)}
                tabindex=${index === (shown.value ?? 0) ? 0 : -1}
                aria-pressed=${chosen.weekday === cell.weekday && chosen.hour === cell.hour}
                aria-label=${`${clock(cell)}: ${formatExactDuration(cell.seconds)}, ${share(cell.seconds, total)}`}
                onMouseEnter=${show}
                onFocus=${show}
                onBlur=${hide}
                onClick=${() => onChoose(cell.weekday, cell.hour)}
              ></button>
            `;
          })}
        `,
      )}
      <span></span>
      ${Array.from(
        { length: HOURS },
        (_, hour) => html`
          <span key=${hour} class="hours-hour" aria-hidden="true">${hour % 6 === 0 ? twoDigits(hour) : ''}</span>
        `,
      )}
      ${
        current &&
        html`
          <div class="tip heat-tip" aria-hidden="true" style=${{ '--at': String((current.hour + 0.5) / HOURS) }}>
            <strong>${formatExactDuration(current.seconds)}</strong>
            <span>${clock(current)} · ${share(current.seconds, total)}</span>
          </div>
        `
      }
    </div>
  `;
}

function clock({ weekday, hour }: Pick<Cell, 'weekday' | 'hour'>): string {
  return `${weekdayName(weekday, 'short')} ${formatHours(hour)}`;
}

function share(seconds: number, total: number): string {
  return formatPercentage(total > 0 ? (seconds / total) * 100 : 0);
}
