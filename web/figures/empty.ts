import { html } from 'htm/preact';
import { Plug } from 'lucide';
import { formatRelative } from '../ui/format.ts';
import { Icon } from '../ui/icon.ts';
import { describeHeartbeat } from '../ui/latest.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import type { LatestHeartbeat } from '../wire.ts';
import { useQuestion } from './address.ts';
import { withRange } from './question.ts';

/** Nothing to show: because nothing ever came, or because none of it is in this range. */
export function Nothing({ now, isFiltered }: { now: number; isFiltered: boolean }) {
  const answer = useLiveResource<{ heartbeat: LatestHeartbeat | null }>('api/v1/heartbeats/latest');
  const { query, addressOf } = useQuestion();
  const latest = answer.data.value?.heartbeat;
  if (latest === undefined) return null;
  if (latest === null) return html`<${NoHeartbeats} />`;
  return html`
    <section class="card empty">
      <h2>Nothing in this range</h2>
      <p>
        ${isFiltered && 'No time is left under these filters; Escape clears them. '}
        The last heartbeat came ${formatRelative(Date.parse(latest.time), now)}: ${describeHeartbeat(latest)}.
      </p>
      <a class="btn" href=${addressOf(withRange(query, 'all'))}>Show all time</a>
    </section>
  `;
}

/** Nothing has ever arrived: the one useful thing is to connect an editor. */
function NoHeartbeats() {
  return html`
    <section class="card empty">
      <h2>No heartbeats yet</h2>
      <p>Two lines in your editor's settings, and your first minute appears here by itself.</p>
      <a class="btn btn-primary" href="connect"><${Icon} of=${Plug} />Connect an editor</a>
    </section>
  `;
}
