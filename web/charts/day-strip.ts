import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { formatExactDuration } from '../ui/format.ts';
import { formatClock } from '../ui/zone.ts';
import type { CodingSession } from '../wire.ts';
import { spanWithin } from './strip.ts';

const HOUR_MARKS = [0, 6, 12, 18, 24];

interface DayStripProps {
  sessions: readonly CodingSession[];
  day: { start: number; end: number };
  now: number;
  zone: string;
}

/** Twenty-four hours in one line: what was coded when. */
export function DayStrip({ sessions, day, now, zone }: DayStripProps) {
  const shown = useSignal<string | null>(null);
  const marks = sessions.flatMap((session) => {
    const span = spanWithin(day, Date.parse(session.start), Date.parse(session.end));
    return span ? [{ session, ...span }] : [];
  });
  const current = marks.find(({ session }) => session.start === shown.value);
  const nowAt = spanWithin(day, now, now)?.from;
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div class="strip" onMouseLeave=${hide}>
      ${nowAt !== undefined && html`<span class="strip-now" style=${{ left: `${nowAt * 100}%` }}></span>`}
      <ul class="strip-track" aria-label="Sessions today">
        ${marks.map(
          ({ session, from, length }) => html`
            <li key=${session.start} class="strip-item" style=${{ left: `${from * 100}%`, width: `${length * 100}%` }}>
              <button
                class="strip-mark"
                type="button"
                aria-label=${describe(session, zone)}
                onMouseEnter=${() => {
                  shown.value = session.start;
                }}
                onFocus=${() => {
                  shown.value = session.start;
                }}
                onBlur=${hide}
              ></button>
            </li>
          `,
        )}
      </ul>
      <div class="strip-hours" aria-hidden="true">
        ${HOUR_MARKS.map((hour) => html`<span key=${hour}>${String(hour).padStart(2, '0')}</span>`)}
      </div>
      ${
        current &&
        html`
          <div class="tip strip-tip" aria-hidden="true" style=${{ '--at': String(current.from + current.length / 2) }}>
            <strong>${formatExactDuration(current.session.duration_seconds)}</strong>
            <span>${clockRange(current.session, zone)}${current.session.project && ` · ${current.session.project}`}</span>
          </div>
        `
      }
    </div>
  `;
}

function clockRange(session: CodingSession, zone: string): string {
  return [session.start, session.end].map((time) => formatClock(Date.parse(time), zone)).join('–');
}

function describe(session: CodingSession, zone: string): string {
  const place = [session.project, session.top_language].filter(Boolean).join(', ');
  return `${clockRange(session, zone)}: ${formatExactDuration(session.duration_seconds)}${place && ` in ${place}`}`;
}
