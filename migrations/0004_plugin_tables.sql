-- The rest of the relations that the documented CodeTrackr schema lets a plugin query, so that SQL
-- written for it runs unchanged. Who may see and change which rows is decided elsewhere.

create table plugin_store (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references users (id) on delete cascade,
  name varchar(64) not null unique,
  display_name varchar(128) not null,
  description text,
  version varchar(16) not null default '0.1.0',
  repository text,
  is_published boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  icon varchar(8) default '🔌',
  widget_type varchar(32) default 'counter',
  api_endpoint text,
  settings_schema jsonb,
  is_banned boolean not null default false,
  ban_reason text,
  install_count integer not null default 0,
  script text,
  avg_rating numeric(3, 2) not null default 0,
  rating_count integer not null default 0,
  endpoints jsonb,
  has_external_access boolean not null default false,
  plugin_type varchar(32) not null default 'widget'
);
create index plugin_store_author on plugin_store (author_id);

create table installed_plugins (
  user_id uuid not null references users (id) on delete cascade,
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  installed_at timestamptz not null default now(),
  accepted_version varchar(16),
  accepted_script text,
  primary key (user_id, plugin_id)
);
create index installed_plugins_plugin on installed_plugins (plugin_id);

create function count_installs() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update plugin_store p
  set install_count = p.install_count + case tg_op when 'INSERT' then 1 else -1 end
  where p.id = case tg_op when 'INSERT' then new.plugin_id else old.plugin_id end;
  return null;
end $$;

create trigger count_installs after insert or delete on installed_plugins
for each row execute function count_installs();

create table plugin_settings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  plugin varchar(64) not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, plugin)
);

create table plugin_reviews (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  body text not null,
  created_at timestamptz not null default now(),
  unique (user_id, plugin_id)
);
create index plugin_reviews_plugin on plugin_reviews (plugin_id);

create table user_follows (
  follower_id uuid not null references users (id) on delete cascade,
  following_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (follower_id, following_id),
  check (follower_id <> following_id)
);
create index user_follows_following on user_follows (following_id);

-- Documented, but never defined or never filled by CodeTrackr. Both are made from the rollups, so
-- true at every moment, and what a query does not select costs nothing.
create view projects as
select s.*, s.first_heartbeat as created_at, s.last_heartbeat as updated_at
from (
  select
    md5(p.user_id::text || p.project)::uuid as id,
    p.user_id,
    p.project::varchar(256) as name,
    p.project::varchar(256) as project,
    p.language::varchar(64) as language,
    p.language::varchar(64) as top_language,
    p.seconds as total_seconds,
    p.heartbeats as heartbeat_count,
    (
      select min(h.recorded_at)
      from heartbeats h
      where h.user_id = p.user_id and h.project = p.project
        and h.recorded_at >= to_timestamp(seen.first_bucket * 900::bigint)
        and h.recorded_at < to_timestamp((seen.first_bucket + 1) * 900::bigint)
    ) as first_heartbeat,
    (
      select max(h.recorded_at)
      from heartbeats h
      where h.user_id = p.user_id and h.project = p.project
        and h.recorded_at >= to_timestamp(seen.last_bucket * 900::bigint)
        and h.recorded_at < to_timestamp((seen.last_bucket + 1) * 900::bigint)
    ) as last_heartbeat
  from (
    select user_id, project, sum(seconds)::bigint as seconds, sum(heartbeats)::bigint as heartbeats,
      (
        array_agg(language order by seconds desc, heartbeats desc, language)
          filter (where language <> '')
      )[1] as language
    from (
      select user_id, project, language, sum(seconds) as seconds, sum(heartbeats) as heartbeats
      from rollup_total
      group by user_id, project, language
    ) l
    group by user_id, project
  ) p
  left join (
    select t.user_id, t.project, min(b.first_bucket) as first_bucket,
      max(b.last_bucket) as last_bucket
    from (
      select user_id, dimensions, min(bucket) as first_bucket, max(bucket) as last_bucket
      from rollup_15m
      where heartbeats > 0
      group by user_id, dimensions
    ) b
    join rollup_total t on t.user_id = b.user_id and t.dimensions = b.dimensions
    group by t.user_id, t.project
  ) seen on seen.user_id = p.user_id and seen.project = p.project
) s;

-- Looks three hours around a day's nominal bounds, as a clock may be set back over midnight.
create function top_of_day(p_user uuid, p_date date, zone text, dimension text) returns text
language sql stable as $$
  select case dimension when 'language' then t.language else t.project end as name
  from rollup_15m r
  join rollup_total t on t.user_id = r.user_id and t.dimensions = r.dimensions
  where r.user_id = p_user
    and r.bucket >= epoch_second(p_date::timestamp at time zone zone)::integer / 900 - 12
    and r.bucket < epoch_second((p_date + 1)::timestamp at time zone zone)::integer / 900 + 12
    and (to_timestamp(r.bucket * 900::bigint) at time zone zone)::date = p_date
    and case dimension when 'language' then t.language else t.project end <> ''
  group by 1
  order by sum(r.seconds) desc, sum(r.heartbeats) desc, 1
  limit 1
$$;

create view daily_stats_cache as
select
  d.user_id,
  d.date,
  d.seconds::bigint as total_seconds,
  top_of_day(d.user_id, d.date, u.rollup_timezone, 'language')::varchar(64) as top_language,
  top_of_day(d.user_id, d.date, u.rollup_timezone, 'project')::varchar(256) as top_project,
  now() as computed_at
from rollup_day d
join users u on u.id = d.user_id;
