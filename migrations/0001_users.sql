-- Columns and types that plugins can see follow the documented CodeTrackr schema; the rest is ours.

create table users (
  id uuid primary key default gen_random_uuid(),
  username varchar(64) not null unique,
  display_name varchar(128),
  email varchar(256),
  avatar_url text,
  github_id varchar(64) unique,
  gitlab_id varchar(64) unique,
  plan varchar(16) not null default 'free',
  -- Private until the person shares: this is somebody's home server.
  is_public boolean not null default false,
  country varchar(64),
  timezone varchar(64) not null default 'UTC',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  is_admin boolean not null default false,
  stripe_customer_id varchar(64),
  stripe_subscription_id varchar(64),
  plan_expires_at timestamptz,
  account_number varchar(16) unique,
  is_anonymous boolean not null default false,
  bio text,
  website text,
  profile_show_languages boolean not null default true,
  profile_show_projects boolean not null default true,
  profile_show_activity boolean not null default true,
  profile_show_plugins boolean not null default true,
  profile_show_streak boolean not null default true,
  available_for_hire boolean not null default false,
  show_in_leaderboard boolean not null default true,
  -- argon2id, null for accounts that sign in elsewhere
  password_hash text,
  -- The gap from which a pause no longer counts as coding time.
  timeout_seconds integer not null default 900 check (timeout_seconds between 60 and 3600),
  -- False until the person, or the first editor's Timezone header, has chosen one.
  timezone_is_chosen boolean not null default false
);

-- Sign-in is not case sensitive, so two names must differ in more than case.
create unique index users_username_lower on users (lower(username));

create table api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  name varchar(128) not null default 'Default Key',
  -- SHA-256 of the key without its waka_ prefix, hex
  key_hash varchar(64) not null unique,
  key_prefix varchar(16) not null,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index api_keys_user on api_keys (user_id);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  -- SHA-256 of the cookie's secret, hex
  token_hash varchar(64) not null unique,
  user_agent text not null default '',
  address text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);

-- One-time links: the first administrator's setup, and invites to a closed instance.
create table invites (
  id uuid primary key default gen_random_uuid(),
  -- SHA-256 of the link's token, hex
  token_hash varchar(64) not null unique,
  is_setup boolean not null default false,
  makes_admin boolean not null default false,
  created_by uuid references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references users (id) on delete set null
);

-- Failed sign-ins, so that the throttle holds over instances and restarts.
create table sign_in_failures (
  -- 'address:…' or 'account:…'
  subject text primary key,
  failures integer not null,
  last_failed_at timestamptz not null
);
