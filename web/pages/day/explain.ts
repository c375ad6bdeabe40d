import { html } from 'htm/preact';
import { formatCount, formatExactDuration } from '../../ui/format.ts';
import { useLiveResource } from '../../ui/live-resource.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { dayBounds } from '../../ui/zone.ts';
import type { Explanation } from '../../wire.ts';
import { Heartbeats } from './explain/heartbeats.ts';
import { Ledger } from './explain/ledger.ts';
import { WhatIf } from './explain/what-if.ts';
import { timeoutWords } from './explain/words.ts';

/** Why the day adds up to what it does: rules, other timeouts, heartbeat by heartbeat. */
export function Explain({ date, zone }: { date: string; zone: string }) {
  const resource = useLiveResource<Explanation>(`api/v1/stats/explain?date=${date}`);
  const explanation = resource.data.value;
  const failure = resource.error.value;
  if (failure && !explanation) {
    return html`<${FailureNotice} error=${failure} onRetry=${resource.refresh} />`;
  }
  if (!explanation)
    return html`<div class="card explain skeleton-block" role="status" aria-label="Loading"></div>`;
  return html`
    <section class="card explain" aria-labelledby="explain-title" aria-busy=${resource.isReloading.value}>
      <h2 class="figure-title" id="explain-title">Why ${formatExactDuration(explanation.total_seconds)}</h2>
      <p class="explain-lead">
        ${formatCount(explanation.items.length, 'heartbeat')} of this day. Each counts up to the next
        one, if that comes within your ${timeoutWords(explanation.timeout_seconds)} timeout; an editor
        that claims its own time gets it, as far as the next heartbeat leaves room.
      </p>
      <div class="explain-columns">
        <div>
          <h3 class="explain-title">By rule</h3>
          <${Ledger} explanation=${explanation} dayEnd=${dayBounds(date, zone).end / 1_000} />
        </div>
        <div>
          <h3 class="explain-title">With another timeout</h3>
          <${WhatIf} explanation=${explanation} />
        </div>
      </div>
      <${Heartbeats} key=${date} explanation=${explanation} zone=${zone} />
    </section>
  `;
}
