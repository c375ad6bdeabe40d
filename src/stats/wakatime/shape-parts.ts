import { type TProperties, Type } from '@sinclair/typebox';

/** Pieces of WakaTime's answers (spec/wakatime 1.7); their clients' types are strict. */

export const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export const Whole = Type.Integer({ minimum: 0 });
export const Decimal = Type.String({ pattern: String.raw`^\d+\.\d\d$` });
export const Text = Type.String();
export const NullableText = Type.Union([Text, Type.Null()]);
export const Instant = Type.String({
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`,
});

export const grandTotal = {
  decimal: Decimal,
  digital: Type.String({ pattern: String.raw`^\d+:\d\d$` }),
  hours: Whole,
  minutes: Type.Integer({ minimum: 0, maximum: 59 }),
  text: Text,
  total_seconds: Type.Number({ minimum: 0 }),
};

export const entry = {
  ...grandTotal,
  digital: Type.String({ pattern: String.raw`^\d+:\d\d:\d\d$` }),
  name: Text,
  percent: Type.Number({ minimum: 0, maximum: 100 }),
  seconds: Type.Integer({ minimum: 0, maximum: 59 }),
};

export const Entries = Type.Array(object(entry));
export const Machines = Type.Array(object({ ...entry, machine_name_id: Text }));

export const day = {
  grand_total: object(grandTotal),
  categories: Entries,
  dependencies: Entries,
  editors: Entries,
  languages: Entries,
  machines: Machines,
  operating_systems: Entries,
  projects: Entries,
  range: object({ date: Text, start: Instant, end: Instant, text: Text, timezone: Text }),
};
