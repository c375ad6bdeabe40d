import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { UninstallButton } from '../../store/uninstall-button.ts';
import { useAction } from '../../ui/action.ts';
import { signInAddress } from '../../ui/address.ts';

interface InstallCardProps {
  plugin: StorePlugin;
  installed: boolean | undefined;
  onChange: () => Promise<void>;
}

export function InstallCard({ plugin, installed, onChange }: InstallCardProps) {
  const { api, router, session, toasts } = useApp();
  const install = useAction(async () => {
    await api.post(`api/v1/store/install/${plugin.id}`);
    toasts.show(`${plugin.display_name} is installed`);
    await onChange();
  });
  if (!session.me.value) {
    return html`
      <div class="install">
        <a class="btn btn-primary" href=${signInAddress(router.place.value)}>Sign in to install</a>
      </div>
    `;
  }
  if (installed) {
    return html`
      <div class="install install-done">
        <p>Installed. <a href="./">Open your dashboard</a></p>
        <${UninstallButton} plugin=${plugin} onDone=${onChange} />
      </div>
    `;
  }
  return html`
    <div class="install">
      <button
        class="btn btn-primary"
        type="button"
        disabled=${installed === undefined || install.isBusy.value}
        onClick=${install.run}
      >
        ${install.isBusy.value ? 'Installing…' : 'Install'}
      </button>
      <p class="field-error" role="alert">${install.error.value?.message}</p>
    </div>
  `;
}
