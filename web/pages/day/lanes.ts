import { type Signal, useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { spanWithin } from '../../charts/strip.ts';
import { useQuestion } from '../../figures/address.ts';
import { formatExactDuration, formatPercentage } from '../../ui/format.ts';
import type { MarkStyle } from '../../ui/project-colour.ts';
import { focusByArrows } from '../../ui/roving.ts';
import type { DayAnswer, Stack } from '../../wire.ts';
import { exactClockRange } from './clock.ts';
import { useDragWindow } from './drag.ts';
import { describeMark, keyOf, type Mark, sayGap, stretchOf, toMarks } from './marks.ts';
import { NameLanes } from './name-lanes.ts';
import type { Piece } from './pieces.ts';
import { placed } from './placed.ts';
import { TimelineClock } from './timeline-clock.ts';
import { type TimeWindow, ticksOf } from './window.ts';

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

/** All of the day in one lane, and each of the most used names in one below it. */
export function Lanes({ day, pieces, by, markStyle, view, bounds, now, total }: LanesProps) {
  const { toggle } = useQuestion();
  /** The mark under the pointer or with the focus, by its key. */
  const hovered = useSignal<string | null>(null);
  const drag = useDragWindow(view, bounds);
  const place = ({ start, end }: TimeWindow) => spanWithin(view.value, start, end);
  const marks = toMarks(pieces, day.gaps).flatMap((mark) => {
    const span = place(stretchOf(mark));
    return span ? [{ mark, span, key: keyOf(mark) }] : [];
  });
  const current = marks.find(({ key }) => key === hovered.value);
  const focusable = current ?? marks[0];
  const choose = (mark: Mark) => {
    if (mark.kind === 'gap' || drag.hasMoved()) return;
    toggle({ dimension: by, name: mark.piece.name });
  };
  const hover = (key: string | null) => () => {
    hovered.value = key;
  };
  return html`
    <div class="timeline" onMouseLeave=${hover(null)}>
      <${TimelineClock}
        ticks=${ticksOf(view.value, day.date, day.timezone)}
        now=${place({ start: now, end: now })?.from}
      />
      <ul
        class="lane lane-all"
        aria-label="Worked on, in order"
        ref=${drag.track}
        onPointerDown=${drag.begin}
        onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => focusByArrows(event, 'button')}
      >
        ${marks.map(
          ({ mark, span, key }) => html`
            <li key=${key} class="lane-item" data-kind=${mark.kind} style=${placed(span)}>
              <button
                class=${mark.kind === 'piece' ? 'mark lane-mark' : 'lane-gap'}
                style=${mark.kind === 'piece' ? markStyle(mark.piece.name) : undefined}
                type="button"
                tabindex=${key === focusable?.key ? 0 : -1}
                aria-label=${describeMark(mark, day)}
                onMouseEnter=${hover(key)}
                onFocus=${hover(key)}
                onBlur=${hover(null)}
                onClick=${() => choose(mark)}
              ></button>
            </li>
          `,
        )}
        ${drag.chosen.value && html`<li class="lane-chosen" aria-hidden="true" style=${placed(drag.chosen.value)}></li>`}
      </ul>
      <${NameLanes} pieces=${pieces} by=${by} shown=${view.value} markStyle=${markStyle} />
      ${
        current &&
        html`<${Tip} mark=${current.mark} ...${{ day, total, markStyle }} at=${current.span.from + current.span.length / 2} />`
      }
    </div>
  `;
}

interface TipProps {
  mark: Mark;
  day: DayAnswer;
  total: number;
  /** 0 to 1 of the timeline. */
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
