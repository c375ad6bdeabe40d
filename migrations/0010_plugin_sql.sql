-- What SQL of plugins sees: the ten documented relations, each with the rows and columns that the
-- user the plugin runs for may have. `plugin_api` is all that is on such a statement's search path.
-- Which verbs and columns it may change is granted by the program (lifecycle/sql/allowed.ts).
--
-- `plugin_guard` says who that user is. The name travels in a setting, which any SQL could change,
-- so it is signed: with a secret that plugins cannot read, for this backend and this transaction.

create schema plugin_guard;
create schema plugin_api;

create table plugin_guard.secret (value bytea not null);
insert into plugin_guard.secret
select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));

create function plugin_guard.sign(uid text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select encode(
    sha256(s.value || sha256(s.value || convert_to(
      uid || '|' || pg_backend_pid() || '|' || extract(epoch from transaction_timestamp()), 'UTF8'
    ))),
    'hex'
  )
  from plugin_guard.secret s
$$;

-- Makes `uid` the user of this transaction.
create function plugin_guard.plugin_enter(uid uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('hearthbeat.plugin_user', uid || '.' || plugin_guard.sign(uid::text), true);
  perform set_config('hearthbeat.plugin_bytes', '', true);
end $$;

-- The user of this transaction; null without one, or when the signature is not ours.
create function plugin_guard.app_uid() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  context text := current_setting('hearthbeat.plugin_user', true);
  uid text := split_part(context, '.', 1);
begin
  if context is null or context = ''
    or split_part(context, '.', 2) is distinct from plugin_guard.sign(uid)
  then
    return null;
  end if;
  return uid::uuid;
end $$;

-- Whether what runs now is SQL of a plugin, also after it lost its user.
create function plugin_guard.is_plugin() returns boolean
language sql stable as $$
  select current_user = 'hearthbeat_plugin' or plugin_guard.app_uid() is not null
$$;

-- Fails when a result has come to more than `allowed` bytes; called for each of its rows.
create function plugin_guard.fits(bytes integer, allowed integer) returns boolean
language plpgsql as $$
declare
  total bigint := bytes
    + coalesce(nullif(current_setting('hearthbeat.plugin_bytes', true), ''), '0')::bigint;
begin
  if total > allowed then
    raise exception 'result too large' using errcode = '54000';
  end if;
  perform set_config('hearthbeat.plugin_bytes', total::text, true);
  return true;
end $$;

create function plugin_guard.is_public_plugin(id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.plugin_store p
    where p.id = is_public_plugin.id and p.is_published and not p.is_banned
  )
$$;

create function plugin_guard.is_public_user(id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.users u where u.id = is_public_user.id and u.is_public)
$$;

-- Of the transaction's user only; one that views call with their reader's rights.
create function plugin_guard.top_of_day(p_date date, dimension text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select top_of_day(u.id, p_date, u.rollup_timezone, dimension)
  from users u
  where u.id = (select plugin_guard.app_uid())
$$;

revoke all on all functions in schema plugin_guard from public;

-- `select *` has the documented columns. A key's hash and the number that is somebody's password
-- are always null.

create view plugin_api.heartbeats with (security_barrier) as
select id, user_id, project, file, language, branch, commit, workspace_root, package_path,
  duration_seconds, is_write, editor, os, machine, recorded_at, created_at
from public.heartbeats
where user_id = (select plugin_guard.app_uid())
with cascaded check option;

create view plugin_api.projects with (security_barrier) as
select id, user_id, name, project, language, top_language, total_seconds, heartbeat_count,
  first_heartbeat, last_heartbeat, created_at, updated_at
from public.projects
where user_id = (select plugin_guard.app_uid());

create view plugin_api.daily_stats_cache with (security_barrier) as
select user_id, date, seconds::bigint as total_seconds,
  plugin_guard.top_of_day(date, 'language')::varchar(64) as top_language,
  plugin_guard.top_of_day(date, 'project')::varchar(256) as top_project,
  now() as computed_at
from public.rollup_day
where user_id = (select plugin_guard.app_uid());

create view plugin_api.plugin_store with (security_barrier) as
select id, author_id, name, display_name, description, version, repository, is_published,
  created_at, updated_at, icon, widget_type, api_endpoint, settings_schema, is_banned, ban_reason,
  install_count, script, avg_rating, rating_count, endpoints, has_external_access, plugin_type
from public.plugin_store
where author_id = (select plugin_guard.app_uid())
  or (is_published and not is_banned and (select plugin_guard.app_uid()) is not null)
with cascaded check option;

create view plugin_api.installed_plugins with (security_barrier) as
select user_id, plugin_id, installed_at, accepted_version, accepted_script
from public.installed_plugins
where user_id = (select plugin_guard.app_uid())
with cascaded check option;

create view plugin_api.plugin_settings with (security_barrier) as
select id, user_id, plugin, settings, created_at, updated_at
from public.plugin_settings
where user_id = (select plugin_guard.app_uid())
with cascaded check option;

-- Everybody's reviews of public plugins can be read; guard_review() keeps the others' as they are.
create view plugin_api.plugin_reviews with (security_barrier) as
select r.id, r.user_id, r.plugin_id, r.body, r.created_at
from public.plugin_reviews r
where r.user_id = (select plugin_guard.app_uid())
  or (
    (select plugin_guard.app_uid()) is not null and exists (
      select from public.plugin_store p
      where p.id = r.plugin_id and p.is_published and not p.is_banned
    )
  )
with cascaded check option;

create view plugin_api.users with (security_barrier) as
select id, username, display_name, email, avatar_url, github_id, gitlab_id, plan, is_public,
  country, timezone, created_at, updated_at, is_admin, stripe_customer_id, stripe_subscription_id,
  plan_expires_at, null::varchar(16) as account_number, is_anonymous, bio, website,
  profile_show_languages, profile_show_projects, profile_show_activity, profile_show_plugins,
  profile_show_streak, available_for_hire, show_in_leaderboard
from public.users
where id = (select plugin_guard.app_uid())
with cascaded check option;

create view plugin_api.api_keys with (security_barrier) as
select id, user_id, name, null::varchar(64) as key_hash, key_prefix, last_used_at, created_at, scope
from public.api_keys
where user_id = (select plugin_guard.app_uid())
with cascaded check option;

create view plugin_api.user_follows with (security_barrier) as
select follower_id, following_id, created_at
from public.user_follows
where follower_id = (select plugin_guard.app_uid())
with cascaded check option;

alter view plugin_api.heartbeats alter user_id set default plugin_guard.app_uid();
alter view plugin_api.installed_plugins alter user_id set default plugin_guard.app_uid();
alter view plugin_api.plugin_settings alter user_id set default plugin_guard.app_uid();
alter view plugin_api.plugin_reviews alter user_id set default plugin_guard.app_uid();
alter view plugin_api.user_follows alter follower_id set default plugin_guard.app_uid();

-- What the program's own doors hold people to, plugins are held to here. At depth 1 the statement
-- itself changes the row; deeper, a foreign key takes it along with its plugin or its user.

create function plugin_guard.guard_review() returns trigger
language plpgsql as $$
begin
  if pg_trigger_depth() = 1 and plugin_guard.is_plugin() then
    if (tg_op <> 'INSERT' and old.user_id is distinct from plugin_guard.app_uid())
      or (tg_op <> 'DELETE' and new.user_id is distinct from plugin_guard.app_uid())
    then
      raise exception 'This review is somebody else''s.' using errcode = '42501';
    end if;
    if tg_op = 'INSERT' and not plugin_guard.is_public_plugin(new.plugin_id) then
      raise exception 'There is no such plugin in the store.' using errcode = '23503';
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger guard_review before insert or update or delete on plugin_reviews
for each row execute function plugin_guard.guard_review();

create function plugin_guard.guard_install() returns trigger
language plpgsql as $$
begin
  if plugin_guard.is_plugin() and not plugin_guard.is_public_plugin(new.plugin_id) then
    raise exception 'There is no such plugin in the store.' using errcode = '23503';
  end if;
  return new;
end $$;

create trigger guard_install before insert on installed_plugins
for each row execute function plugin_guard.guard_install();

-- Whether a private account exists is nobody's business.
create function plugin_guard.guard_follow() returns trigger
language plpgsql as $$
begin
  if plugin_guard.is_plugin() and not plugin_guard.is_public_user(new.following_id) then
    raise exception 'There is no public profile with this id.' using errcode = '23503';
  end if;
  return new;
end $$;

create trigger guard_follow before insert on user_follows
for each row execute function plugin_guard.guard_follow();

create function plugin_guard.guard_settings() returns trigger
language plpgsql as $$
begin
  if plugin_guard.is_plugin() and octet_length(new.settings::text) > 262144 then
    raise exception 'Settings can have 256 KB; these have more.' using errcode = '54000';
  end if;
  return new;
end $$;

create trigger guard_settings before insert or update of settings on plugin_settings
for each row execute function plugin_guard.guard_settings();

-- As users/profile.ts holds forms to it.
create function plugin_guard.guard_profile() returns trigger
language plpgsql as $$
begin
  if plugin_guard.is_plugin() then
    if new.website is distinct from old.website
      and (new.website !~ '^https?://' or length(new.website) > 500)
    then
      raise exception 'website must start with http:// or https:// and have 500 characters at most'
        using errcode = '22023';
    end if;
    if new.bio is distinct from old.bio and length(new.bio) > 2000 then
      raise exception 'bio cannot be longer than 2000 characters' using errcode = '22023';
    end if;
    if new.timezone is distinct from old.timezone then
      new.timezone_is_chosen := true;
    end if;
    new.updated_at := now();
  end if;
  return new;
end $$;

create trigger guard_profile before update on users
for each row when (coalesce(current_setting('hearthbeat.plugin_user', true), '') <> '')
execute function plugin_guard.guard_profile();

-- One administrator is always left while there are other people; 7301 is users/account-store's lock.
create function plugin_guard.guard_account() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if plugin_guard.app_uid() is not null then
    perform pg_advisory_xact_lock(7301);
    if old.is_admin and exists (select from users where id <> old.id)
      and not exists (select from users where id <> old.id and is_admin)
    then
      raise exception 'The only administrator cannot be deleted while there are other people.'
        using errcode = '23001';
    end if;
  end if;
  return old;
end $$;

create trigger guard_account before delete on users
for each row execute function plugin_guard.guard_account();
