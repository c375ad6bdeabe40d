import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { formatDate, formatDuration, formatExactDuration, formatPercentage } from '../ui/format.ts';
import { focusByArrows } from '../ui/roving.ts';
import { addDays } from '../ui/zone.ts';
import { Figure } from './figure.ts';
import { heatOf } from './heat-grid.ts';

const HOURS = 24;
/** Any Monday. */
const MONDAY = '2026-01-05';

interface Cell {
  weekday: string;
  hour: number;
  seconds: number;
}

/** When in the week: seven rows of 24 hours, Monday first. */
export function HourGrid({
  hours,
  total,
}: {
  hours: readonly (readonly number[])[];
  total: number;
}) {
  const rows = hours.map((row, day) => {
    const weekday = formatDate(addDays(MONDAY, day), { weekday: 'short' });
    return { weekday, cells: row.map((seconds, hour): Cell => ({ weekday, hour, seconds })) };
  });
  const cells = rows.flatMap((row) => row.cells);
  const warmest = cells.reduce<Cell | null>(
    (best, cell) => (cell.seconds > (best?.seconds ?? 0) ? cell : best),
    null,
  );
  return html`
    <${Figure}
      title="Hours of the week"
      span=${12}
      finding=${warmest ? `Most often ${clock(warmest)}: ${formatDuration(warmest.seconds)}.` : 'No time counted.'}
      table=${{
        columns: ['Hour', ...rows.map((row) => row.weekday)],
        rows: Array.from({ length: HOURS }, (_, hour) => [
          twoDigits(hour),
          ...rows.map((row) => formatExactDuration(row.cells[hour]?.seconds ?? 0)),
        ]),
      }}
    >
      <${Grid} rows=${rows} cells=${cells} warmest=${warmest?.seconds ?? 0} total=${total} />
    </>
  `;
}

interface GridProps {
  rows: readonly { weekday: string; cells: readonly Cell[] }[];
  cells: readonly Cell[];
  warmest: number;
  total: number;
}

function Grid({ rows, cells, warmest, total }: GridProps) {
  /** The cell under the pointer or with the focus, counted along the rows. */
  const shown = useSignal<number | null>(null);
  const current = cells[shown.value ?? -1];
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div
      class="hours"
      onMouseLeave=${hide}
      onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => focusByArrows(event, 'button')}
    >
      ${rows.map(
        (row, day) => html`
          <span key=${row.weekday} class="hours-day" aria-hidden="true">${row.weekday}</span>
          ${row.cells.map((cell, hour) => {
            const index = day * HOURS + hour;
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
                aria-label=${`${clock(cell)}: ${amount(cell.seconds, total)}`}
                onMouseEnter=${show}
                onFocus=${show}
                onBlur=${hide}
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

function twoDigits(hour: number): string {
  return String(hour).padStart(2, '0');
}

function clock({ weekday, hour }: Cell): string {
  return `${weekday} ${twoDigits(hour)}–${twoDigits(hour + 1)}`;
}

function share(seconds: number, total: number): string {
  return formatPercentage(total > 0 ? (seconds / total) * 100 : 0);
}

function amount(seconds: number, total: number): string {
  return `${formatExactDuration(seconds)}, ${share(seconds, total)}`;
}
