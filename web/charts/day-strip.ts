import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { dayAddress } from '../ui/address.ts';
import { formatExactDuration } from '../ui/format.ts';
import { twoDigits } from '../ui/week.ts';
import { dayBounds, formatClock, localHour } from '../ui/zone.ts';
import type { DaySession } from '../wire.ts';
import { spanWithin } from './strip.ts';

/** Between midnight and midnight. */
const HOUR_MARKS = [6, 12, 18];
const MS = 1_000;

interface DayStripProps {
  sessions: readonly DaySession[];
  /** YYYY-MM-DD in `zone`. */
  date: string;
  now: number;
  zone: string;
}

/** One day in one line: what was coded when. Each session leads to the day's page. */
export function DayStrip({ sessions, date, now, zone }: DayStripProps) {
  /** The session under the pointer or with the focus, by its start. */
  const shown = useSignal<number | null>(null);
  const day = dayBounds(date, zone);
  const at = (instant: number) => spanWithin(day, instant, instant)?.from;
  const marks = sessions.flatMap((session) => {
    const span = spanWithin(day, session.start * MS, session.end * MS);
    return span ? [{ session, ...span }] : [];
  });
  const current = marks.find(({ session }) => session.start === shown.value);
  const hide = () => {
    shown.value = null;
  };
  return html`
    <div class="strip" onMouseLeave=${hide}>
      <${Clock}
        hours=${HOUR_MARKS.map((hour) => ({ hour, at: at(localHour(date, hour, zone)) ?? 0 }))}
        now=${at(now)}
      />
      <ul class="strip-track" aria-label="Sessions">
        ${marks.map(({ session, from, length }) => {
          const show = () => {
            shown.value = session.start;
          };
          return html`
            <li
              key=${session.start}
              class="strip-item"
              style=${{ left: percent(from), width: percent(length) }}
            >
              <a
                class="strip-mark"
                href=${dayAddress(date)}
                aria-label=${describe(session, zone)}
                onMouseEnter=${show}
                onFocus=${show}
                onBlur=${hide}
              ></a>
            </li>
          `;
        })}
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
          <span key=${hour} class="strip-hour" style=${{ left: percent(at) }}>${twoDigits(hour)}</span>
        `,
      )}
      <span class="strip-hour strip-hour-last">24</span>
      ${now !== undefined && html`<span class="strip-now" style=${{ left: percent(now) }}></span>`}
    </div>
  `;
}

function Tip({ session, zone, at }: { session: DaySession; zone: string; at: number }) {
  return html`
    <div class="tip strip-tip" aria-hidden="true" style=${{ '--at': String(at) }}>
      <strong>${formatExactDuration(session.seconds)}</strong>
      <span>${clockRange(session, zone)}${session.project && ` · ${session.project}`}</span>
    </div>
  `;
}

function percent(fraction: number): string {
  return `${fraction * 100}%`;
}

function clockRange(session: DaySession, zone: string): string {
  return [session.start, session.end].map((time) => formatClock(time * MS, zone)).join('–');
}

function describe(session: DaySession, zone: string): string {
  const place = [session.project, session.language].filter(Boolean).join(', ');
  return `${clockRange(session, zone)}: ${formatExactDuration(session.seconds)}${place && ` in ${place}`}`;
}
