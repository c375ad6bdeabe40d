/** What the store is told of a plugin (spec/codetrackr 1.5), as it is typed. */

export interface Meta {
  name: string;
  display_name: string;
  version: string;
  icon: string;
  description: string;
  repository: string;
  plugin_type: string;
  widget_type: string;
  readme: string;
  /** JSON. */
  settings_schema: string;
  changelog: string;
}

export type MetaField = keyof Meta;

export const NEW_META: Readonly<Meta> = {
  name: '',
  display_name: '',
  version: '0.1.0',
  icon: '🔌',
  description: '',
  repository: '',
  plugin_type: 'widget',
  widget_type: 'custom',
  readme: '',
  settings_schema: '',
  changelog: '',
};

/** Characters; the server's limits. */
export const META_LIMITS: Readonly<Partial<Record<MetaField, number>>> = {
  name: 64,
  display_name: 128,
  version: 16,
  icon: 8,
  description: 2_000,
  repository: 500,
  changelog: 4_000,
  readme: 65_536,
};

export const WIDGET_TYPES = ['counter', 'chart', 'list', 'text', 'progress', 'custom'] as const;
export const PLUGIN_TYPES = ['widget', 'lifecycle'] as const;

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const VERSION = /^(\d+)\.(\d+)\.(\d+)/;

export const isName = (text: string) => text.length <= 64 && KEBAB_CASE.test(text);

/** Of something unknown: texts of known fields; a schema that is no text becomes one. */
export function parseMeta(given: unknown): Partial<Meta> {
  if (typeof given !== 'object' || given === null) return {};
  const fields = new Map<string, unknown>(Object.entries(given));
  const meta: Partial<Meta> = {};
  for (const field of META_FIELDS) {
    const value = fields.get(field);
    if (typeof value === 'string') meta[field] = value;
    else if (field === 'settings_schema' && typeof value === 'object' && value !== null) {
      meta.settings_schema = JSON.stringify(value, null, 2);
    }
  }
  return meta;
}

const META_FIELDS: readonly MetaField[] = [
  'name',
  'display_name',
  'version',
  'icon',
  'description',
  'repository',
  'plugin_type',
  'widget_type',
  'readme',
  'settings_schema',
  'changelog',
];

export const BUMPS = ['patch', 'minor', 'major'] as const;
export type Bump = (typeof BUMPS)[number];

/** The next version; `0.1.0` after what is none. */
export function bumpVersion(version: string, bump: Bump): string {
  const [, major, minor, patch] = VERSION.exec(version.trim()) ?? [];
  if (major === undefined) return NEW_META.version;
  const numbers = [Number(major), Number(minor), Number(patch)] as const;
  if (bump === 'major') return `${numbers[0] + 1}.0.0`;
  if (bump === 'minor') return `${numbers[0]}.${numbers[1] + 1}.0`;
  return `${numbers[0]}.${numbers[1]}.${numbers[2] + 1}`;
}

/** Whether a version comes after another; what is no version comes after nothing. */
export function isLater(version: string, than: string): boolean {
  const [, ...a] = VERSION.exec(version.trim()) ?? [];
  const [, ...b] = VERSION.exec(than.trim()) ?? [];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && Number(a[at]) > Number(b[at] ?? -1);
}

/** `@names` in a description: plugins that are installed along. */
export function dependenciesIn({ name, description }: Meta): string[] {
  const named = [...description.matchAll(/@([a-z0-9]+(?:-[a-z0-9]+)*)/g)].map(([, it = '']) => it);
  return [...new Set(named)].filter((it) => it !== name);
}

/** What is wrong with a schema's text; null for nothing, and for none. The server looks closer. */
export function problemOfSchema(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    const schema: unknown = JSON.parse(text);
    const isObject = typeof schema === 'object' && schema !== null;
    if (isObject && 'type' in schema && schema.type === 'object' && 'properties' in schema) {
      return null;
    }
    return 'A schema is {"type": "object", "properties": { … }}';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Sentences by field: what would be refused. A name that is not typed yet is `needed`. */
export function problemsOf(meta: Meta): Partial<Record<MetaField, string>> {
  const problems: Partial<Record<MetaField, string>> = {};
  if (!isName(meta.name)) problems.name = problemOfName(meta.name);
  if (meta.display_name.trim() === '') problems.display_name = 'Give it a name that people read.';
  if (!VERSION.test(meta.version.trim())) problems.version = 'A version is three numbers: 1.0.0';
  if (meta.repository.trim() !== '' && !/^https?:\/\/\S+$/i.test(meta.repository.trim())) {
    problems.repository = 'An address starts with https:// or http://';
  }
  const schema = problemOfSchema(meta.settings_schema);
  if (schema) problems.settings_schema = schema;
  return problems;
}

function problemOfName(name: string): string {
  if (name === '') return 'A plugin needs a name.';
  return 'Lower-case letters and digits in words joined by single dashes, 64 at most: streak-counter';
}

/** The body of `POST /api/v1/store/publish`. A text that was emptied is cleared. */
export function toPublishBody(meta: Meta, code: string): Record<string, unknown> {
  const { settings_schema, ...texts } = meta;
  return {
    ...texts,
    settings_schema: settings_schema.trim() === '' ? '' : JSON.parse(settings_schema),
    script: code,
  };
}
