/** Settings between a plugin's schema and the fields of a form. Pure. */

interface Labelled {
  title?: string;
  description?: string;
}

/** One setting, as src/plugins/settings-schema.ts lets authors describe it. */
export type Setting =
  | (Labelled & {
      type: 'string';
      enum?: string[];
      minLength?: number;
      maxLength?: number;
      /** How it is shown: `color`, `date`, `uri`, `textarea`, … */
      format?: string;
      default?: string;
    })
  | (Labelled & {
      type: 'number' | 'integer';
      minimum?: number;
      maximum?: number;
      default?: number;
    })
  | (Labelled & { type: 'boolean'; default?: boolean })
  | (Labelled & {
      type: 'array';
      items: { type: 'string'; enum?: string[] };
      maxItems?: number;
      default?: string[];
    });

export interface SettingsSchema extends Labelled {
  type: 'object';
  properties: Record<string, Setting>;
  required?: string[];
}

/** What a field holds: its text, whether it is ticked, or which choices are. */
export type Draft = string | boolean | string[];

/** Null for anything else than a schema with settings: then there is no form. */
export function readSettingsSchema(given: unknown): SettingsSchema | null {
  if (typeof given !== 'object' || given === null || !('properties' in given)) return null;
  const { properties } = given;
  if (typeof properties !== 'object' || properties === null) return null;
  // The server took nothing but its own kind of schema (src/plugins/settings-schema.ts).
  return Object.keys(properties).length > 0 ? (given as SettingsSchema) : null;
}

/** What people read beside the field. */
export function labelOf(name: string, setting: Setting): string {
  if (setting.title) return setting.title;
  const words = name.replaceAll(/[_-]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

/** A field for a saved value; one that does not fit the schema (any more) starts empty. */
export function toDraft(setting: Setting, value: unknown): Draft {
  switch (setting.type) {
    case 'boolean':
      return value === true;
    case 'array': {
      const texts = Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
      return setting.items.enum ? texts : texts.join('\n');
    }
    case 'string':
      return typeof value === 'string' ? value : '';
    default:
      return typeof value === 'number' ? String(value) : '';
  }
}

/** What to save for a field; undefined when it is empty: then the default counts. */
export function fromDraft(setting: Setting, draft: Draft): unknown {
  if (typeof draft !== 'string') return draft;
  if (setting.type === 'array') {
    return draft
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  }
  if (draft.trim() === '') return undefined;
  return setting.type === 'string' ? draft : Number(draft);
}

/** The settings that a whole form means. */
export function collectSettings(
  schema: SettingsSchema,
  drafts: Readonly<Record<string, Draft>>,
): Record<string, unknown> {
  const entries = Object.entries(schema.properties).map(([name, setting]) => [
    name,
    fromDraft(setting, drafts[name] ?? ''),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
