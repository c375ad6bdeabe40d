/** What a publisher sends, held to what the store can keep (seeds, "Publish fields reference"). */
import { AppError } from '../base/errors.ts';
import { parseSettingsSchema, type SettingsSchema } from './settings-schema.ts';

/** Characters, by field. `icon` and `version` are as wide as the documented columns. */
export const FIELD_LIMITS = {
  name: 64,
  display_name: 128,
  description: 2_000,
  version: 16,
  icon: 8,
  repository: 500,
  api_endpoint: 500,
  changelog: 4_000,
  readme: 64 * 1_024,
};
/** UTF-8 bytes of a script: far beyond what people write by hand, not beyond what they bundle. */
export const MAX_SCRIPT_BYTES = 256 * 1_024;
/** `@names` in a description that count as dependencies. */
export const MAX_DEPENDENCIES = 20;

export const DEFAULT_ICON = '🔌';
export const DEFAULT_VERSION = '0.1.0';

const WIDGET_TYPES = ['counter', 'chart', 'list', 'text', 'progress', 'custom'];
const PLUGIN_TYPES = ['widget', 'lifecycle'];
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** As it comes: null is as good as absent, '' clears a field that may be cleared. */
export interface PublishInput {
  name: string;
  display_name: string;
  description?: string | null | undefined;
  version?: string | null | undefined;
  repository?: string | null | undefined;
  icon?: string | null | undefined;
  plugin_type?: string | null | undefined;
  widget_type?: string | null | undefined;
  api_endpoint?: string | null | undefined;
  script?: string | null | undefined;
  settings_schema?: unknown;
  has_external_access?: boolean | null | undefined;
  readme?: string | null | undefined;
  changelog?: string | null | undefined;
}

/** What an update keeps is undefined; what it clears is null. */
export interface PublishFields {
  name: string;
  display_name: string;
  description: string | null | undefined;
  version: string | undefined;
  repository: string | null | undefined;
  icon: string | undefined;
  plugin_type: string | undefined;
  widget_type: string | undefined;
  api_endpoint: string | null | undefined;
  script: string | null | undefined;
  settings_schema: SettingsSchema | null | undefined;
  has_external_access: boolean | undefined;
  readme: string | null | undefined;
  changelog: string | null | undefined;
}

function invalid(field: string, sentence: string): AppError {
  return new AppError('invalid', sentence, { fields: { [field]: sentence } });
}

type Text = keyof typeof FIELD_LIMITS;

/** Postgres counts characters, not UTF-16 units. */
const lengthOf = (text: string) => [...text].length;

function parseText(field: Text, given: string): string {
  const text = given.trim().toWellFormed();
  if (text.includes('\0')) throw invalid(field, `${field} contains a NUL character`);
  const limit = FIELD_LIMITS[field];
  if (text.length <= limit || lengthOf(text) <= limit) return text;
  throw invalid(field, `${field} cannot be longer than ${limit} characters`);
}

const parseClearable = (field: Text, given: string | null | undefined) =>
  typeof given === 'string' ? parseText(field, given) || null : undefined;

function parseName(given: string): string {
  if (given.length <= FIELD_LIMITS.name && KEBAB_CASE.test(given)) return given;
  throw invalid(
    'name',
    `name is kebab-case: lower-case letters and digits in words joined by single dashes, ${FIELD_LIMITS.name} characters at most, e.g. streak-counter`,
  );
}

function parseUrl(given: string | null | undefined): string | null | undefined {
  const text = parseClearable('repository', given);
  if (typeof text !== 'string' || (/^https?:\/\//i.test(text) && URL.canParse(text))) return text;
  throw invalid('repository', 'repository must start with http:// or https://');
}

function parseChoice(
  field: string,
  choices: readonly string[],
  given: string | null | undefined,
): string | undefined {
  if (given === null || given === undefined || given === '') return undefined;
  if (choices.includes(given)) return given;
  throw invalid(field, `${field} must be one of ${choices.join(', ')}`);
}

function parseScript(given: string | null | undefined): string | null | undefined {
  if (given === null || given === undefined) return undefined;
  const bytes = Buffer.byteLength(given);
  if (bytes > MAX_SCRIPT_BYTES) {
    throw invalid('script', `script has ${bytes} bytes; ${MAX_SCRIPT_BYTES} are allowed`);
  }
  if (given.includes('\0')) throw invalid('script', 'script contains a NUL character');
  return given.trim() === '' ? null : given.toWellFormed();
}

function parseSchema(given: unknown): SettingsSchema | null | undefined {
  if (given === null || given === undefined) return undefined;
  return given === '' ? null : parseSettingsSchema(given);
}

/** Throws `invalid` with the field and what to change. */
export function parsePublish(input: PublishInput): PublishFields {
  const display_name = parseText('display_name', input.display_name);
  if (display_name === '') throw invalid('display_name', 'display_name cannot be empty');
  return {
    name: parseName(input.name),
    display_name,
    description: parseClearable('description', input.description),
    version: parseClearable('version', input.version) ?? undefined,
    repository: parseUrl(input.repository),
    icon: parseClearable('icon', input.icon) ?? undefined,
    plugin_type: parseChoice('plugin_type', PLUGIN_TYPES, input.plugin_type),
    widget_type: parseChoice('widget_type', WIDGET_TYPES, input.widget_type),
    api_endpoint: parseClearable('api_endpoint', input.api_endpoint),
    script: parseScript(input.script),
    settings_schema: parseSchema(input.settings_schema),
    has_external_access: input.has_external_access ?? undefined,
    readme: parseClearable('readme', input.readme),
    changelog: parseClearable('changelog', input.changelog),
  };
}

/** The plugins that a description names as `@name`: installed along (spec/codetrackr 1.5). */
export function dependenciesIn(name: string, description: string | null): string[] {
  const named = [...(description ?? '').matchAll(/@([a-z0-9]+(?:-[a-z0-9]+)*)/g)].map(
    ([, dependency = '']) => dependency,
  );
  const others = named.filter((it) => it !== name && it.length <= FIELD_LIMITS.name);
  return [...new Set(others)].slice(0, MAX_DEPENDENCIES);
}
