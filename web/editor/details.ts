import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import {
  BUMPS,
  type Bump,
  bumpVersion,
  dependenciesIn,
  isName,
  type MetaField,
  PLUGIN_TYPES,
  problemOfSchema,
  WIDGET_TYPES,
} from './meta.ts';
import { MetaArea, MetaSelect, MetaText } from './meta-fields.ts';
import { useAuthorOf } from './name-check.ts';
import type { OwnPlugin } from './wire.ts';
import type { Workbench } from './workbench.ts';

interface DetailsProps {
  workbench: Workbench;
  /** The person's own plugin of this name in the store. */
  published: OwnPlugin | null;
  /** Sentences by field, once it was tried to publish. */
  problems: Partial<Record<MetaField, string>>;
}

const PLUGIN_TYPE_LABELS = { widget: 'Widget (and hooks)', lifecycle: 'Hooks only' };
const SCHEMA_EXAMPLE = `{
  "type": "object",
  "properties": {
    "goal": { "type": "integer", "title": "Daily goal", "minimum": 1, "default": 4 }
  }
}`;

/** What the store is told of the plugin. */
export function Details({ workbench, published, problems }: DetailsProps) {
  const { meta } = workbench.draft.value;
  const named = dependenciesIn(meta);
  const text = (field: MetaField, label: string, rest: object = {}) =>
    html`<${MetaText} ...${{ workbench, field, label, problem: problems[field], ...rest }} />`;
  return html`
    <div class="cteditor-pair">
      <${Name} ...${{ workbench, published }} problem=${problems.name} />
      ${text('display_name', 'Display name', { placeholder: 'Streak Counter' })}
    </div>
    <div class="cteditor-pair">
      <${Version} ...${{ workbench, published }} problem=${problems.version} />
      ${text('icon', 'Icon', { hint: 'One emoji' })}
    </div>
    <${MetaArea}
      ...${{ workbench, field: 'description', label: 'Description', rows: 2, problem: problems.description }}
      hint=${
        named.length > 0
          ? `Installed along: ${named.join(', ')}`
          : 'Name a plugin that it needs as @its-name: it is installed along.'
      }
    />
    <div class="cteditor-pair">
      <${MetaSelect}
        ...${{ workbench, field: 'plugin_type', label: 'Plugin type', problem: problems.plugin_type }}
        options=${PLUGIN_TYPES.map((type) => [type, PLUGIN_TYPE_LABELS[type]])}
      />
      ${
        meta.plugin_type !== 'lifecycle' &&
        html`<${MetaSelect}
          ...${{ workbench, field: 'widget_type', label: 'Widget type', problem: problems.widget_type }}
          options=${WIDGET_TYPES.map((type) => [type, type])}
        />`
      }
    </div>
    ${text('repository', 'Repository', { placeholder: 'https://…' })}
    <${MetaArea} ...${{ workbench, field: 'readme', label: 'README, as Markdown', rows: 5, problem: problems.readme }} />
    <${MetaArea}
      ...${{ workbench, field: 'settings_schema', label: 'Settings, as a JSON schema', rows: 5, isCode: true }}
      placeholder=${SCHEMA_EXAMPLE}
      problem=${problemOfSchema(meta.settings_schema) ?? problems.settings_schema}
      hint="Whoever installs it gets a form for these. Leave it empty for none."
    />
    <${MetaArea}
      ...${{ workbench, field: 'changelog', label: `What is new in ${meta.version}`, rows: 2, problem: problems.changelog }}
    />
  `;
}

interface PartProps {
  workbench: Workbench;
  published: OwnPlugin | null;
  problem: string | undefined;
}

function Name({ workbench, published, problem }: PartProps) {
  const { session } = useApp();
  const { name } = workbench.draft.value.meta;
  const author = useAuthorOf(name);
  const isOthers = author !== null && author !== session.me.value?.username && !published;
  const taken = isOthers ? `${name} was published by ${author}. Choose another name.` : undefined;
  const malformed =
    name === '' || isName(name)
      ? undefined
      : 'Lower-case letters, digits and single dashes: streak-counter';
  return html`
    <${MetaText}
      ...${{ workbench, field: 'name', label: 'Name', placeholder: 'streak-counter' }}
      problem=${malformed ?? taken ?? problem}
      hint=${published ? `Yours: publishing updates ${published.version}` : 'Its address in the store'}
    />
  `;
}

function Version({ workbench, published, problem }: PartProps) {
  const { version } = workbench.draft.value.meta;
  const bump = (by: Bump) =>
    workbench.changeMeta({ version: bumpVersion(published?.version ?? version, by) });
  return html`
    <div class="cteditor-version">
      <${MetaText}
        ...${{ workbench, field: 'version', label: 'Version', problem }}
        hint=${published ? `Published: ${published.version}` : undefined}
      />
      <div class="button-row" role="group" aria-label="Next version">
        ${BUMPS.map((by) => html`<button key=${by} class="btn" type="button" onClick=${() => bump(by)}>${by}</button>`)}
      </div>
    </div>
  `;
}
