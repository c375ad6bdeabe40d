import { cut, type Fields, firstName, isFields, toName, toNumber } from './fields.ts';

/** Most dependencies kept of one heartbeat, and the length of each (UTF-16 units). */
export const DEPENDENCY_LIMIT = 100;
export const DEPENDENCY_LENGTH = 128;
/** Longest text of any other extra field (UTF-16 units). */
export const EXTRA_TEXT_LENGTH = 256;
/** Largest `extra` object that an import may bring back (UTF-16 units of its JSON). */
export const EXTRA_JSON_LENGTH = 16_384;
/** Levels of nesting that it may have; thousands would overflow the embedded database's stack. */
export const EXTRA_DEPTH = 8;

const NUMBERS = [
  'lines',
  'lineno',
  'cursorpos',
  'project_root_count',
  'line_additions',
  'line_deletions',
  'human_line_changes',
  'ai_line_changes',
  'ai_input_tokens',
  'ai_cached_input_tokens',
  'ai_output_tokens',
  'ai_prompt_length',
];
const TEXTS = ['ai_session', 'ai_subscription_plan', 'ai_model'];

function readDependencies(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const names = value.slice(0, DEPENDENCY_LIMIT).map(toName);
  return names.filter((name) => name !== '').map((name) => cut(name, DEPENDENCY_LENGTH));
}

/**
 * The fields of a heartbeat that no total needs but somebody may (spec/wakatime 1.5: lines, cursor,
 * dependencies, AI usage), with `known` beside them; null when there are none. Other unknown fields
 * are dropped, so that a client cannot fill the disk with them.
 */
export function collectExtra(
  fields: Fields,
  known: Record<string, string | null> = {},
): Record<string, unknown> | null {
  const extra: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(known)) {
    if (value) extra[name] = cut(value, EXTRA_TEXT_LENGTH);
  }
  for (const name of NUMBERS) {
    const number = toNumber(fields[name]);
    if (number !== null) extra[name] = number;
  }
  for (const name of TEXTS) {
    const text = firstName(fields[name]);
    if (text) extra[name] = cut(text, EXTRA_TEXT_LENGTH);
  }
  const dependencies = readDependencies(fields.dependencies);
  if (dependencies.length > 0) extra.dependencies = dependencies;
  return Object.keys(extra).length > 0 ? extra : null;
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [clean(name), clean(inner)]),
  );
}

/**
 * The `extra` of an export, as an object or as JSON text; null when it is none, too large or nested deeper
 * than EXTRA_DEPTH.
 */
export function parseExtra(value: unknown): Record<string, unknown> | null {
  try {
    const object: unknown = typeof value === 'string' && value ? JSON.parse(value) : value;
    if (!isFields(object) || isNestedDeeper(object, EXTRA_DEPTH)) return null;
    if (JSON.stringify(object).length > EXTRA_JSON_LENGTH) return null;
    const cleaned = clean(object);
    return isFields(cleaned) ? cleaned : null;
  } catch {
    return null;
  }
}
