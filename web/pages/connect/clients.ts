import { html } from 'htm/preact';
import { formatCount, formatRelative } from '../../ui/format.ts';
import { useLiveResource } from '../../ui/live-resource.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useNow } from '../../ui/now.ts';
import {
  type Client,
  describeClient,
  describeRejected,
  describeSkew,
  type Rejected,
} from './client-words.ts';

/** Every editor on every machine that sends, and what was refused. */
export function Clients() {
  const known = useLiveResource<{ clients: Client[]; rejected: Rejected[] }>('api/v1/clients');
  const now = useNow().value;
  if (known.error.value) {
    return html`<${FailureNotice} error=${known.error.value} onRetry=${known.refresh} />`;
  }
  const { clients, rejected } = known.data.value ?? { clients: [], rejected: [] };
  return html`
    ${clients.length > 0 && html`<${Seen} clients=${clients} now=${now} />`}
    ${rejected.length > 0 && html`<${Refused} rejected=${rejected} now=${now} />`}
  `;
}

function Seen({ clients, now }: { clients: Client[]; now: number }) {
  return html`
    <section class="connect-section" aria-labelledby="clients-title">
      <h2 class="connect-heading" id="clients-title">Last seen</h2>
      <ul class="rows">
        ${clients.map((client) => {
          const skew = describeSkew(client.clock_skew_seconds);
          return html`
            <li class="row" key=${`${client.editor} ${describeClient(client)}`}>
              <div class="row-text">
                <strong>${client.editor || 'Unknown editor'}</strong>
                <span class="row-note">${describeClient(client)}</span>
                ${skew && html`<span class="row-note row-warning">${skew}</span>`}
              </div>
              <div class="row-figure">
                <span>${formatRelative(Math.min(Date.parse(client.last_seen), now), now)}</span>
                <span class="row-note">${formatCount(client.heartbeats, 'heartbeat')}</span>
              </div>
            </li>
          `;
        })}
      </ul>
    </section>
  `;
}

function Refused({ rejected, now }: { rejected: Rejected[]; now: number }) {
  return html`
    <section class="connect-section" aria-labelledby="rejected-title">
      <h2 class="connect-heading" id="rejected-title">Refused heartbeats</h2>
      <ul class="rows">
        ${rejected.map(
          (each) => html`
            <li class="row" key=${`${each.client} ${each.field} ${each.reason}`}>
              <div class="row-text">
                <strong>${each.reason}</strong>
                <span class="row-note">${describeRejected(each)}</span>
              </div>
              <div class="row-figure">
                <span>${formatRelative(Math.min(Date.parse(each.time), now), now)}</span>
                <span class="row-note mono">${each.field}</span>
              </div>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}
