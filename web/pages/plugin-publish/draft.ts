/** Between the publish form and `POST /api/v1/store/publish`. Pure. */
import { ApiError } from '../../api.ts';
import type { PluginDetail, StorePlugin } from '../../store/plugins.ts';

export interface Draft {
  name: string;
  display_name: string;
  description: string;
  version: string;
  icon: string;
  plugin_type: string;
  widget_type: string;
  repository: string;
  api_endpoint: string;
  script: string;
  settings_schema: string;
  readme: string;
  changelog: string;
  has_external_access: boolean;
}

/** What the server would take for what is left out. */
export const NEW_DRAFT: Draft = {
  name: '',
  display_name: '',
  description: '',
  version: '0.1.0',
  icon: '🔌',
  plugin_type: 'widget',
  widget_type: 'counter',
  repository: '',
  api_endpoint: '',
  script: '',
  settings_schema: '',
  readme: '',
  changelog: '',
  has_external_access: false,
};

/** What is published now. A changelog is about one version, so it starts empty. */
export function toDraft(plugin: StorePlugin, detail: PluginDetail | null): Draft {
  const { settings_schema: schema } = plugin;
  return {
    name: plugin.name,
    display_name: plugin.display_name,
    description: plugin.description ?? '',
    version: plugin.version,
    icon: plugin.icon ?? '',
    plugin_type: detail?.plugin_type ?? 'widget',
    widget_type: plugin.widget_type ?? 'counter',
    repository: plugin.repository ?? '',
    api_endpoint: plugin.api_endpoint ?? '',
    script: plugin.script ?? '',
    settings_schema: schema ? JSON.stringify(schema, null, 2) : '',
    readme: detail?.readme ?? '',
    changelog: '',
    has_external_access: plugin.has_external_access,
  };
}

/** What was changed, beside what is always needed: the rest stays as it is. Throws ApiError. */
export function toPublish(draft: Draft, start: Draft): Record<string, unknown> {
  const { name, display_name, settings_schema: schema, ...others } = draft;
  const changed = Object.entries(others).filter(
    ([field, value]) => value !== Object.entries(start).find(([known]) => known === field)?.[1],
  );
  const isSchemaChanged = schema.trim() !== start.settings_schema.trim();
  return {
    name: name.trim(),
    display_name,
    ...Object.fromEntries(changed),
    ...(isSchemaChanged && { settings_schema: parseSchema(schema) }),
  };
}

function parseSchema(text: string): unknown {
  try {
    return text.trim() === '' ? '' : JSON.parse(text);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const sentence = `This is not JSON: ${words}`;
    const fields = { settings_schema: sentence };
    throw new ApiError(sentence, { status: 0, code: 'invalid', fields, cause });
  }
}
