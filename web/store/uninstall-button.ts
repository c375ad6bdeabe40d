import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import type { StorePlugin } from './plugins.ts';

interface UninstallButtonProps {
  plugin: Pick<StorePlugin, 'id' | 'display_name'>;
  onDone: () => Promise<void>;
}

/** Asks once, and whether what the plugin keeps for this person goes too. */
export function UninstallButton({ plugin, onDone }: UninstallButtonProps) {
  const { api, toasts } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const isPurged = useSignal(false);
  const question = `Uninstall ${plugin.display_name}?`;
  const uninstall = useAction(async () => {
    const purge = isPurged.value ? '?purge=true' : '';
    await api.remove(`api/v1/store/uninstall/${plugin.id}${purge}`);
    dialog.current?.close();
    toasts.show(`${plugin.display_name} is uninstalled`);
    await onDone();
  });
  return html`
    <button class="btn" type="button" onClick=${() => dialog.current?.showModal()}>
      Uninstall<span class="visually-hidden"> ${plugin.display_name}</span>
    </button>
    <dialog class="dialog" ref=${dialog} aria-label=${question}>
      <form class="form" onSubmit=${uninstall.run}>
        <h2 class="dialog-title">${question}</h2>
        <p>Its panel goes from your dashboard, and it runs for you no more.</p>
        <label class="tick">
          <input
            type="checkbox"
            name="purge"
            checked=${isPurged.value}
            onChange=${(event: { currentTarget: HTMLInputElement }) => {
              isPurged.value = event.currentTarget.checked;
            }}
          />
          <span>Delete my settings and what it keeps for me too</span>
        </label>
        <p class="field-error" role="alert">${uninstall.error.value?.message}</p>
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${() => dialog.current?.close()}>Keep</button>
          <button class="btn btn-danger" type="submit" disabled=${uninstall.isBusy.value}>Uninstall</button>
        </div>
      </form>
    </dialog>
  `;
}
