/** A plugin's settings as its schema describes them: a small part of JSON Schema. */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { AppError } from '../base/errors.ts';
import { requireStorable } from './storable.ts';

/** Settings that one schema may have. */
export const MAX_SETTINGS = 50;
/** UTF-8 bytes of one person's settings for one plugin, and of a schema. */
export const MAX_SETTINGS_BYTES = 64 * 1_024;
const MAX_LABEL_CHARACTERS = 500;
const MAX_CHOICES = 100;

const Label = Type.Optional(Type.String({ maxLength: MAX_LABEL_CHARACTERS }));
const Labels = { title: Label, description: Label };
const Whole = Type.Optional(Type.Integer({ minimum: 0 }));
const Maybe = Type.Optional(Type.Number());

const TextSetting = Type.Object({
  ...Labels,
  type: Type.Literal('string'),
  enum: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: MAX_CHOICES })),
  minLength: Whole,
  maxLength: Whole,
  /** How a form shows it: `color`, `date`, `uri`, `textarea`, … */
  format: Label,
  default: Type.Optional(Type.String()),
});
const NumberSetting = Type.Object({
  ...Labels,
  type: Type.Union([Type.Literal('number'), Type.Literal('integer')]),
  minimum: Maybe,
  maximum: Maybe,
  default: Maybe,
});
const FlagSetting = Type.Object({
  ...Labels,
  type: Type.Literal('boolean'),
  default: Type.Optional(Type.Boolean()),
});
const ListSetting = Type.Object({
  ...Labels,
  type: Type.Literal('array'),
  items: Type.Object({
    type: Type.Literal('string'),
    enum: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: MAX_CHOICES })),
  }),
  maxItems: Whole,
  default: Type.Optional(Type.Array(Type.String())),
});
const Setting = Type.Union([TextSetting, NumberSetting, FlagSetting, ListSetting]);
type Setting = Static<typeof Setting>;

/** `{ type: 'object', properties: { goal: { type: 'integer', minimum: 1, default: 4 } } }` */
export const SettingsSchema = Type.Object({
  ...Labels,
  type: Type.Literal('object'),
  properties: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }), Setting, {
    maxProperties: MAX_SETTINGS,
    additionalProperties: false,
  }),
  required: Type.Optional(Type.Array(Type.String())),
});
export type SettingsSchema = Static<typeof SettingsSchema>;

export type Settings = Record<string, unknown>;

function invalid(field: string, sentence: string): AppError {
  return new AppError('invalid', sentence, { fields: { [field]: sentence } });
}

const choice = (values: readonly string[]) =>
  Type.Union(values.map((value) => Type.Literal(value)));

function toType(setting: Setting): TSchema {
  switch (setting.type) {
    case 'string':
      return setting.enum ? choice(setting.enum) : Type.String(lengthsOf(setting));
    case 'boolean':
      return Type.Boolean();
    case 'array':
      return Type.Array(setting.items.enum ? choice(setting.items.enum) : Type.String(), {
        ...(setting.maxItems !== undefined && { maxItems: setting.maxItems }),
      });
    default: {
      const { minimum, maximum } = setting;
      const bounds = {
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
      };
      return setting.type === 'integer' ? Type.Integer(bounds) : Type.Number(bounds);
    }
  }
}

function lengthsOf({ minLength, maxLength }: { minLength?: number; maxLength?: number }) {
  return {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

/** Each default must be a value that the schema itself accepts. Throws `invalid`. */
export function parseSettingsSchema(given: unknown): SettingsSchema {
  requireStorable('settings_schema', given);
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_SETTINGS_BYTES) {
    throw invalid('settings_schema', `settings_schema can have ${MAX_SETTINGS_BYTES} bytes`);
  }
  if (!Value.Check(SettingsSchema, given)) {
    const problem = Value.Errors(SettingsSchema, given).First();
    throw invalid(
      'settings_schema',
      `settings_schema is {"type":"object","properties":{…}} with settings of type string, number, integer, boolean or array of strings; ${problem?.path || 'it'} is not: ${problem?.message}`,
    );
  }
  for (const [name, setting] of Object.entries(given.properties)) {
    if (setting.default !== undefined && !Value.Check(toType(setting), setting.default)) {
      throw invalid('settings_schema', `the default of ${name} is not a value that it allows`);
    }
  }
  return given;
}

/** Defaults, then what was saved: what a person's settings mean. */
export function withDefaults(schema: SettingsSchema | null, saved: Settings): Settings {
  const defaults = Object.entries(schema?.properties ?? {})
    .filter(([, setting]) => setting.default !== undefined)
    .map(([name, setting]) => [name, setting.default]);
  return { ...Object.fromEntries(defaults), ...saved };
}

function problemOf(setting: Setting, value: unknown): string | null {
  const type = toType(setting);
  if (Value.Check(type, value)) return null;
  if ('enum' in setting && setting.enum) return `must be one of ${setting.enum.join(', ')}`;
  return (Value.Errors(type, value).First()?.message ?? 'is not as expected').toLowerCase();
}

/**
 * What to keep of what a person sends. With a schema: its settings as sent (one that is not sent goes
 * back to its default), and beside them what the plugin itself keeps there. Throws `invalid`.
 */
export function parseSettings(
  schema: SettingsSchema | null,
  given: Settings,
  saved: Settings,
): Settings {
  requireStorable('Settings', given);
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_SETTINGS_BYTES) {
    throw new AppError('invalid', `Settings can have ${MAX_SETTINGS_BYTES} bytes.`);
  }
  if (!schema) return given;
  const problems: [name: string, problem: string][] = [];
  for (const [name, setting] of Object.entries(schema.properties)) {
    if (Object.hasOwn(given, name)) {
      const problem = problemOf(setting, given[name]);
      if (problem !== null) problems.push([name, problem]);
    } else if (schema.required?.includes(name) && setting.default === undefined) {
      problems.push([name, 'is needed']);
    }
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(schema.properties, name)) continue;
    problems.push([name, 'is no setting of this plugin']);
  }
  const [first] = problems;
  if (first) {
    throw new AppError('invalid', first.join(': '), { fields: Object.fromEntries(problems) });
  }
  const others = Object.entries(saved).filter(([name]) => !Object.hasOwn(schema.properties, name));
  return { ...Object.fromEntries(others), ...given };
}
