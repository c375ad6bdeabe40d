import { html } from 'htm/preact';
import { PluginIcon } from '../../store/plugin-icon.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { UninstallButton } from '../../store/uninstall-button.ts';
import { useInstalled } from '../../store/use-store.ts';
import { pluginAddress } from '../../ui/address.ts';
import { FailureNotice } from '../../ui/notice.ts';

/** What this person has installed. */
export function Installed() {
  const list = useInstalled();
  const plugins = list.data.value?.installed;
  if (list.error.value) {
    return html`<${FailureNotice} error=${list.error.value} onRetry=${list.refresh} />`;
  }
  if (!plugins)
    return html`<div class="rows-waiting skeleton-block" role="status" aria-label="Loading"></div>`;
  if (plugins.length === 0) {
    return html`
      <section class="card empty">
        <h2>Nothing installed</h2>
        <p>A plugin that you install shows its panel on your dashboard at once.</p>
        <a class="btn" href="plugin-store">Look through the store</a>
      </section>
    `;
  }
  return html`
    <ul class="rows">
      ${plugins.map((plugin) => html`<${InstalledRow} key=${plugin.id} plugin=${plugin} onChange=${list.refresh} />`)}
    </ul>
  `;
}

function InstalledRow({
  plugin,
  onChange,
}: {
  plugin: StorePlugin;
  onChange: () => Promise<void>;
}) {
  return html`
    <li class="row">
      <span class="plugin-row">
        <${PluginIcon} icon=${plugin.icon} size="small" />
        <span class="row-text">
          <a href=${pluginAddress(plugin.name)}>${plugin.display_name}</a>
          <span class="row-note">${plugin.author_username ?? 'somebody'} · <span class="mono">${plugin.version}</span></span>
        </span>
      </span>
      <${UninstallButton} plugin=${plugin} onDone=${onChange} />
    </li>
  `;
}
