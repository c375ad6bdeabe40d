import { type TProperties, Type } from '@sinclair/typebox';

/** What our own statistics answer: epoch seconds, whole seconds, names with '' for unknown. */

const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export const Seconds = Type.Integer({ minimum: 0 });
export const Day = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d$` });
const Instant = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$` });
const Percentage = Type.Number({ minimum: 0, maximum: 100 });
const NameOrNull = Type.Union([Type.String(), Type.Null()]);

export const DaySeconds = object({ date: Day, seconds: Seconds });
const Part = object({ name: Type.String(), seconds: Seconds });
const Value = object({ name: Type.String(), seconds: Seconds, percentage: Percentage });
const Values = Type.Array(Value);

/** Which of eight colours each project named wears; the unknown one has none. */
export const ProjectColours = Type.Array(
  object({ project: Type.String(), slot: Type.Integer({ minimum: 0, maximum: 7 }) }),
);

const HOURS = 24;
const WEEKDAYS = 7;

const byDimension = <T extends Parameters<typeof Type.Array>[0]>(shape: T) =>
  object({
    project: shape,
    language: shape,
    editor: shape,
    machine: shape,
    os: shape,
    branch: shape,
    category: shape,
  });

const overview = {
  range: object({ start: Instant, end: Instant, days: Seconds }),
  total_seconds: Seconds,
  daily_average: Seconds,
  /** The same number of days just before; null for all time. */
  previous: Type.Union([object({ total_seconds: Seconds, daily_average: Seconds }), Type.Null()]),
  /** Of all coding time, whatever the filters. */
  streaks: object({ current: Seconds, longest: Seconds }),
  today: DaySeconds,
  /** Every local day; `parts` are the range's most used names, the day's rest is the difference. */
  daily: Type.Array(object({ date: Day, seconds: Seconds, parts: Type.Array(Part) })),
  stack: Type.Union([Type.Literal('project'), Type.Literal('language')]),
  /** Most first, then by name; `others` has the seconds of those not listed. */
  dimensions: byDimension(Values),
  others: byDimension(Seconds),
  project_colours: ProjectColours,
  /** Local time, Monday first. */
  hours: Type.Array(Type.Array(Seconds, { minItems: HOURS, maxItems: HOURS }), {
    minItems: WEEKDAYS,
    maxItems: WEEKDAYS,
  }),
  ai: Type.Union([
    object({
      ai_seconds: Seconds,
      human_seconds: Seconds,
      ai_line_changes: Seconds,
      human_line_changes: Seconds,
      /** When a range has too many heartbeats to search for lines, since when they were. */
      lines_since: Type.Union([Instant, Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** The newest one of the range that the filters keep. */
  last_heartbeat: Type.Union([
    object({
      time: Type.Number(),
      project: Type.String(),
      language: NameOrNull,
      editor: NameOrNull,
      machine: NameOrNull,
    }),
    Type.Null(),
  ]),
};

export const Overview = object(overview);

export const Detail = object({
  ...overview,
  dimension: Type.String(),
  name: Type.String(),
  /** Epoch seconds of the first and last heartbeat ever, in the range or not; null for never. */
  first_seen: Type.Union([Type.Number(), Type.Null()]),
  last_seen: Type.Union([Type.Number(), Type.Null()]),
  /** Of a project, the most used first; null for other dimensions. */
  files: Type.Union([Type.Array(object({ file: Type.String(), seconds: Seconds })), Type.Null()]),
  /** When a range has too many heartbeats to search for files, since when they were. */
  files_since: Type.Union([Instant, Type.Null()]),
});

export const Heatmap = object({ days: Type.Array(DaySeconds), start: Day, end: Day });

export const Projects = object({
  /** First and last local day of the range. */
  first_date: Day,
  last_date: Day,
  total_seconds: Seconds,
  /** Most first, then by name. */
  projects: Type.Array(
    object({
      name: Type.String(),
      seconds: Seconds,
      percentage: Percentage,
      /** The most used one; '' when unknown. */
      language: Type.String(),
      /** Epoch seconds of its newest heartbeat in the range. */
      last_seen: Type.Union([Type.Number(), Type.Null()]),
      /** Seconds of each `part_days` days of the range, in order. */
      parts: Type.Array(Seconds),
    }),
  ),
  /** Projects in the range, listed or not, and the seconds of those that are not. */
  count: Seconds,
  others: Seconds,
  part_days: Type.Integer({ minimum: 1 }),
  project_colours: ProjectColours,
});
