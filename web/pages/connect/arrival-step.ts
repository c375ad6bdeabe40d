import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { describeHeartbeat, LatestLine } from '../../ui/latest.ts';
import { useLiveResource } from '../../ui/live-resource.ts';
import { useNow } from '../../ui/now.ts';
import type { LatestHeartbeat } from '../../wire.ts';
import { nextArrival, UNKNOWN } from './arrival.ts';

/** Waits for a heartbeat, and says so the moment that one comes. */
export function ArrivalStep() {
  const latest = useLiveResource<{ heartbeat: LatestHeartbeat | null }>('api/v1/heartbeats/latest');
  const arrival = useSignal(UNKNOWN);
  const answer = latest.data.value;
  useEffect(() => {
    if (answer) arrival.value = nextArrival(arrival.peek(), answer.heartbeat);
  }, [answer, arrival]);

  const { state, isFirst } = arrival.value;
  return html`
    <div class="arrival" data-state=${state} role="status">
      <span class="arrival-dot" aria-hidden="true"></span>
      ${
        state === 'received'
          ? html`<${Received} heartbeat=${answer?.heartbeat} isFirst=${isFirst} />`
          : html`<${Waiting} heartbeat=${answer?.heartbeat} />`
      }
    </div>
  `;
}

interface StateProps {
  heartbeat: LatestHeartbeat | null | undefined;
}

function Received({ heartbeat, isFirst }: StateProps & { isFirst: boolean }) {
  return html`
    <div class="arrival-text">
      <p class="arrival-title">${isFirst ? 'First heartbeat received' : 'Heartbeat received'}</p>
      <p>${heartbeat && describeHeartbeat(heartbeat)}</p>
      <p><a class="btn" href="./">See your overview</a></p>
    </div>
  `;
}

function Waiting({ heartbeat }: StateProps) {
  const now = useNow().value;
  return html`
    <div class="arrival-text">
      <p class="arrival-title">Waiting for a heartbeat</p>
      <p>Save a file in your editor. This line changes by itself.</p>
      ${heartbeat && html`<${LatestLine} heartbeat=${heartbeat} now=${now} />`}
    </div>
  `;
}
