import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { StorePlugin, Version } from '../../store/plugins.ts';
import { useStore } from '../../store/use-store.ts';
import { formatRelative } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useNow } from '../../ui/now.ts';
import { Comparison } from './comparison.ts';
import { partAddress } from './parts.ts';

/** What was published when, and what each changed. The address holds what is compared. */
export function Versions({ plugin }: { plugin: StorePlugin }) {
  const { query } = useApp().router.place.value;
  const list = useStore<{ versions: Version[] }>(`api/v1/store/plugin/${plugin.id}/versions`);
  const versions = list.data.value?.versions;
  if (list.error.value) {
    return html`<${FailureNotice} error=${list.error.value} onRetry=${list.refresh} />`;
  }
  if (!versions)
    return html`<div class="rows-waiting skeleton-block" role="status" aria-label="Loading"></div>`;
  const isKnown = (version: string | null) => versions.some((each) => each.version === version);
  const [from, to] = [query.get('from'), query.get('to')];
  return html`
    ${from && to && isKnown(from) && isKnown(to) && html`<${Comparison} key=${`${from} ${to}`} ...${{ plugin, versions, from, to }} />`}
    <ol class="versions">
      ${versions.map((each, index) => html`<${VersionItem} key=${each.version} name=${plugin.name} version=${each} before=${versions[index + 1]?.version} />`)}
    </ol>
  `;
}

interface VersionItemProps {
  name: string;
  version: Version;
  before: string | undefined;
}

function VersionItem({ name, version, before }: VersionItemProps) {
  const now = useNow().value;
  const at = Date.parse(version.published_at);
  return html`
    <li class="version">
      <p class="version-head">
        <strong class="mono">${version.version}</strong>
        <span class="row-note">${formatRelative(Math.min(at, now), now)}</span>
        ${before && html`<a class="version-compare" href=${compareAddress(name, before, version.version)}>Changes since ${before}</a>`}
      </p>
      <p class="version-text">${version.changelog ?? 'No words about it.'}</p>
    </li>
  `;
}

/** `plugin/x?show=versions&from=1.0.0&to=1.1.0` */
export function compareAddress(name: string, from: string, to: string): string {
  return `${partAddress(name, 'versions')}&${new URLSearchParams({ from, to })}`;
}
