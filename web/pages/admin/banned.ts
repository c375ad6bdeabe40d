import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { useAction } from '../../ui/action.ts';
import { PluginActions } from './plugin-actions.ts';

interface BannedPluginsProps {
  plugins: readonly StorePlugin[];
  onChange: () => Promise<void>;
}

/** What was stopped, and the way back. */
export function BannedPlugins({ plugins, onChange }: BannedPluginsProps) {
  const banned = plugins.filter(({ is_banned }) => is_banned);
  return html`
    <ul class="rows" aria-label="Banned plugins">
      ${banned.map((plugin) => html`<${BannedRow} key=${plugin.id} plugin=${plugin} onChange=${onChange} />`)}
    </ul>
  `;
}

function BannedRow({ plugin, onChange }: { plugin: StorePlugin; onChange: () => Promise<void> }) {
  const { api, toasts } = useApp();
  const unban = useAction(async () => {
    await api.post(`api/v1/store/admin/unban/${plugin.id}`);
    toasts.show(`${plugin.display_name} is back in the store`);
    await onChange();
  });
  return html`
    <li class="row">
      <div class="row-text">
        <span class="person-name">
          <strong>${plugin.display_name}</strong>
          <span class="person-mark person-mark-off">banned</span>
        </span>
        <span class="row-note">by ${plugin.author_username ?? 'somebody'}${plugin.ban_reason && ` · ${plugin.ban_reason}`}</span>
        <p class="field-error" role="alert">${unban.error.value?.message}</p>
      </div>
      <div class="row-actions">
        <button class="btn" type="button" disabled=${unban.isBusy.value} onClick=${unban.run}>
          Unban<span class="visually-hidden"> ${plugin.display_name}</span>
        </button>
        <${PluginActions} plugin=${plugin} onChange=${onChange} />
      </div>
    </li>
  `;
}
