-- The plugin store beyond the documented tables: history, opinions, layout, and what a script does.

alter table plugin_store
  add column readme text,
  add column changelog text,
  -- What the sandbox found in the script.
  add column hooks text[] not null default '{}',
  add column endpoint_names text[] not null default '{}',
  -- Tables, hosts and eval that reading the script found: { tables, hosts, uses_eval }.
  add column findings jsonb not null default '{}',
  -- Whether the script draws a panel; a lifecycle plugin does not.
  add column has_panel boolean not null default false;

-- Beside accepted_version and accepted_script, what that script does.
alter table installed_plugins
  add column accepted_hooks text[] not null default '{}',
  add column accepted_endpoints text[] not null default '{}',
  add column accepted_has_panel boolean not null default false,
  -- Why it does not run for this user any more; null while it does.
  add column disabled_reason text,
  add column disabled_at timestamptz;

-- An installer who reviews updates goes on with the accepted script until they accept a newer one.
alter table users add column review_plugin_updates boolean not null default false;

-- Whoever starts to review has accepted what runs at that moment.
create function accept_running_scripts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update installed_plugins i
  set accepted_version = p.version, accepted_script = p.script, accepted_hooks = p.hooks,
    accepted_endpoints = p.endpoint_names, accepted_has_panel = p.has_panel
  from plugin_store p
  where p.id = i.plugin_id and i.user_id = new.id;
  return null;
end $$;

create trigger accept_running_scripts after update of review_plugin_updates on users
for each row when (new.review_plugin_updates and not old.review_plugin_updates)
execute function accept_running_scripts();

-- Which script an install runs; none while a reviewer has accepted none.
create view running_plugins as
select i.user_id, i.plugin_id, i.installed_at, i.disabled_reason,
  p.name, p.display_name, p.icon, p.plugin_type, p.widget_type, p.api_endpoint,
  p.author_id, p.version as latest_version, u.review_plugin_updates as is_reviewed,
  case when u.review_plugin_updates then i.accepted_version else p.version end as version,
  case when u.review_plugin_updates then i.accepted_script else p.script end as script,
  case when u.review_plugin_updates then i.accepted_hooks else p.hooks end as hooks,
  case when u.review_plugin_updates then i.accepted_endpoints else p.endpoint_names end as endpoints,
  case when u.review_plugin_updates then i.accepted_has_panel else p.has_panel end as has_panel,
  u.review_plugin_updates and i.accepted_script is distinct from p.script as update_waits
from installed_plugins i
join plugin_store p on p.id = i.plugin_id
join users u on u.id = i.user_id
where p.is_published and not p.is_banned;

create table plugin_versions (
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  version varchar(16) not null,
  script text,
  changelog text,
  published_at timestamptz not null,
  primary key (plugin_id, version)
);

create table plugin_dependencies (
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  dependency_name varchar(64) not null,
  primary key (plugin_id, dependency_name)
);

create table plugin_ratings (
  user_id uuid not null references users (id) on delete cascade,
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  rating smallint not null check (rating between 1 and 5),
  created_at timestamptz not null,
  primary key (user_id, plugin_id)
);
create index plugin_ratings_plugin on plugin_ratings (plugin_id);

create function count_ratings() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  rated uuid := case tg_op when 'DELETE' then old.plugin_id else new.plugin_id end;
begin
  update plugin_store p
  set rating_count = r.ratings, avg_rating = coalesce(r.average, 0)
  from (
    select count(*) as ratings, avg(rating) as average from plugin_ratings where plugin_id = rated
  ) r
  where p.id = rated;
  return null;
end $$;

create trigger count_ratings after insert or update or delete on plugin_ratings
for each row execute function count_ratings();

create table plugin_reports (
  id uuid primary key default gen_random_uuid(),
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  reporter_id uuid not null references users (id) on delete cascade,
  reason varchar(32) not null
    check (reason in ('spam', 'malware', 'inappropriate', 'broken', 'other')),
  description text,
  resolved boolean not null default false,
  created_at timestamptz not null,
  unique (plugin_id, reporter_id)
);
create index plugin_reports_reporter on plugin_reports (reporter_id);

create table plugin_screenshots (
  id uuid primary key default gen_random_uuid(),
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  url text not null,
  caption text,
  created_at timestamptz not null
);
create index plugin_screenshots_plugin on plugin_screenshots (plugin_id);
create index plugin_screenshots_user on plugin_screenshots (user_id);

create table user_dashboard_order (
  user_id uuid not null references users (id) on delete cascade,
  panel_name text not null,
  position integer not null,
  -- How many of the dashboard's columns and rows it takes; null: as its kind does.
  columns smallint,
  rows smallint,
  primary key (user_id, panel_name)
);

-- When somebody published, so that nobody floods the store.
create table plugin_publishes (
  user_id uuid not null references users (id) on delete cascade,
  published_at timestamptz not null
);
create index plugin_publishes_user on plugin_publishes (user_id, published_at);

-- What a widget holds instead of its user's session. Goes with the install, and with the session or
-- key that asked for it.
create table widget_tokens (
  -- SHA-256 of the token, hex
  token_hash varchar(64) primary key,
  user_id uuid not null,
  plugin_id uuid not null,
  session_id uuid references sessions (id) on delete cascade,
  key_id uuid references api_keys (id) on delete cascade,
  expires_at timestamptz not null,
  foreign key (user_id, plugin_id) references installed_plugins (user_id, plugin_id)
    on delete cascade
);
create index widget_tokens_install on widget_tokens (user_id, plugin_id);
create index widget_tokens_session on widget_tokens (session_id);
create index widget_tokens_key on widget_tokens (key_id);
