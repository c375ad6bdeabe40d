import { type TProperties, Type } from '@sinclair/typebox';

/** What the CodeTrackr routes answer (spec/codetrackr 1.2); fields marked "ours" are additions. */

const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

const Seconds = Type.Integer({ minimum: 0 });
const Percentage = Type.Number({ minimum: 0, maximum: 100 });
const Instant = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$` });
const Day = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d$` });
const Name = Type.Union([Type.String(), Type.Null()]);

const Language = object({ language: Type.String(), seconds: Seconds, percentage: Percentage });
const Editor = object({ editor: Type.String(), seconds: Seconds, percentage: Percentage });
const Project = object({
  /** '' collects time without a project. */
  project: Type.String(),
  seconds: Seconds,
  last_heartbeat: Type.Union([Instant, Type.Null()]),
});
const DaySeconds = object({ date: Day, seconds: Seconds });
const WorkType = object({ type: Type.String(), seconds: Seconds, percentage: Percentage });
/** Ours: when a range has too many heartbeats to classify, since when they were. */
const CoveredFrom = Type.Union([Instant, Type.Null()]);

export const Summary = object({
  total_seconds: Seconds,
  daily_average: Seconds,
  streak_current: Seconds,
  streak_longest: Seconds,
  top_language: Name,
  top_project: Name,
  range_start: Instant,
  range_end: Instant,
});

export const Languages = object({
  languages: Type.Array(Language),
  /** Known languages only, as documented; with `unknown_seconds` (ours) the whole range. */
  total_seconds: Seconds,
  unknown_seconds: Seconds,
});

export const Projects = object({ projects: Type.Array(Project) });

export const Daily = object({ daily: Type.Array(DaySeconds) });

export const Streaks = object({ current_streak: Seconds, longest_streak: Seconds });

export const WorkTypes = object({
  total_seconds: Seconds,
  work_types: Type.Array(WorkType),
  covered_from: CoveredFrom,
});

const WorkTypeName = Type.Union([
  Type.Literal('writing'),
  Type.Literal('debugging'),
  Type.Literal('reading'),
  Type.Literal('config'),
]);

export const Sessions = object({
  sessions: Type.Array(
    object({
      start: Instant,
      end: Instant,
      duration_seconds: Seconds,
      duration_minutes: Seconds,
      project: Type.String(),
      top_language: Name,
      dominant_work_type: WorkTypeName,
      work_breakdown: object({
        writing: Seconds,
        debugging: Seconds,
        reading: Seconds,
        config: Seconds,
      }),
    }),
  ),
  /** In the range, or since `covered_from` when that is there. */
  total_sessions: Seconds,
  covered_from: CoveredFrom,
});

export const Dashboard = object({
  summary: object({
    total_seconds: Seconds,
    daily_average: Seconds,
    top_language: Name,
    top_project: Name,
  }),
  streaks: object({ current: Seconds, longest: Seconds }),
  daily: Type.Array(DaySeconds),
  languages: Type.Array(Language),
  projects: Type.Array(Project),
  work_types: object({
    total_seconds: Seconds,
    types: Type.Array(WorkType),
    covered_from: CoveredFrom,
  }),
  /** Ours, from here on. */
  today: DaySeconds,
  editors: Type.Array(Editor),
  range: object({ start: Instant, end: Instant, days: Seconds }),
});

export const PublicTotals = object({ users: Seconds, total_seconds: Seconds });
