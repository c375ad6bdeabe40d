import { html } from 'htm/preact';
import { Plug } from 'lucide';
import { formatRelative } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.ts';
import { describeHeartbeat } from '../../ui/latest.ts';
import type { LatestHeartbeat } from '../../wire.ts';

/** Nothing has ever arrived: the one useful thing is to connect an editor. */
export function NoHeartbeats() {
  return html`
    <section class="card empty">
      <h2>No heartbeats yet</h2>
      <p>Two lines in your editor's settings, and your first minute appears here by itself.</p>
      <a class="btn btn-primary" href="connect"><${Icon} of=${Plug} />Connect an editor</a>
    </section>
  `;
}

/** There is history, but none of it in this range. */
export function NothingInRange({ latest, now }: { latest: LatestHeartbeat; now: number }) {
  return html`
    <section class="card empty">
      <h2>Nothing in this range</h2>
      <p>The last heartbeat came ${formatRelative(Date.parse(latest.time), now)}: ${describeHeartbeat(latest)}.</p>
      <a class="btn" href="./?range=all">Show all time</a>
    </section>
  `;
}
