import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { Code } from '../../store/code.ts';
import type { StorePlugin, Version } from '../../store/plugins.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { partAddress } from './parts.ts';

interface ComparisonProps {
  plugin: StorePlugin;
  versions: readonly Version[];
  from: string;
  to: string;
}

type WithScript = Version & { script: string | null };

/** Two scripts of one plugin, line by line. */
export function Comparison({ plugin, versions, from, to }: ComparisonProps) {
  const { api, router } = useApp();
  const scripts = useResource<[WithScript, WithScript]>((signal) => {
    const read = (version: string) =>
      api.get<WithScript>(
        `api/v1/store/plugin/${plugin.id}/versions/${encodeURIComponent(version)}`,
        { signal },
      );
    return Promise.all([read(from), read(to)]);
  });
  const choose = (change: { from?: string; to?: string }) => {
    const query = new URLSearchParams({ from, to, ...change });
    router.navigate(`${partAddress(plugin.name, 'versions')}&${query}`, { replace: true });
  };
  const known = scripts.data.value;
  return html`
    <section class="comparison" aria-label=${`Changes from ${from} to ${to}`}>
      <div class="comparison-head">
        <${VersionChoice} label="From" value=${from} versions=${versions} onChoose=${(version: string) => choose({ from: version })} />
        <${VersionChoice} label="To" value=${to} versions=${versions} onChoose=${(version: string) => choose({ to: version })} />
        <a class="btn" href=${partAddress(plugin.name, 'versions')}>Close</a>
      </div>
      ${scripts.error.value && html`<${FailureNotice} error=${scripts.error.value} onRetry=${scripts.refresh} />`}
      ${known && html`<${Changes} from=${known[0]} to=${known[1]} />`}
    </section>
  `;
}

function Changes({ from, to }: { from: WithScript; to: WithScript }) {
  if (from.script === to.script) return html`<p>Their scripts are the same.</p>`;
  const label = `Script of ${to.version}, compared with ${from.version}`;
  return html`<${Code} label=${label} before=${from.script ?? ''} text=${to.script ?? ''} />`;
}

interface VersionChoiceProps {
  label: string;
  value: string;
  versions: readonly Version[];
  onChoose: (version: string) => void;
}

function VersionChoice({ label, value, versions, onChoose }: VersionChoiceProps) {
  return html`
    <label class="version-choice">
      <span>${label}</span>
      <select
        class="input"
        value=${value}
        onChange=${(event: { currentTarget: HTMLSelectElement }) => onChoose(event.currentTarget.value)}
      >
        ${versions.map(({ version }) => html`<option key=${version} value=${version}>${version}</option>`)}
      </select>
    </label>
  `;
}
