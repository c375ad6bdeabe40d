import { html } from 'htm/preact';
import type { StorePlugin } from '../../store/plugins.ts';
import { SeedButton } from '../../store/seed-button.ts';
import { useStore } from '../../store/use-store.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { Section } from '../account/section.ts';
import { BannedPlugins } from './banned.ts';
import { Reports } from './reports.ts';

/** What administrators do with the plugin store. */
export function Store() {
  const list = useStore<{ plugins: StorePlugin[] }>('api/v1/store/admin/plugins');
  const plugins = list.data.value?.plugins ?? [];
  return html`
    <${Section} title="Plugin store" lead="What people reported, and what you stopped.">
      ${list.error.value && html`<${FailureNotice} error=${list.error.value} onRetry=${list.refresh} />`}
      <${Reports} plugins=${plugins} onChange=${list.refresh} />
      <${BannedPlugins} plugins=${plugins} onChange=${list.refresh} />
      <${SeedButton} onDone=${list.refresh} />
    </>
  `;
}
