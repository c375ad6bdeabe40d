-- The timeline's rows and what is kept about them. Triggers: 0003_timeline.sql.

create table heartbeats (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  project varchar(256) not null,
  file text,
  language varchar(64),
  branch varchar(128),
  commit varchar(64),
  workspace_root text,
  package_path text,
  -- The effective duration (see 0003), so that plugin SQL that sums it agrees with the dashboard.
  duration_seconds integer not null default 30,
  is_write boolean not null default false,
  editor varchar(64),
  os varchar(64),
  machine varchar(128),
  -- Seconds of this range are exact as double precision, and quarter hours fit an integer.
  recorded_at timestamptz not null default now()
    check (recorded_at >= '2000-01-01 00:00Z' and recorded_at < '2200-01-01 00:00Z'),
  created_at timestamptz not null default now(),
  -- What the client said it lasted; null: the client claims nothing and the gap rule decides.
  claimed_seconds integer check (claimed_seconds between 0 and 86400),
  -- Identity within (user, instant), made from the fields as they were sent.
  content_hash bigint not null,
  category varchar(64),
  -- file, app, domain, url, event: what `file` names
  entity_type varchar(16) not null default 'file',
  -- Fields that only some clients send and no total needs: plugin, lines, AI usage.
  extra jsonb,
  -- The tuple that rollups are kept by; a separator that no name contains keeps it unambiguous.
  dimensions bigint not null generated always as (
    hashtextextended(
      project || e'\x1f' || coalesce(language, '') || e'\x1f' || coalesce(editor, '') || e'\x1f'
        || coalesce(os, '') || e'\x1f' || coalesce(machine, '') || e'\x1f'
        || coalesce(branch, '') || e'\x1f' || coalesce(category, ''),
      0
    )
  ) stored
) with (fillfactor = 90);

create unique index heartbeats_timeline on heartbeats (user_id, recorded_at, content_hash);

-- Seconds since 1970 divided by 900: every zone in use is a whole number of quarter hours from UTC,
-- so local hours and days are sums of these.
create table rollup_15m (
  user_id uuid not null,
  bucket integer not null,
  dimensions bigint not null,
  seconds integer not null,
  -- heartbeats recorded in this bucket; time that spilled over from an earlier one adds none
  heartbeats integer not null,
  primary key (user_id, bucket, dimensions)
) with (fillfactor = 80);

-- All-time totals per tuple, and the names behind its hash.
create table rollup_total (
  user_id uuid not null,
  dimensions bigint not null,
  project text not null,
  language text not null,
  editor text not null,
  os text not null,
  machine text not null,
  branch text not null,
  category text not null,
  seconds bigint not null,
  heartbeats bigint not null,
  primary key (user_id, dimensions)
) with (fillfactor = 80);

-- Totals per local day of the user's zone.
create table rollup_day (
  user_id uuid not null,
  date date not null,
  seconds integer not null,
  heartbeats integer not null,
  primary key (user_id, date)
) with (fillfactor = 80);
