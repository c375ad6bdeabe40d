/**
 * What plugins' SQL may name and change. The gate reads these lists, and the restricted role's
 * grants are made from them (role-store.ts), so that both say the same.
 */

export interface TableRules {
  /** Columns that an INSERT may fill; none: no INSERT. */
  insert: readonly string[];
  /** Columns that an UPDATE may set; none: no UPDATE. */
  update: readonly string[];
  delete: boolean;
  /** The columns of the only unique key that ON CONFLICT may name. */
  key?: readonly string[];
}

const readOnly: TableRules = { insert: [], update: [], delete: false };

const described = [
  'project',
  'file',
  'language',
  'branch',
  'commit',
  'workspace_root',
  'package_path',
  'duration_seconds',
  'is_write',
  'editor',
  'os',
  'machine',
] as const;

/** The ten documented relations. Reading is for all columns of the views (migration 0010). */
export const TABLES: Readonly<Record<string, TableRules>> = {
  heartbeats: { insert: ['user_id', 'recorded_at', ...described], update: described, delete: true },
  projects: readOnly,
  daily_stats_cache: readOnly,
  plugin_store: readOnly,
  // Only the person accepts a version of a script that is not theirs.
  installed_plugins: {
    insert: ['user_id', 'plugin_id'],
    update: [],
    delete: true,
    key: ['user_id', 'plugin_id'],
  },
  plugin_settings: {
    insert: ['user_id', 'plugin', 'settings', 'created_at', 'updated_at'],
    update: ['settings', 'updated_at'],
    delete: true,
    key: ['user_id', 'plugin'],
  },
  plugin_reviews: {
    insert: ['user_id', 'plugin_id', 'body'],
    update: ['body'],
    delete: true,
    key: ['user_id', 'plugin_id'],
  },
  users: {
    insert: [],
    update: [
      'display_name',
      'bio',
      'website',
      'country',
      'timezone',
      'is_public',
      'profile_show_languages',
      'profile_show_projects',
      'profile_show_activity',
      'profile_show_plugins',
      'profile_show_streak',
      'available_for_hire',
      'show_in_leaderboard',
      'updated_at',
    ],
    delete: true,
  },
  api_keys: { insert: [], update: ['name'], delete: true },
  user_follows: {
    insert: ['follower_id', 'following_id', 'created_at'],
    update: [],
    delete: true,
    key: ['follower_id', 'following_id'],
  },
};

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What `a.b` may end in besides names that the statement itself gives; else it may be a function. */
export const COLUMNS = words(`
  id user_id project file language branch commit workspace_root package_path duration_seconds
  is_write editor os machine recorded_at created_at updated_at name top_language total_seconds
  heartbeat_count first_heartbeat last_heartbeat date top_project computed_at author_id
  display_name description version repository is_published icon widget_type api_endpoint
  settings_schema is_banned ban_reason install_count script avg_rating rating_count endpoints
  has_external_access plugin_type plugin_id installed_at accepted_version accepted_script plugin
  settings body username email avatar_url github_id gitlab_id plan is_public country timezone
  is_admin stripe_customer_id stripe_subscription_id plan_expires_at account_number is_anonymous bio
  website profile_show_languages profile_show_projects profile_show_activity profile_show_plugins
  profile_show_streak available_for_hire show_in_leaderboard key_hash key_prefix last_used_at scope
  follower_id following_id created_at`);

/**
 * Functions that only compute: none runs text as SQL, reads a file, a setting or a catalog, waits,
 * locks, or makes much out of little (repeat, lpad).
 */
export const FUNCTIONS = words(`
  count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg
  bool_and bool_or every stddev stddev_pop stddev_samp variance var_pop var_samp percentile_cont
  percentile_disc mode corr row_number rank dense_rank percent_rank cume_dist ntile lag lead
  first_value last_value nth_value

  abs ceil ceiling floor round trunc mod div power sqrt exp ln log sign random width_bucket cbrt

  now date_trunc date_part extract timezone age to_char to_date to_timestamp to_number make_date
  make_interval make_timestamp make_timestamptz make_time date_bin justify_days justify_hours
  justify_interval clock_timestamp statement_timestamp transaction_timestamp isfinite overlaps

  lower upper initcap length char_length character_length octet_length btrim ltrim rtrim trim
  substring substr position strpos left right replace split_part concat concat_ws reverse
  starts_with overlay translate regexp_replace regexp_match regexp_matches regexp_split_to_array
  regexp_split_to_table regexp_count string_to_array array_to_string like_escape similar_to_escape
  md5 chr ascii

  unnest array_length cardinality array_position array_append array_cat array_remove array_prepend

  json_build_object jsonb_build_object json_build_array jsonb_build_array to_json to_jsonb
  row_to_json json_array_elements jsonb_array_elements json_array_elements_text
  jsonb_array_elements_text jsonb_each jsonb_each_text json_each json_each_text jsonb_object_keys
  json_object_keys jsonb_extract_path jsonb_extract_path_text json_extract_path_text
  jsonb_set jsonb_typeof json_typeof jsonb_array_length json_array_length jsonb_strip_nulls
  jsonb_pretty

  generate_series gen_random_uuid`);

/**
 * Which argument of a function, counted from 0, is a regular expression or a format, over which
 * Postgres can brood for long.
 */
export const PATTERN_ARGUMENT: Readonly<Record<string, number>> = {
  regexp_replace: 1,
  regexp_match: 1,
  regexp_matches: 1,
  regexp_split_to_array: 1,
  regexp_split_to_table: 1,
  regexp_count: 1,
  similar_to_escape: 0,
  like_escape: 0,
  to_char: 1,
  to_date: 1,
  to_timestamp: 1,
  to_number: 1,
};

/** Functions whose result is json or jsonb already, so that a cast of it parses no text. */
export const JSON_FUNCTIONS = words(`
  json_agg jsonb_agg json_object_agg jsonb_object_agg json_build_object jsonb_build_object
  json_build_array jsonb_build_array to_json to_jsonb row_to_json jsonb_set jsonb_strip_nulls`);

export const TYPES = words(`
  text varchar bpchar int2 int4 int8 smallint integer int bigint float4 float8 numeric decimal
  bool boolean date time timetz timestamp timestamptz interval uuid json jsonb`);
export const JSON_TYPES = words('json jsonb');

export const OPERATORS: ReadonlySet<string> = new Set([
  ...words(`+ - * / % ^ = <> != < > <= >= || ~ ~* !~ !~* ~~ ~~* !~~ !~~*
    -> ->> #> #>> #- @> <@ ? ?| ?& &&`),
  'BETWEEN',
  'NOT BETWEEN',
  'BETWEEN SYMMETRIC',
  'NOT BETWEEN SYMMETRIC',
]);
/** Those whose right side is a pattern: regular expressions, LIKE. */
export const PATTERN_OPERATORS = words('~ ~* !~ !~* ~~ ~~* !~~ !~~*');

/** CURRENT_DATE and its like; not CURRENT_USER and its like. */
export const VALUE_FUNCTIONS = words(`
  SVFOP_CURRENT_DATE SVFOP_CURRENT_TIME SVFOP_CURRENT_TIME_N SVFOP_CURRENT_TIMESTAMP
  SVFOP_CURRENT_TIMESTAMP_N SVFOP_LOCALTIME SVFOP_LOCALTIME_N SVFOP_LOCALTIMESTAMP
  SVFOP_LOCALTIMESTAMP_N`);
