import { html } from 'htm/preact';
import { BanButton } from '../../store/ban-button.ts';
import { DeleteButton } from '../../store/delete-button.ts';
import type { StorePlugin } from '../../store/plugins.ts';

interface PluginActionsProps {
  plugin: StorePlugin;
  onChange: () => Promise<void>;
}

/** What stops a plugin: for now, or for good. */
export function PluginActions({ plugin, onChange }: PluginActionsProps) {
  return html`
    ${!plugin.is_banned && html`<${BanButton} plugin=${plugin} onDone=${onChange} />`}
    <${DeleteButton} plugin=${plugin} as="admin" onDone=${onChange} />
  `;
}
