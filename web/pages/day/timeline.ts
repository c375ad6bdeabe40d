import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide';
import { Figure } from '../../charts/figure.ts';
import { useQuestion } from '../../figures/address.ts';
import { formatDuration, formatExactDuration } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.ts';
import { languageMarkStyle } from '../../ui/language-colour.ts';
import type { MarkStyle } from '../../ui/project-colour.ts';
import { Segmented } from '../../ui/segmented.ts';
import type { DayAnswer, Stack } from '../../wire.ts';
import { clockOf, exactClockOf } from './clock.ts';
import type { FilteredDay } from './filtered.ts';
import { Lanes } from './lanes.ts';
import { type Piece, toPieces } from './pieces.ts';
import { panWindow, type TimeWindow, zoomWindow } from './window.ts';

const stacks: readonly { value: Stack; label: string }[] = [
  { value: 'project', label: 'Project' },
  { value: 'language', label: 'Language' },
];
const CLOSER = 0.5;
const FURTHER = 2;
const STEP = 0.5;

interface TimelineProps {
  day: DayAnswer;
  shown: FilteredDay;
  /** The whole day. */
  bounds: TimeWindow;
  /** What of it is in view. */
  view: Signal<TimeWindow>;
  /** Unix seconds. */
  now: number;
  projectMark: (project: string) => MarkStyle;
}

/** The day from midnight to midnight: what was worked on when, and where the pauses were. */
export function Timeline({ day, shown, bounds, view, now, projectMark }: TimelineProps) {
  const { query, ask } = useQuestion();
  const by: Stack = query.get('stack') === 'language' ? 'language' : 'project';
  const pieces = toPieces(shown.segments, by);
  const markStyle = by === 'project' ? projectMark : languageMarkStyle;
  const stackBy = (value: Stack) => {
    const next = new URLSearchParams(query);
    next.set('stack', value);
    ask(next);
  };
  return html`
    <${Figure}
      title="Timeline"
      span=${12}
      finding=${sayWhen(day, shown)}
      table=${{
        columns: [
          'From',
          'To',
          'Time',
          by === 'project' ? 'Project' : 'Language',
          by === 'project' ? 'Languages' : 'Projects',
        ],
        rows: pieces.map((piece) => toRow(piece, day.timezone)),
      }}
    >
      <div class="timeline-head">
        <${Segmented} label="Colour by" options=${stacks} value=${by} onChoose=${stackBy} />
        <${ZoomButtons} view=${view} bounds=${bounds} />
      </div>
      <${Lanes} ...${{ day, pieces, by, markStyle, bounds, view, now, total: shown.total_seconds }} />
      ${
        day.listed_until !== null &&
        html`
          <p class="figure-note">
            Drawn up to ${clockOf(day.listed_until, day.timezone)}: the day has more heartbeats than
            one picture holds. The total counts all of them.
          </p>
        `
      }
    </>
  `;
}

function ZoomButtons({ view, bounds }: { view: Signal<TimeWindow>; bounds: TimeWindow }) {
  const { start, end } = view.value;
  const isWhole = start === bounds.start && end === bounds.end;
  const show = (next: TimeWindow) => () => {
    view.value = next;
  };
  const button = (label: string, of: typeof ZoomIn, next: TimeWindow, isOff: boolean) => html`
    <button class="icon-button" type="button" aria-label=${label} title=${label} disabled=${isOff} onClick=${show(next)}>
      <${Icon} of=${of} />
    </button>
  `;
  return html`
    <div class="timeline-zoom" role="group" aria-label="Zoom">
      ${!isWhole && html`<button class="btn timeline-whole" type="button" onClick=${show(bounds)}>Whole day</button>`}
      ${button('Earlier', ChevronLeft, panWindow(view.value, -STEP, bounds), start === bounds.start)}
      ${button('Later', ChevronRight, panWindow(view.value, STEP, bounds), end === bounds.end)}
      ${button('Zoom out', ZoomOut, zoomWindow(view.value, FURTHER, bounds), isWhole)}
      ${button('Zoom in', ZoomIn, zoomWindow(view.value, CLOSER, bounds), false)}
    </div>
  `;
}

function toRow({ start, end, seconds, name, also }: Piece, zone: string): string[] {
  return [
    exactClockOf(start, zone),
    exactClockOf(end, zone),
    formatExactDuration(seconds),
    name || 'Unknown',
    also.join(', '),
  ];
}

function sayWhen({ timezone }: DayAnswer, { sessions, segments }: FilteredDay): string {
  const first = segments[0];
  const last = segments.at(-1);
  if (!first || !last) return 'No time counted.';
  const longest = Math.max(0, ...sessions.map(({ seconds }) => seconds));
  const count = sessions.filter(({ seconds }) => seconds > 0).length;
  const span = `From ${clockOf(first.start, timezone)} to ${clockOf(last.end, timezone)}`;
  return count === 1
    ? `${span} in one session.`
    : `${span} in ${count} sessions, the longest ${formatDuration(longest)}.`;
}
