import { type Signal, useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { KeyNotice } from '../../ui/key-notice.ts';
import { Submit } from '../../ui/submit.ts';
import type { NewApiKey } from '../../wire.ts';

/** Makes a key, which the snippets below then hold. */
export function KeyStep({ apiKey }: { apiKey: Signal<NewApiKey | null> }) {
  const { api } = useApp();
  const name = useSignal('My editor');
  const action = useAction(async () => {
    const answer = await api.post<{ key: NewApiKey }>('api/v1/keys', { name: name.value });
    apiKey.value = answer.key;
  });
  if (apiKey.value) return html`<${KeyNotice} apiKey=${apiKey.value} />`;
  return html`
    <form class="form form-inline" onSubmit=${action.run}>
      <${TextField}
        label="Name of the key"
        name="name"
        value=${name}
        error=${action.error.value?.fields.name}
        maxLength=${128}
        required
      />
      <${Submit} action=${action} kind="primary">Make a key</>
    </form>
  `;
}
