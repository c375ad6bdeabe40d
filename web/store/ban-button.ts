import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { TextField } from '../ui/field.ts';
import type { StorePlugin } from './plugins.ts';

const MAX_REASON_CHARACTERS = 500;

interface BanButtonProps {
  plugin: Pick<StorePlugin, 'id' | 'display_name'>;
  onDone: () => Promise<void>;
}

/** Stops a plugin for everybody at once; the reason is what its author and followers of links read. */
export function BanButton({ plugin, onDone }: BanButtonProps) {
  const { api, toasts } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useSignal('');
  const question = `Ban ${plugin.display_name}?`;
  const ban = useAction(async () => {
    await api.post(`api/v1/store/admin/ban/${plugin.id}`, { reason: reason.value });
    dialog.current?.close();
    toasts.show(`${plugin.display_name} is banned`);
    await onDone();
  });
  return html`
    <button class="btn btn-danger" type="button" onClick=${() => dialog.current?.showModal()}>
      Ban<span class="visually-hidden"> ${plugin.display_name}</span>
    </button>
    <dialog class="dialog" ref=${dialog} aria-label=${question}>
      <form class="form" onSubmit=${ban.run}>
        <h2 class="dialog-title">${question}</h2>
        <p>Its panels, hooks and endpoints stop for everybody at once. You can take the ban back.</p>
        <${TextField}
          label="Reason"
          name="ban_reason"
          value=${reason}
          hint="Its author and everybody who follows a link to it read this."
          error=${ban.error.value?.message}
          maxLength=${MAX_REASON_CHARACTERS}
        />
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${() => dialog.current?.close()}>Cancel</button>
          <button class="btn btn-danger" type="submit" disabled=${ban.isBusy.value}>Ban</button>
        </div>
      </form>
    </dialog>
  `;
}
