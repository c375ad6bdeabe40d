import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { TextField } from '../ui/field.ts';
import type { StorePlugin } from './plugins.ts';

interface DeleteButtonProps {
  plugin: Pick<StorePlugin, 'id' | 'name' | 'display_name'>;
  /** Authors delete their own, administrators any. */
  as?: 'author' | 'admin';
  onDone: () => Promise<void>;
}

/** Takes a plugin out of the store for good; asks for its name. */
export function DeleteButton({ plugin, as = 'author', onDone }: DeleteButtonProps) {
  const { api, toasts } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const given = useSignal('');
  const question = `Delete ${plugin.display_name}?`;
  const close = () => {
    given.value = '';
    dialog.current?.close();
  };
  const remove = useAction(async () => {
    await api.remove(`api/v1/store/${as === 'admin' ? 'admin/delete' : 'my'}/${plugin.id}`);
    close();
    toasts.show(`${plugin.display_name} is deleted`);
    await onDone();
  });
  return html`
    <button class="btn btn-danger" type="button" onClick=${() => dialog.current?.showModal()}>
      Delete<span class="visually-hidden"> ${plugin.display_name}</span>
    </button>
    <dialog class="dialog" ref=${dialog} aria-label=${question}>
      <form class="form" onSubmit=${remove.run}>
        <h2 class="dialog-title">${question}</h2>
        <p>It leaves the store and everybody’s dashboard at once, with its versions, reviews and settings. The name is free again.</p>
        <${TextField}
          label=${`Write ${plugin.name} to confirm`}
          name="plugin_name"
          value=${given}
          error=${remove.error.value?.message}
          autocomplete="off"
          required
        />
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${close}>Keep</button>
          <button class="btn btn-danger" type="submit" disabled=${remove.isBusy.value || given.value.trim() !== plugin.name}>
            Delete
          </button>
        </div>
      </form>
    </dialog>
  `;
}
