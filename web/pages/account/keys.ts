import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { KeyNotice } from '../../ui/key-notice.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { SelectField } from '../../ui/select-field.ts';
import { Submit } from '../../ui/submit.ts';
import type { ApiKey, NewApiKey } from '../../wire.ts';
import { KeyRow } from './key-row.ts';
import { SCOPES } from './key-scopes.ts';
import { Section } from './section.ts';

/** The keys that editors send with. */
export function Keys() {
  const { api } = useApp();
  const keys = useResource<{ keys: ApiKey[] }>((signal) => api.get('api/v1/keys', { signal }));
  const name = useSignal('');
  const scope = useSignal('full');
  const created = useSignal<NewApiKey | null>(null);
  const create = useAction(async () => {
    const answer = await api.post<{ key: NewApiKey }>('api/v1/keys', {
      name: name.value.trim(),
      scope: scope.value,
    });
    created.value = answer.key;
    name.value = '';
    await keys.refresh();
  });
  const rows = keys.data.value?.keys ?? [];
  return html`
    <${Section} title="API keys" lead="One for each editor or machine, so that each can be taken back alone.">
      ${created.value && html`<${KeyNotice} apiKey=${created.value} />`}
      ${keys.error.value && html`<${FailureNotice} error=${keys.error.value} onRetry=${keys.refresh} />`}
      <ul class="rows">
        ${rows.map((row) => html`<${KeyRow} key=${row.id} apiKey=${row} onChange=${keys.refresh} />`)}
      </ul>
      <form class="form form-key" onSubmit=${create.run}>
        <${TextField}
          label="Name of a new key"
          name="key_name"
          value=${name}
          error=${create.error.value?.fields.name}
          maxLength=${128}
          placeholder="Laptop"
          required
        />
        <${SelectField} label="May" name="scope" value=${scope} error=${create.error.value?.fields.scope} options=${SCOPES} />
        <${Submit} action=${create}>Make a key</>
      </form>
    </>
  `;
}
