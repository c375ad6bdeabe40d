import { html } from 'htm/preact';
import { DayStrip } from '../../charts/day-strip.ts';
import { dayAddress } from '../../ui/address.ts';
import { Duration } from '../../ui/duration.ts';
import { formatExactDuration } from '../../ui/format.ts';
import { Hint } from '../../ui/hint.ts';
import { LatestLine } from '../../ui/latest.ts';
import type { DayAnswer, LatestHeartbeat } from '../../wire.ts';

interface TodayProps {
  /** Undefined until known. */
  day: DayAnswer | undefined;
  /** True when it cannot be known now. */
  isUnknown: boolean;
  latest: LatestHeartbeat | null;
  now: number;
  /** YYYY-MM-DD in the person's zone. */
  date: string;
}

/** The answer to "how long today", and when: of everything, whatever the page is filtered by. */
export function Today({ day, isUnknown, latest, now, date }: TodayProps) {
  return html`
    <section class="today" aria-labelledby="today-title">
      <div class="today-head">
        <div>
          <h1 class="today-title" id="today-title" tabindex="-1">
            <a href=${dayAddress(date)}>Today</a>
          </h1>
          <p class="today-number">
            <${TodayNumber} seconds=${day?.total_seconds} isUnknown=${isUnknown} />
          </p>
        </div>
        ${latest && html`<${LatestLine} heartbeat=${latest} now=${now} />`}
      </div>
      ${day && html`<${DayStrip} sessions=${day.sessions} date=${day.date} now=${now} zone=${day.timezone} />`}
      ${!day && html`<div class=${isUnknown ? 'strip' : 'strip skeleton-block'}></div>`}
    </section>
  `;
}

interface TodayNumberProps {
  seconds: number | undefined;
  isUnknown: boolean;
}

function TodayNumber({ seconds, isUnknown }: TodayNumberProps) {
  if (seconds !== undefined) {
    return html`
      <${Hint} text=${formatExactDuration(seconds)}>
        <span data-testid="today"><${Duration} seconds=${seconds} isPlain /></span>
      </>
    `;
  }
  return isUnknown
    ? html`<span data-testid="today">–</span>`
    : html`<span class="skeleton">0h 00m</span>`;
}
