import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { formatExactDuration } from '../ui/format.ts';
import { dayBounds, formatClock, localHour } from '../ui/zone.ts';
import type { CodingSession } from '../wire.ts';
import { spanWithin } from './strip.ts';

/** Between midnight and midnight. */
const HOUR_MARKS = [6, 12, 18];

interface DayStripProps {
  sessions: readonly CodingSession[];
  /** YYYY-MM-DD in `zone`. */
  date: string;
  now: number;
  zone: string;
}

/** One day in one line: what was coded when. */
export function DayStrip({ sessions, date, now, zone }: DayStripProps) {
  /** The session under the pointer or with the focus, by its start. */
  const shown = useSignal<string | null>(null);
  const day = dayBounds(date, zone);
  const at = (instant: number) => spanWithin(day, instant, instant)?.from;
  const marks = sessions.flatMap((session) => {
    const span = spanWithin(day, Date.parse(session.start), Date.parse(session.end));
    return span ? [{ session, ...span }] : [];
  });
  const current = marks.find(({ session }) => session.start === shown.value);
  return html`
    <div
      class="strip"
      onMouseLeave=${() => {
        shown.value = null;
      }}
    >
      <${Clock}
        hours=${HOUR_MARKS.map((hour) => ({ hour, at: at(localHour(date, hour, zone)) ?? 0 }))}
        now=${at(now)}
      />
      <ul class="strip-track" aria-label="Sessions today">
        ${marks.map(
          ({ session, from, length }) => html`
            <li
              key=${session.start}
              class="strip-item"
              style=${{ left: percent(from), width: percent(length) }}
            >
              <${Mark} session=${session} zone=${zone} shown=${shown} />
            </li>
          `,
        )}
      </ul>
      ${
        current &&
        html`<${Tip} session=${current.session} zone=${zone} at=${current.from + current.length / 2} />`
      }
    </div>
  `;
}

interface ClockProps {
  /** `at` is 0 to 1 of the day. */
  hours: readonly { hour: number; at: number }[];
  now: number | undefined;
}

function Clock({ hours, now }: ClockProps) {
  return html`
    <div class="strip-clock" aria-hidden="true">
      <span class="strip-hour strip-hour-first">00</span>
      ${hours.map(
        ({ hour, at }) => html`
          <span key=${hour} class="strip-hour" style=${{ left: percent(at) }}>
            ${String(hour).padStart(2, '0')}
          </span>
        `,
      )}
      <span class="strip-hour strip-hour-last">24</span>
      ${now !== undefined && html`<span class="strip-now" style=${{ left: percent(now) }}></span>`}
    </div>
  `;
}

interface MarkProps {
  session: CodingSession;
  zone: string;
  shown: { value: string | null };
}

function Mark({ session, zone, shown }: MarkProps) {
  const show = () => {
    shown.value = session.start;
  };
  const hide = () => {
    shown.value = null;
  };
  return html`
    <button
      class="strip-mark"
      type="button"
      aria-label=${describe(session, zone)}
      onMouseEnter=${show}
      onFocus=${show}
      onBlur=${hide}
    ></button>
  `;
}

function Tip({ session, zone, at }: { session: CodingSession; zone: string; at: number }) {
  return html`
    <div class="tip strip-tip" aria-hidden="true" style=${{ '--at': String(at) }}>
      <strong>${formatExactDuration(session.duration_seconds)}</strong>
      <span>${clockRange(session, zone)}${session.project && ` · ${session.project}`}</span>
    </div>
  `;
}

function percent(fraction: number): string {
  return `${fraction * 100}%`;
}

function clockRange(session: CodingSession, zone: string): string {
  return [session.start, session.end].map((time) => formatClock(Date.parse(time), zone)).join('–');
}

function describe(session: CodingSession, zone: string): string {
  const place = [session.project, session.top_language].filter(Boolean).join(', ');
  return `${clockRange(session, zone)}: ${formatExactDuration(session.duration_seconds)}${place && ` in ${place}`}`;
}
