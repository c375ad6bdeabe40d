import { Type } from '@sinclair/typebox';
import { Decimal, Entries, Instant, Machines, object, Text, Whole } from './shape-parts.ts';

/** What `stats`, `all_time_since_today` and `insights` answer (spec/wakatime 1.8). */

const Day = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d$` });
const BestDay = Type.Union([object({ date: Day, total_seconds: Whole, text: Text }), Type.Null()]);

/** There is nothing to wait for: numbers are exact when a heartbeat is acknowledged. */
const upToDate = {
  status: Type.Literal('ok'),
  is_up_to_date: Type.Literal(true),
  percent_calculated: Type.Literal(100),
};

const frame = {
  user_id: Text,
  username: Text,
  range: Text,
  human_readable_range: Text,
  start: Instant,
  end: Instant,
  timezone: Text,
  /** Minutes. */
  timeout: Type.Number({ minimum: 1, maximum: 60 }),
  writes_only: Type.Literal(false),
  ...upToDate,
};

export const Stats = object({
  data: object({
    id: Text,
    ...frame,
    is_already_updating: Type.Literal(false),
    is_stuck: Type.Literal(false),
    is_including_today: Type.Boolean(),
    is_coding_activity_visible: Type.Boolean(),
    is_language_usage_visible: Type.Boolean(),
    is_editor_usage_visible: Type.Boolean(),
    is_category_usage_visible: Type.Boolean(),
    is_os_usage_visible: Type.Boolean(),
    is_other_usage_visible: Type.Boolean(),
    holidays: Whole,
    days_including_holidays: Whole,
    days_minus_holidays: Whole,
    total_seconds: Whole,
    total_seconds_including_other_language: Whole,
    daily_average: Whole,
    daily_average_including_other_language: Whole,
    human_readable_total: Text,
    human_readable_total_including_other_language: Text,
    human_readable_daily_average: Text,
    human_readable_daily_average_including_other_language: Text,
    best_day: BestDay,
    languages: Entries,
    projects: Entries,
    editors: Entries,
    operating_systems: Entries,
    machines: Machines,
    categories: Entries,
    dependencies: Entries,
    created_at: Instant,
    modified_at: Instant,
  }),
});

export const AllTime = object({
  data: object({
    total_seconds: Whole,
    text: Text,
    decimal: Decimal,
    digital: Text,
    is_up_to_date: Type.Literal(true),
    percent_calculated: Type.Literal(100),
    timeout: Type.Number({ minimum: 1, maximum: 60 }),
    project: Type.Optional(Text),
    range: object({
      start: Instant,
      end: Instant,
      start_date: Day,
      end_date: Day,
      start_text: Text,
      end_text: Text,
      timezone: Text,
    }),
  }),
});

const day = object({
  date: Day,
  total_seconds: Whole,
  text: Text,
  digital: Text,
  decimal: Decimal,
});
const weekday = object({
  name: Text,
  total_seconds: Whole,
  average_seconds: Whole,
  human_readable_total: Text,
  human_readable_average: Text,
});
const average = object({ seconds: Whole, text: Text, days_minus_holidays: Whole });

export const Insight = object({
  data: object({
    ...frame,
    best_day: Type.Optional(BestDay),
    daily_average: Type.Optional(average),
    days: Type.Optional(Type.Array(day)),
    ai_days: Type.Optional(
      Type.Array(object({ date: Day, ai_seconds: Whole, human_seconds: Whole })),
    ),
    weekdays: Type.Optional(Type.Array(weekday)),
    languages: Type.Optional(Entries),
    projects: Type.Optional(Entries),
    editors: Type.Optional(Entries),
    categories: Type.Optional(Entries),
    machines: Type.Optional(Machines),
    operating_systems: Type.Optional(Entries),
  }),
});

export const Badge = object({
  schemaVersion: Type.Literal(1),
  label: Text,
  message: Text,
  color: Text,
  /** Seconds for which shields.io may show it without asking again. */
  cacheSeconds: Whole,
});

export const NewKey = object({ data: object({ api_key: Text }) });
