import { html } from 'htm/preact';
import type { Tick } from './window.ts';

/** Closer to an end of the timeline, a label stays inside of it. */
const EDGE = 0.02;

/** Hours or minutes through all lanes, and the present. Parts are 0 to 1 of what is shown. */
export function TimelineClock({ ticks, now }: { ticks: readonly Tick[]; now: number | undefined }) {
  return html`
    <div class="timeline-clock" aria-hidden="true">
      ${ticks.map(
        ({ at, label }) => html`
          <span key=${at} class="timeline-tick" data-edge=${edgeOf(at)} style=${{ left: `${at * 100}%` }}>
            <span>${label}</span>
          </span>
        `,
      )}
      ${now !== undefined && html`<span class="timeline-now" style=${{ left: `${now * 100}%` }}></span>`}
    </div>
  `;
}

function edgeOf(at: number): 'first' | 'last' | undefined {
  if (at < EDGE) return 'first';
  return at > 1 - EDGE ? 'last' : undefined;
}
