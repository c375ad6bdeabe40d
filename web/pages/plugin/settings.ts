import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { SchemaForm } from '../../ui/schema-form.ts';
import { readSettingsSchema } from '../../ui/schema-values.ts';

interface SettingsAnswer {
  settings: Record<string, unknown>;
  schema: unknown;
}

/** This person's own, of a plugin that they have installed. */
export function Settings({ plugin }: { plugin: StorePlugin }) {
  const { api, toasts } = useApp();
  const path = `api/v1/plugins/${plugin.name}/settings`;
  const answer = useResource<SettingsAnswer>((signal) => api.get(path, { signal }), plugin.version);
  const known = answer.data.value;
  if (answer.error.value) {
    return html`<${FailureNotice} error=${answer.error.value} onRetry=${answer.refresh} />`;
  }
  const schema = readSettingsSchema(known?.schema);
  if (!known || !schema) return null;
  return html`
    <${SchemaForm}
      key=${plugin.version}
      schema=${schema}
      values=${known.settings}
      onSave=${async (settings: Record<string, unknown>) => {
        await api.put(path, settings);
        toasts.show('Saved');
      }}
    />
  `;
}
