import { type Signal, signal } from '@preact/signals';
import { html } from 'htm/preact';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { pluginAddress } from '../../ui/address.ts';
import { AreaField } from '../../ui/area-field.ts';
import { TextField } from '../../ui/field.ts';
import { SelectField } from '../../ui/select-field.ts';
import { Submit } from '../../ui/submit.ts';
import { type Draft, toPublish } from './draft.ts';

const PLUGIN_TYPES = [
  { value: 'widget', label: 'Widget: draws a panel' },
  { value: 'lifecycle', label: 'Lifecycle: runs on the server only' },
];
const WIDGET_TYPES = ['counter', 'chart', 'list', 'text', 'progress', 'custom'].map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));

type TextName = Exclude<keyof Draft, 'has_external_access'>;
type Fields = Record<TextName, Signal<string>> & { has_external_access: Signal<boolean> };

function openFields(start: Draft): Fields {
  const { has_external_access, ...texts } = start;
  const { name, display_name, description, version, icon, plugin_type, widget_type } = texts;
  const { repository, api_endpoint, script, settings_schema, readme, changelog } = texts;
  return {
    name: signal(name),
    display_name: signal(display_name),
    description: signal(description),
    version: signal(version),
    icon: signal(icon),
    plugin_type: signal(plugin_type),
    widget_type: signal(widget_type),
    repository: signal(repository),
    api_endpoint: signal(api_endpoint),
    script: signal(script),
    settings_schema: signal(settings_schema),
    readme: signal(readme),
    changelog: signal(changelog),
    has_external_access: signal(has_external_access),
  };
}

const readFields = (fields: Fields): Draft => ({
  name: fields.name.value,
  display_name: fields.display_name.value,
  description: fields.description.value,
  version: fields.version.value,
  icon: fields.icon.value,
  plugin_type: fields.plugin_type.value,
  widget_type: fields.widget_type.value,
  repository: fields.repository.value,
  api_endpoint: fields.api_endpoint.value,
  script: fields.script.value,
  settings_schema: fields.settings_schema.value,
  readme: fields.readme.value,
  changelog: fields.changelog.value,
  has_external_access: fields.has_external_access.value,
});

interface PublishFormProps {
  start: Draft;
  isNew: boolean;
}

export function PublishForm({ start, isNew }: PublishFormProps) {
  const { api, router, toasts } = useApp();
  const fields = useMemo(() => openFields(start), [start]);
  const publish = useAction(async () => {
    const body = toPublish(readFields(fields), start);
    const { plugin } = await api.post<{ plugin: { name: string; version: string } }>(
      'api/v1/store/publish',
      body,
    );
    toasts.show(`${plugin.name} ${plugin.version} is published`);
    router.navigate(pluginAddress(plugin.name));
  });
  const errors = publish.error.value?.fields ?? {};
  return html`
    <form class="form publish-form" onSubmit=${publish.run}>
      <${Naming} ...${{ fields, errors, isNew, start }} />
      <${Kinds} ...${{ fields, errors }} />
      <${AreaField} label="Script" name="script" value=${fields.script} error=${errors.script} rows=${14} isCode hint="JavaScript. A widget gets container and token; a lifecycle plugin defines on_heartbeat, on_tick, on_install or endpoints." />
      <${AreaField} label="What is new" name="changelog" value=${fields.changelog} error=${errors.changelog} rows=${3} hint="Shown beside this version." />
      <${AreaField} label="README" name="readme" value=${fields.readme} error=${errors.readme} rows=${8} isCode hint="Markdown. Pictures elsewhere become links." />
      <${AreaField}
        label="Settings schema"
        name="settings_schema"
        value=${fields.settings_schema}
        error=${errors.settings_schema}
        rows=${6}
        isCode
        placeholder='{ "type": "object", "properties": { "goal": { "type": "integer", "default": 4 } } }'
        hint="JSON. People who install it get a form made of it."
      />
      <${ExternalAccess} isExternal=${fields.has_external_access} />
      <${Submit} action=${publish} kind="primary">${isNew ? 'Publish Plugin' : 'Publish update'}</>
      <p class="field-error" role="status">${Object.keys(errors).length > 0 ? 'Not published: see the fields above.' : ''}</p>
    </form>
  `;
}

interface PartProps {
  fields: Fields;
  errors: Readonly<Record<string, string>>;
}

function Naming({ fields, errors, isNew, start }: PartProps & PublishFormProps) {
  return html`
    <div class="form-pair">
      <${TextField}
        label="Name"
        name="name"
        value=${fields.name}
        error=${errors.name}
        hint=${isNew ? 'Lower-case words joined by dashes, e.g. streak-counter. It stays.' : 'The name stays.'}
        readOnly=${!isNew}
        maxLength=${64}
        required
      />
      <${TextField} label="Title" name="display_name" value=${fields.display_name} error=${errors.display_name} hint="Above its panel and in the store." maxLength=${128} required />
    </div>
    <${AreaField} label="Description" name="description" value=${fields.description} error=${errors.description} rows=${2} maxLength=${2_000} hint="A sentence for its card. @names of other plugins are installed along." />
    <div class="form-pair">
      <${TextField} label="Version" name="version" value=${fields.version} error=${errors.version} hint=${isNew ? 'Such as 1.0.0.' : `Was ${start.version}. A new one keeps the old in the history.`} maxLength=${16} />
      <${TextField} label="Icon" name="icon" value=${fields.icon} error=${errors.icon} hint="One emoji." maxLength=${8} />
    </div>
  `;
}

function Kinds({ fields, errors }: PartProps) {
  return html`
    <div class="form-pair">
      <${SelectField} label="Plugin type" name="plugin_type" value=${fields.plugin_type} error=${errors.plugin_type} options=${PLUGIN_TYPES} />
      <${SelectField} label="Widget type" name="widget_type" value=${fields.widget_type} error=${errors.widget_type} options=${WIDGET_TYPES} />
    </div>
    <div class="form-pair">
      <${TextField} label="Repository" name="repository" value=${fields.repository} error=${errors.repository} placeholder="https://…" maxLength=${500} />
      <${TextField} label="API endpoint" name="api_endpoint" value=${fields.api_endpoint} error=${errors.api_endpoint} hint="Where its numbers come from, if from one place." maxLength=${500} />
    </div>
  `;
}

function ExternalAccess({ isExternal }: { isExternal: Signal<boolean> }) {
  return html`
    <label class="tick">
      <input
        type="checkbox"
        name="has_external_access"
        checked=${isExternal.value}
        onChange=${(event: { currentTarget: HTMLInputElement }) => {
          isExternal.value = event.currentTarget.checked;
        }}
      />
      <span>It asks other servers. Hosts that its script names are found and shown anyway.</span>
    </label>
  `;
}
