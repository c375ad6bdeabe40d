import { type TProperties, Type } from '@sinclair/typebox';
import { Day, ProjectColours, Seconds } from '../overview/shapes.ts';

const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

/** Whole epoch seconds. */
const Second = Type.Integer();
const SecondsOrNull = Type.Union([Seconds, Type.Null()]);
/** Set when a day has more heartbeats than one answer lists: the epoch second it goes up to. */
const ListedUntil = Type.Union([Second, Type.Null()]);

export const DayAnswer = object({
  date: Day,
  timezone: Type.String(),
  timeout_seconds: Seconds,
  /** Of the whole day, listed or not. */
  total_seconds: Seconds,
  segments: Type.Array(
    object({
      start: Second,
      end: Second,
      seconds: Seconds,
      project: Type.String(),
      language: Type.String(),
      editor: Type.String(),
      machine: Type.String(),
      os: Type.String(),
      branch: Type.String(),
      category: Type.String(),
      file: Type.String(),
      files: Type.Array(object({ file: Type.String(), seconds: Seconds })),
      heartbeats: Seconds,
    }),
  ),
  gaps: Type.Array(
    object({
      start: Second,
      end: Second,
      seconds: Seconds,
      rule: Type.Union([Type.Literal('gap_too_long'), Type.Literal('claim')]),
    }),
  ),
  sessions: Type.Array(
    object({
      start: Second,
      end: Second,
      seconds: Seconds,
      project: Type.String(),
      language: Type.String(),
    }),
  ),
  project_colours: ProjectColours,
  listed_until: ListedUntil,
});

export const Explanation = object({
  date: Day,
  timeout_seconds: Seconds,
  total_seconds: Seconds,
  items: Type.Array(
    object({
      time: Type.Number(),
      file: Type.String(),
      project: Type.String(),
      gap_seconds: SecondsOrNull,
      claimed_seconds: SecondsOrNull,
      counted_seconds: Seconds,
      rule: Type.Union([
        Type.Literal('gap'),
        Type.Literal('gap_too_long'),
        Type.Literal('claim'),
        Type.Literal('claim_cut'),
        Type.Literal('last'),
        Type.Literal('clipped'),
      ]),
    }),
  ),
  what_if: Type.Array(object({ timeout_seconds: Seconds, total_seconds: Seconds })),
  listed_until: ListedUntil,
});
