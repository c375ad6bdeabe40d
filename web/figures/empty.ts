import { html } from 'htm/preact';
import { Plug } from 'lucide';
import { formatRelative } from '../ui/format.ts';
import { Icon } from '../ui/icon.ts';
import { describeHeartbeat } from '../ui/latest.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import type { LatestHeartbeat } from '../wire.ts';
import { useQuestion } from './address.ts';
import { clearFilters, withRange } from './question.ts';

/** Undefined until known, null when there never was one. */
function useLatest(): LatestHeartbeat | null | undefined {
  const answer = useLiveResource<{ heartbeat: LatestHeartbeat | null }>('api/v1/heartbeats/latest');
  return answer.data.value?.heartbeat;
}

/** No time in this range, or none under these filters; there is some elsewhere. */
export function Nothing({ now, isFiltered }: { now: number; isFiltered: boolean }) {
  const { query, addressOf } = useQuestion();
  const latest = useLatest();
  if (latest === undefined) return null;
  return html`
    <section class="card empty">
      <h2>${isFiltered ? 'Nothing under these filters' : 'Nothing in this range'}</h2>
      ${latest && html`<p>The last heartbeat came ${describeLatest(latest, now)}.</p>`}
      <div class="button-row">
        ${isFiltered && html`<a class="btn" href=${addressOf(clearFilters(query))}>Clear filters</a>`}
        <a class="btn" href=${addressOf(withRange(query, 'all'))}>Show all time</a>
      </div>
    </section>
  `;
}

/** No time was ever counted: the one useful thing is to connect an editor, or to go on. */
export function FirstSteps({ now }: { now: number }) {
  const latest = useLatest();
  if (latest === undefined) return null;
  return html`
    <section class="card empty">
      <h2>${latest ? 'The first heartbeat is here' : 'No heartbeats yet'}</h2>
      <p>
        ${
          latest
            ? `It came ${describeLatest(latest, now)}. Time counts from the second one on; keep going.`
            : "Two lines in your editor's settings, and your first minute appears here by itself."
        }
      </p>
      <a class=${latest ? 'btn' : 'btn btn-primary'} href="connect"><${Icon} of=${Plug} />Connect an editor</a>
    </section>
  `;
}

function describeLatest(latest: LatestHeartbeat, now: number): string {
  const when = formatRelative(Math.min(Date.parse(latest.time), now), now);
  return `${when}: ${describeHeartbeat(latest)}`;
}
