import { html } from 'htm/preact';
import { DayStrip } from '../../charts/day-strip.ts';
import { Duration } from '../../ui/duration.ts';
import { LatestLine } from '../../ui/latest.ts';
import type { CodingSession, Day, LatestHeartbeat } from '../../wire.ts';

interface TodayProps {
  /** Undefined until known. */
  today: Day | undefined;
  /** True when it cannot be known now. */
  isUnknown: boolean;
  sessions: readonly CodingSession[];
  latest: LatestHeartbeat | null;
  now: number;
  zone: string;
}

/** The answer to "how long today", and when. */
export function Today({ today, isUnknown, sessions, latest, now, zone }: TodayProps) {
  return html`
    <section class="today" aria-labelledby="today-title">
      <div class="today-head">
        <div>
          <h1 class="today-title" id="today-title" tabindex="-1">Today</h1>
          <p class="today-number" data-testid="today">
            <${TodayNumber} today=${today} isUnknown=${isUnknown} />
          </p>
        </div>
        ${latest && html`<${LatestLine} heartbeat=${latest} now=${now} />`}
      </div>
      ${today && html`<${DayStrip} sessions=${sessions} date=${today.date} now=${now} zone=${zone} />`}
      ${!today && html`<div class=${isUnknown ? 'strip' : 'strip skeleton-block'}></div>`}
    </section>
  `;
}

function TodayNumber({ today, isUnknown }: Pick<TodayProps, 'today' | 'isUnknown'>) {
  if (today) return html`<${Duration} seconds=${today.seconds} />`;
  return isUnknown ? html`<span>–</span>` : html`<span class="skeleton">0h 00m</span>`;
}
