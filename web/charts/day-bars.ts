import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { dayAddress } from '../ui/address.ts';
import { formatDate, formatDuration, formatExactDuration } from '../ui/format.ts';
import { focusByArrows } from '../ui/roving.ts';
import type { StackedDay } from '../wire.ts';
import { Figure } from './figure.ts';
import { groupDays, type Period, type PeriodUnit } from './periods.ts';
import { durationScale, formatTick, type Scale } from './scale.ts';
import {
  layersOf,
  nameOf,
  restOf,
  type Stacking,
  StackLegend,
  StackTipRows,
  secondsOf,
} from './stack.ts';

/** More labels than this would touch each other in the narrowest card. */
const MOST_LABELS = 7;

interface DayBarsProps {
  days: readonly StackedDay[];
  today: string;
  /** 1 Monday to 7 Sunday. */
  weekStart: number;
  stacking: Stacking;
  /** A bar was chosen: its first and last day. */
  onChoose: (start: string, end: string) => void;
  /** Above the bars. */
  children?: ComponentChildren;
}

/** Time per day, or per week or month when the range is long, in layers by name. */
export function DayBars({ days, today, weekStart, stacking, onChoose, children }: DayBarsProps) {
  const { unit, periods } = groupDays(days, weekStart);
  const scale = durationScale(Math.max(0, ...periods.map((period) => period.seconds)));
  const longest = periods.reduce<Period | null>(
    (best, period) => (period.seconds > (best?.seconds ?? 0) ? period : best),
    null,
  );
  return html`
    <${Figure}
      title=${`Time per ${unit}`}
      span=${8}
      finding=${
        longest
          ? `Most in one ${unit}: ${formatDuration(longest.seconds)}, ${periodName(longest, unit)}.`
          : 'No time counted.'
      }
      table=${{
        ...(unit === 'day' && { addressOf: dayAddress }),
        columns: [
          unit === 'day' ? 'Day' : `First day of the ${unit}`,
          'Time',
          ...stacking.names.map(nameOf),
        ],
        rows: [...periods]
          .reverse()
          .map((period) => [
            period.start,
            formatExactDuration(period.seconds),
            ...stacking.names.map((name) => formatExactDuration(secondsOf(period, name))),
          ]),
      }}
    >
      <div class="stack-head">
        <${StackLegend} stacking=${stacking} hasRest=${days.some((day) => restOf(day, stacking.names) > 0)} />
        ${children}
      </div>
      <${Bars} ...${{ periods, unit, scale, today, stacking, onChoose }} />
    </>
  `;
}

interface BarsProps {
  periods: readonly Period[];
  unit: PeriodUnit;
  scale: Scale;
  today: string;
  stacking: Stacking;
  onChoose: (start: string, end: string) => void;
}

function Bars({ periods, unit, scale, today, stacking, onChoose }: BarsProps) {
  /** The bar under the pointer or with the focus. */
  const shown = useSignal<number | null>(null);
  const labelEvery = Math.ceil(periods.length / MOST_LABELS);
  const last = periods.length - 1;
  /** Counted from the right, so that the last bar has one; a narrow card shows every second. */
  const labelOf = (index: number) => {
    const fromRight = (last - index) / labelEvery;
    const period = periods[index];
    if (!period || !Number.isInteger(fromRight)) return null;
    return html`
      <span class=${fromRight % 2 === 0 ? 'bars-label' : 'bars-label bars-label-minor'} aria-hidden="true">
        ${periodLabel(period, unit, periods.length)}
      </span>
    `;
  };
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div class="bars" onMouseLeave=${hide}>
      <div class="bars-grid" aria-hidden="true">
        ${scale.ticks.map(
          (tick) => html`
            <span key=${tick} class="bars-tick" style=${{ bottom: `${(tick / scale.top) * 100}%` }}>
              ${formatTick(tick)}
            </span>
          `,
        )}
      </div>
      <ol
        class="bars-row"
        data-density=${periods.length > 45 ? 'dense' : 'open'}
        data-labels=${periods.length > MOST_LABELS ? 'sparse' : 'all'}
        onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => focusByArrows(event, 'button')}
      >
        ${periods.map(
          (period, index) => html`
            <li key=${period.start} class="bars-cell">
              <button
                class="bars-hit"
                type="button"
                tabindex=${index === (shown.value ?? last) ? 0 : -1}
                aria-label=${`${periodName(period, unit)}: ${formatExactDuration(period.seconds)}`}
                onMouseEnter=${() => {
                  shown.value = index;
                }}
                onFocus=${() => {
                  shown.value = index;
                }}
                onBlur=${hide}
                onClick=${() => onChoose(period.start, period.end)}
              >
                <span
                  class=${period.end === today ? 'bars-bar bars-bar-now' : 'bars-bar'}
                  style=${{ height: barHeight(period.seconds, scale.top) }}
                >
                  ${layersOf(period, stacking).map(
                    ({ key, seconds, style }) => html`
                      <span key=${key} class="bars-layer mark" style=${{ ...style, flexGrow: seconds }}></span>
                    `,
                  )}
                </span>
              </button>
              ${labelOf(index)}
            </li>
          `,
        )}
      </ol>
      <${Tip} period=${periods[shown.value ?? -1]} unit=${unit} stacking=${stacking} at=${((shown.value ?? 0) + 0.5) / periods.length} />
    </div>
  `;
}

interface TipProps {
  period: Period | undefined;
  unit: PeriodUnit;
  stacking: Stacking;
  /** 0 at the left end of the chart, 1 at the right. */
  at: number;
}

function Tip({ period, unit, stacking, at }: TipProps) {
  if (!period) return null;
  return html`
    <div class="tip bars-tip" aria-hidden="true" style=${{ '--at': String(at) }}>
      <strong>${formatExactDuration(period.seconds)}</strong>
      <span>${periodName(period, unit)}</span>
      <${StackTipRows} bar=${period} stacking=${stacking} />
    </div>
  `;
}

/** What is not quite nothing is seen. */
function barHeight(seconds: number, top: number): string {
  return seconds === 0 ? '0' : `max(2px, ${(seconds / top) * 100}%)`;
}

function periodName(period: Period, unit: PeriodUnit): string {
  if (unit === 'month') return formatDate(period.start, { month: 'long', year: 'numeric' });
  const day = formatDate(period.start, { weekday: 'short', day: 'numeric', month: 'short' });
  return unit === 'week' ? `week of ${day}` : day;
}

function periodLabel(period: Period, unit: PeriodUnit, count: number): string {
  if (unit === 'month') return formatDate(period.start, { month: 'short', year: '2-digit' });
  if (unit === 'day' && count <= MOST_LABELS) return formatDate(period.start, { weekday: 'short' });
  return formatDate(period.start, { day: 'numeric', month: 'short' });
}
