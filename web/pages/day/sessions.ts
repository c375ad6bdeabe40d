import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { Figure } from '../../charts/figure.ts';
import { Duration } from '../../ui/duration.ts';
import { formatCount, formatDuration, formatExactDuration } from '../../ui/format.ts';
import type { MarkStyle } from '../../ui/project-colour.ts';
import type { DayAnswer, DaySession } from '../../wire.ts';
import { clockRange, exactClockOf } from './clock.ts';
import type { FilteredDay } from './filtered.ts';
import { type TimeWindow, windowAround } from './window.ts';

const SHOWN_AT_FIRST = 5;

interface SessionsProps {
  day: DayAnswer;
  shown: FilteredDay;
  bounds: TimeWindow;
  /** What the timeline shows. */
  view: Signal<TimeWindow>;
  projectMark: (project: string) => MarkStyle;
}

/** Work without a longer pause, and the pauses between; one click looks closer at it. */
export function Sessions({ day, shown, bounds, view, projectMark }: SessionsProps) {
  const isOpen = useSignal(false);
  const sessions = shown.sessions.filter(({ seconds }) => seconds > 0);
  /** A rest of one would save nothing. */
  const hidden = sessions.length > SHOWN_AT_FIRST + 1 ? sessions.length - SHOWN_AT_FIRST : 0;
  const listed = isOpen.value || hidden === 0 ? sessions : sessions.slice(0, SHOWN_AT_FIRST);
  const zone = day.timezone;
  return html`
    <${Figure}
      title="Sessions"
      span=${4}
      finding=${saySessions(sessions)}
      table=${{
        columns: ['From', 'To', 'Time', 'Project', 'Language'],
        rows: sessions.map(({ start, end, seconds, project, language }) => [
          exactClockOf(start, zone),
          exactClockOf(end, zone),
          formatExactDuration(seconds),
          project || 'Unknown',
          language || 'Unknown',
        ]),
      }}
    >
      <ol class="sessions">
        ${listed.map((session, index) => {
          const pause = session.start - (sessions[index - 1]?.end ?? session.start);
          return html`
            ${
              pause > 0 &&
              html`<li key=${`pause ${session.start}`} class="session-pause">${formatDuration(pause)} pause</li>`
            }
            <${SessionRow}
              key=${session.start}
              session=${session}
              zone=${zone}
              projectMark=${projectMark}
              isShown=${view.value.start <= session.start && view.value.end >= session.end && view.value.end - view.value.start < bounds.end - bounds.start}
              onChoose=${() => {
                view.value = windowAround(session, bounds);
              }}
            />
          `;
        })}
      </ol>
      ${
        hidden > 0 &&
        html`
          <button
            class="ranked-rest"
            type="button"
            aria-expanded=${isOpen.value}
            onClick=${() => {
              isOpen.value = !isOpen.value;
            }}
          >
            ${isOpen.value ? 'Show fewer' : `Show ${hidden} more`}
          </button>
        `
      }
    </>
  `;
}

interface SessionRowProps {
  session: DaySession;
  zone: string;
  projectMark: (project: string) => MarkStyle;
  /** Whether the timeline is zoomed to it. */
  isShown: boolean;
  onChoose: () => void;
}

function SessionRow({ session, zone, projectMark, isShown, onChoose }: SessionRowProps) {
  const { seconds, project, language } = session;
  return html`
    <li>
      <button
        class="session"
        type="button"
        aria-pressed=${isShown}
        title="Zoom the timeline to this session"
        onClick=${onChoose}
      >
        <span class="session-range">${clockRange(session, zone)}</span>
        <span class="session-time"><${Duration} seconds=${seconds} /></span>
        <span class="session-what">
          <span class="mark stack-dot" style=${projectMark(project)}></span>
          ${[project || 'Unknown', language].filter(Boolean).join(' · ')}
        </span>
      </button>
    </li>
  `;
}

function saySessions(sessions: readonly DaySession[]): string {
  if (sessions.length === 0) return 'No time counted.';
  if (sessions.length === 1) return 'One session.';
  const sum = sessions.reduce((total, { seconds }) => total + seconds, 0);
  return `${formatCount(sessions.length, 'session')}, ${formatDuration(sum / sessions.length)} on average.`;
}
