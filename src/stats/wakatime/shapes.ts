import { Type } from '@sinclair/typebox';
import {
  Decimal,
  day,
  Entries,
  Instant,
  NullableText,
  object,
  Text,
  Whole,
} from './shape-parts.ts';

/** What WakaTime's clients read (spec/wakatime 1.7 and 1.8); their types are strict. */

export const StatusBar = object({
  data: object({ ...day, has_team_features: Type.Literal(false) }),
  cached_at: Instant,
  has_team_features: Type.Literal(false),
});

export const Summaries = object({
  data: Type.Array(
    object({
      ...day,
      /** Only with a project filter. */
      branches: Type.Optional(Entries),
      entities: Type.Optional(Entries),
    }),
  ),
  cumulative_total: object({
    seconds: Type.Number({ minimum: 0 }),
    text: Text,
    decimal: Decimal,
    digital: Text,
  }),
  daily_average: object({
    holidays: Whole,
    days_minus_holidays: Whole,
    days_including_holidays: Whole,
    seconds: Whole,
    seconds_including_other_language: Whole,
    text: Text,
    text_including_other_language: Text,
  }),
  start: Instant,
  end: Instant,
});

export const FileExperts = object({ data: Type.Array(Type.Never()) });

export const WakatimeUser = object({
  data: object({
    id: Text,
    username: Text,
    display_name: Text,
    full_name: NullableText,
    email: NullableText,
    photo: NullableText,
    timezone: Text,
    last_heartbeat_at: Type.Union([Instant, Type.Null()]),
    last_plugin: NullableText,
    last_plugin_name: NullableText,
    last_project: NullableText,
    plan: Text,
    bio: NullableText,
    location: NullableText,
    website: NullableText,
    human_readable_website: NullableText,
    is_email_public: Type.Boolean(),
    is_email_confirmed: Type.Boolean(),
    photo_public: Type.Boolean(),
    languages_used_public: Type.Boolean(),
    logged_time_public: Type.Boolean(),
    is_hireable: Type.Boolean(),
    github_username: NullableText,
    twitter_username: NullableText,
    linkedin_username: NullableText,
    created_at: Instant,
    modified_at: Instant,
  }),
});
