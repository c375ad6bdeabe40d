import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { Section } from '../account/section.ts';
import { formatBytes, formatUptime } from './figures.ts';

interface InstanceFacts {
  version: string;
  database: { kind: 'embedded' | 'server'; version: string; bytes: number };
  users: number;
  heartbeats: number;
  uptime_seconds: number;
}

export function Facts() {
  const { api } = useApp();
  const facts = useResource<InstanceFacts>((signal) => api.get('api/v1/admin/facts', { signal }));
  const known = facts.data.value;
  const rows = known
    ? [
        ['Version', known.version],
        ['Running for', formatUptime(known.uptime_seconds)],
        [
          'Database',
          `Postgres ${known.database.version}, ${known.database.kind === 'embedded' ? 'built in' : 'your own'}`,
        ],
        ['Size', formatBytes(known.database.bytes)],
        ['Heartbeats', known.heartbeats.toLocaleString()],
      ]
    : [];
  return html`
    <${Section} title="Instance" lead="What runs here.">
      ${facts.error.value && html`<${FailureNotice} error=${facts.error.value} onRetry=${facts.refresh} />`}
      <dl class="facts-list">
        ${rows.map(([name, value]) => html`<div class="facts-row" key=${name}><dt>${name}</dt><dd class="mono">${value}</dd></div>`)}
      </dl>
    </>
  `;
}
