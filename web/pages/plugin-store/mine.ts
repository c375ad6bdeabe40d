import { html } from 'htm/preact';
import { DeleteButton } from '../../store/delete-button.ts';
import { PluginIcon } from '../../store/plugin-icon.ts';
import { describeUse, type StorePlugin } from '../../store/plugins.ts';
import { useStore } from '../../store/use-store.ts';
import { pluginAddress } from '../../ui/address.ts';
import { FailureNotice } from '../../ui/notice.ts';

/** What this person has published, in any state. */
export function Mine() {
  const list = useStore<{ plugins: StorePlugin[] }>('api/v1/store/my');
  const plugins = list.data.value?.plugins;
  if (list.error.value) {
    return html`<${FailureNotice} error=${list.error.value} onRetry=${list.refresh} />`;
  }
  if (!plugins)
    return html`<div class="rows-waiting skeleton-block" role="status" aria-label="Loading"></div>`;
  if (plugins.length === 0) {
    return html`
      <section class="card empty">
        <h2>You have published nothing</h2>
        <p>A plugin is one script. Write and try it in the editor, then publish it from there.</p>
        <div class="button-row">
          <a class="btn" href="cteditor">Open the editor</a>
          <a class="btn" href="plugin-store/publish">Publish a script that you have</a>
        </div>
      </section>
    `;
  }
  return html`
    <ul class="rows">
      ${plugins.map((plugin) => html`<${OwnRow} key=${plugin.id} plugin=${plugin} onChange=${list.refresh} />`)}
    </ul>
  `;
}

function OwnRow({ plugin, onChange }: { plugin: StorePlugin; onChange: () => Promise<void> }) {
  const note = plugin.is_banned
    ? `banned${plugin.ban_reason ? `: ${plugin.ban_reason}` : ''}`
    : describeUse(plugin);
  return html`
    <li class="row">
      <span class="plugin-row">
        <${PluginIcon} icon=${plugin.icon} size="small" />
        <span class="row-text">
          ${plugin.is_banned ? html`<strong>${plugin.display_name}</strong>` : html`<a href=${pluginAddress(plugin.name)}>${plugin.display_name}</a>`}
          <span class=${plugin.is_banned ? 'row-note row-note-danger' : 'row-note'}><span class="mono">${plugin.version}</span> · ${note}</span>
        </span>
      </span>
      <span class="row-actions">
        <a class="btn" href=${`cteditor?plugin=${plugin.name}`}>Edit<span class="visually-hidden"> ${plugin.display_name} in the editor</span></a>
        <a class="btn" href=${`plugin-store/publish/${plugin.name}`}>Update<span class="visually-hidden"> ${plugin.display_name}</span></a>
        <${DeleteButton} plugin=${plugin} onDone=${onChange} />
      </span>
    </li>
  `;
}
