import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { TextField } from '../../ui/field.ts';
import { formatRelative } from '../../ui/format.ts';
import { Submit } from '../../ui/submit.ts';
import type { ApiKey } from '../../wire.ts';
import { describeScope } from './key-scopes.ts';

interface KeyRowProps {
  apiKey: ApiKey;
  onChange: () => Promise<void>;
}

/** One key: its name, its last use, and what can be done with it. */
export function KeyRow({ apiKey, onChange }: KeyRowProps) {
  const { api, toasts } = useApp();
  const isRenaming = useSignal(false);
  const path = `api/v1/keys/${apiKey.id}`;
  const name = useSignal(apiKey.name);
  const rename = useAction(async () => {
    await api.patch(path, { name: name.value.trim() });
    isRenaming.value = false;
    await onChange();
  });
  async function remove(): Promise<void> {
    await api.remove(path);
    await onChange();
    toasts.show(`Key “${apiKey.name}” deleted`);
  }
  if (isRenaming.value) {
    return html`
      <li class="row">
        <form class="form form-inline" onSubmit=${rename.run}>
          <${TextField} label="Name" name="name" value=${name} error=${rename.error.value?.fields.name} maxLength=${128} required autofocus />
          <${Submit} action=${rename}>Rename</>
        </form>
      </li>
    `;
  }
  return html`
    <li class="row">
      <div class="row-text">
        <strong>${apiKey.name}</strong>
        <span class="row-note"><span class="mono">${apiKey.key_prefix}…</span> ${describeScope(apiKey.scope)}, ${describeUse(apiKey.last_used_at)}</span>
      </div>
      <div class="row-actions">
        <button
          class="btn"
          type="button"
          aria-label=${`Rename ${apiKey.name}`}
          onClick=${() => {
            isRenaming.value = true;
          }}
        >
          Rename
        </button>
        <${ConfirmButton}
          label="Delete key"
          question=${`Delete the key “${apiKey.name}”?`}
          consequence="Editors that use it stop sending at once. What they sent stays."
          onConfirm=${remove}
        >
          Delete<span class="visually-hidden"> ${apiKey.name}</span>
        </>
      </div>
    </li>
  `;
}

function describeUse(lastUsedAt: string | null): string {
  if (!lastUsedAt) return 'never used';
  return `used ${formatRelative(Date.parse(lastUsedAt), Date.now())}`;
}
