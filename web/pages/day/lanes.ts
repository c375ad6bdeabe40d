import { type Signal, useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { spanWithin } from '../../charts/strip.ts';
import { useQuestion } from '../../figures/address.ts';
import { Duration } from '../../ui/duration.ts';
import { formatExactDuration, formatPercentage } from '../../ui/format.ts';
import type { MarkStyle } from '../../ui/project-colour.ts';
import { focusByArrows } from '../../ui/roving.ts';
import type { DayAnswer, DayGap, Stack } from '../../wire.ts';
import { exactClockRange } from './clock.ts';
import { useDragWindow } from './drag.ts';
import type { Piece } from './pieces.ts';
import { type TimeWindow, ticksOf } from './window.ts';

/** Names with a lane of their own; the others are in the first lane only. */
const MOST_LANES = 6;

interface LanesProps {
  day: DayAnswer;
  pieces: readonly Piece[];
  by: Stack;
  markStyle: (name: string) => MarkStyle;
  bounds: TimeWindow;
  view: Signal<TimeWindow>;
  now: number;
  /** Seconds that shares are of. */
  total: number;
}

/** What lies under the pointer or has the focus. */
type Mark = { kind: 'piece'; piece: Piece } | { kind: 'gap'; gap: DayGap };

const keyOf = (mark: Mark): string =>
  mark.kind === 'piece' ? `piece ${mark.piece.start}` : `gap ${mark.gap.start}`;
const stretchOf = (mark: Mark) => (mark.kind === 'piece' ? mark.piece : mark.gap);

/** All of the day in one lane, and each of the most used names in one below it. */
export function Lanes({ day, pieces, by, markStyle, view, bounds, now, total }: LanesProps) {
  const { query, toggle } = useQuestion();
  const shown = useSignal<string | null>(null);
  const drag = useDragWindow(view, bounds);
  const { timezone } = day;
  const place = ({ start, end }: TimeWindow) => spanWithin(view.value, start, end);
  const marks = [
    ...pieces.map((piece): Mark => ({ kind: 'piece', piece })),
    ...day.gaps.map((gap): Mark => ({ kind: 'gap', gap })),
  ]
    .filter((mark) => place(stretchOf(mark)))
    .sort((a, b) => stretchOf(a).start - stretchOf(b).start);
  const current = marks.find((mark) => keyOf(mark) === shown.value);
  const firstKey = marks[0] && keyOf(marks[0]);
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div class="timeline" onMouseLeave=${hide}>
      <${Clock} ticks=${ticksOf(view.value, day.date, timezone)} now=${place({ start: now, end: now })?.from} />
      <ul
        class="lane lane-all"
        aria-label="Worked on, in order"
        ref=${drag.track}
        onPointerDown=${drag.begin}
        onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => focusByArrows(event, 'button')}
      >
        ${marks.map((mark) => {
          const span = place(stretchOf(mark));
          const key = keyOf(mark);
          const show = () => {
            shown.value = key;
          };
          return html`
            <li key=${key} class="lane-item" data-kind=${mark.kind} style=${span && placed(span)}>
              <button
                class=${mark.kind === 'piece' ? 'mark lane-mark' : 'lane-gap'}
                style=${mark.kind === 'piece' ? markStyle(mark.piece.name) : undefined}
                type="button"
                tabindex=${key === (current ? shown.value : firstKey) ? 0 : -1}
                aria-label=${describe(mark, day)}
                onMouseEnter=${show}
                onFocus=${show}
                onBlur=${hide}
                onClick=${() => mark.kind === 'piece' && !drag.hasMoved() && toggle({ dimension: by, name: mark.piece.name })}
              ></button>
            </li>
          `;
        })}
        ${drag.chosen.value && html`<li class="lane-chosen" aria-hidden="true" style=${placed(drag.chosen.value)}></li>`}
      </ul>
      ${namesOf(pieces).map(
        ({ name, seconds, own }) => html`
          <button
            key=${`name ${name}`}
            class="lane-name"
            type="button"
            aria-pressed=${query.getAll(by).includes(name)}
            aria-label=${`${name || 'Unknown'}: ${formatExactDuration(seconds)}`}
            onClick=${() => toggle({ dimension: by, name })}
          >
            <span class="mark stack-dot" style=${markStyle(name)}></span>${name || 'Unknown'}
          </button>
          <div key=${`lane ${name}`} class="lane lane-one" aria-hidden="true">
            ${own.map((piece) => {
              const span = place(piece);
              return (
                span &&
                html`<span key=${piece.start} class="mark lane-part" style=${{ ...markStyle(name), ...placed(span) }}></span>`
              );
            })}
          </div>
          <span key=${`time ${name}`} class="lane-time"><${Duration} seconds=${seconds} /></span>
        `,
      )}
      ${current && html`<${Tip} mark=${current} day=${day} total=${total} at=${middleOf(place(stretchOf(current)))} markStyle=${markStyle} />`}
    </div>
  `;

  function describe(mark: Mark, { timeout_seconds }: DayAnswer): string {
    const range = exactClockRange(stretchOf(mark), timezone);
    if (mark.kind === 'gap') return `${range}: ${sayGap(mark.gap, timeout_seconds)}`;
    const { name, also, seconds } = mark.piece;
    return `${range}: ${formatExactDuration(seconds)}, ${[name || 'Unknown', ...also].join(', ')}`;
  }
}

interface Span {
  from: number;
  length: number;
}

const placed = ({ from, length }: Span) => ({ left: `${from * 100}%`, width: `${length * 100}%` });
const middleOf = (span: Span | null): number => (span ? span.from + span.length / 2 : 0);

function Clock({
  ticks,
  now,
}: {
  ticks: readonly { at: number; label: string }[];
  now: number | undefined;
}) {
  return html`
    <div class="timeline-clock" aria-hidden="true">
      ${ticks.map(
        ({ at, label }) => html`
          <span
            key=${label}
            class="timeline-tick"
            data-edge=${at < 0.02 ? 'first' : at > 0.98 ? 'last' : undefined}
            style=${{ left: `${at * 100}%` }}
          >
            <span>${label}</span>
          </span>
        `,
      )}
      ${now !== undefined && html`<span class="timeline-now" style=${{ left: `${now * 100}%` }}></span>`}
    </div>
  `;
}

interface TipProps {
  mark: Mark;
  day: DayAnswer;
  total: number;
  at: number;
  markStyle: (name: string) => MarkStyle;
}

function Tip({ mark, day, total, at, markStyle }: TipProps) {
  const range = exactClockRange(stretchOf(mark), day.timezone);
  return html`
    <div class="tip timeline-tip" aria-hidden="true" style=${{ '--at': String(at) }}>
      ${
        mark.kind === 'gap'
          ? html`<strong>${range}</strong><span>${sayGap(mark.gap, day.timeout_seconds)}</span>`
          : html`
              <strong>${formatExactDuration(mark.piece.seconds)}</strong>
              <span>${range} · ${formatPercentage((mark.piece.seconds / total) * 100)} of the day</span>
              <span>
                <span class="mark stack-dot" style=${markStyle(mark.piece.name)}></span>
                ${[mark.piece.name || 'Unknown', ...mark.piece.also].join(' · ')}
              </span>
            `
      }
    </div>
  `;
}

function sayGap({ seconds, rule }: DayGap, timeout: number): string {
  const pause = `pause of ${formatExactDuration(seconds)}`;
  return rule === 'claim'
    ? `${pause}, after what the editor claimed`
    : `${pause}, longer than your ${Math.round(timeout / 60)} minute timeout`;
}

interface Lane {
  name: string;
  seconds: number;
  own: Piece[];
}

/** The names with the most time, with their pieces. */
function namesOf(pieces: readonly Piece[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const piece of pieces) {
    const lane = lanes.get(piece.name) ?? { name: piece.name, seconds: 0, own: [] };
    lane.seconds += piece.seconds;
    lane.own.push(piece);
    lanes.set(piece.name, lane);
  }
  return [...lanes.values()].sort((a, b) => b.seconds - a.seconds).slice(0, MOST_LANES);
}
