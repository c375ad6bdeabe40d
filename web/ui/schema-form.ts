import { type Signal, signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { useAction } from './action.ts';
import { SchemaControl } from './schema-control.ts';
import { collectSettings, type Draft, type SettingsSchema, toDraft } from './schema-values.ts';
import { Submit } from './submit.ts';

interface SchemaFormProps {
  schema: SettingsSchema;
  /** Saved values over defaults, as `GET /api/v1/plugins/:name/settings` tells them. */
  values: Readonly<Record<string, unknown>>;
  /** Gets the schema's settings only; those left empty are absent. An ApiError's `fields` show at the fields. */
  onSave: (settings: Record<string, unknown>) => Promise<void>;
  submit?: ComponentChildren;
}

/**
 * A form for the settings that a plugin's schema describes. What is being typed stays when `values`
 * change; give another `key` to start anew.
 */
export function SchemaForm({ schema, values, onSave, submit = 'Save settings' }: SchemaFormProps) {
  const drafts = useMemo(() => openDrafts(schema, values), [schema]);
  const action = useAction(() =>
    onSave(collectSettings(schema, Object.fromEntries(readDrafts(drafts)))),
  );
  const errors = action.error.value?.fields ?? {};
  return html`
    <form class="form schema-form" onSubmit=${action.run}>
      ${schema.description && html`<p>${schema.description}</p>`}
      ${[...drafts].map(([name, draft]) => {
        const setting = schema.properties[name];
        const isRequired = schema.required?.includes(name) ?? false;
        return (
          setting &&
          html`<${SchemaControl} key=${name} ...${{ name, setting, isRequired, draft }} error=${errors[name]} />`
        );
      })}
      <${Submit} action=${action}>${submit}</>
    </form>
  `;
}

type Drafts = ReadonlyMap<string, Signal<Draft>>;

function openDrafts(schema: SettingsSchema, values: Readonly<Record<string, unknown>>): Drafts {
  return new Map(
    Object.entries(schema.properties).map(([name, setting]) => [
      name,
      signal(toDraft(setting, values[name])),
    ]),
  );
}

const readDrafts = (drafts: Drafts) =>
  [...drafts].map(([name, draft]): [string, Draft] => [name, draft.value]);
