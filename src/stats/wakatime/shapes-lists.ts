import { type TSchema, Type } from '@sinclair/typebox';
import { Instant, NullableText, object, Text, Whole } from './shape-parts.ts';

/** Lists of WakaTime's API (spec/wakatime 1.8), all in one frame. */

const listOf = <T extends TSchema>(item: T) =>
  object({
    data: Type.Array(item),
    total: Whole,
    total_pages: Type.Integer({ minimum: 1 }),
    page: Type.Integer({ minimum: 1 }),
    prev_page: Type.Union([Whole, Type.Null()]),
    next_page: Type.Union([Whole, Type.Null()]),
  });

const project = object({
  id: Text,
  name: Text,
  repository: Type.Null(),
  badge: Type.Null(),
  color: Type.Null(),
  clients: Type.Array(Type.Never()),
  has_public_url: Type.Literal(false),
  human_readable_last_heartbeat_at: Text,
  last_heartbeat_at: Instant,
  human_readable_first_heartbeat_at: Text,
  first_heartbeat_at: Instant,
  url: Text,
  urlencoded_name: Text,
  created_at: Instant,
});
export const Projects = listOf(project);
export const Project = object({ data: project });

export const MachineNames = listOf(
  object({
    id: Text,
    name: Text,
    value: Text,
    ip: Type.Null(),
    timezone: Text,
    last_seen_at: Instant,
    created_at: Instant,
  }),
);

export const UserAgents = listOf(
  object({
    id: Text,
    value: Text,
    editor: Text,
    version: Type.Null(),
    os: NullableText,
    is_browser_extension: Type.Boolean(),
    is_desktop_app: Type.Literal(false),
    last_seen_at: Instant,
    created_at: Instant,
  }),
);

export const Goals = listOf(Type.Never());
export const CustomRules = listOf(Type.Never());
export const CustomRulesProgress = object({
  data: object({ status: Type.Literal('Completed'), percent_complete: Type.Literal(100) }),
});

const dump = object({
  id: Text,
  type: Type.Literal('heartbeats'),
  status: Type.Literal('Completed'),
  percent_complete: Type.Literal(100),
  download_url: Text,
  is_processing: Type.Literal(false),
  is_stuck: Type.Literal(false),
  has_failed: Type.Literal(false),
  expires: Instant,
  created_at: Instant,
});
export const DataDumps = listOf(dump);
export const DataDump = object({ data: dump });

export const Editors = listOf(
  object({ id: Text, name: Text, color: Type.Null(), website: Type.Null(), version: Type.Null() }),
);
export const ProgramLanguages = listOf(
  object({ id: Text, name: Text, color: NullableText, is_verified: Type.Literal(true) }),
);

const addresses = Type.Array(Type.Never());
export const Meta = object({
  data: object({ ips: object({ api: addresses, website: addresses, worker: addresses }) }),
});

const leader = object({
  rank: Type.Integer({ minimum: 1 }),
  running_total: object({
    total_seconds: Whole,
    human_readable_total: Text,
    daily_average: Whole,
    human_readable_daily_average: Text,
    languages: Type.Array(object({ name: Text, total_seconds: Whole })),
  }),
  user: object({
    id: Text,
    username: Text,
    display_name: Text,
    full_name: NullableText,
    photo: NullableText,
    website: NullableText,
    human_readable_website: NullableText,
    location: NullableText,
    email: Type.Null(),
    is_email_public: Type.Literal(false),
    photo_public: Type.Literal(true),
    is_hireable: Type.Boolean(),
  }),
});
export const Leaders = object({
  data: Type.Array(leader),
  current_user: Type.Union([
    object({ rank: Whole, page: Type.Integer({ minimum: 1 }) }),
    Type.Null(),
  ]),
  page: Type.Integer({ minimum: 1 }),
  total_pages: Type.Integer({ minimum: 1 }),
  language: NullableText,
  range: object({ start_date: Text, end_date: Text, name: Text, text: Text }),
  modified_at: Instant,
  timeout: Type.Null(),
  writes_only: Type.Literal(false),
});
