-- The store, and what of it runs, is not a plugin's to change: none swaps the code of another, lifts
-- a ban, or ends its own pause by installing itself anew.

-- At depth 1 the statement itself changes the row; deeper, it is counted or goes along with its author.
create function plugin_guard.guard_store() returns trigger
language plpgsql as $$
begin
  if pg_trigger_depth() = 1 then
    raise exception 'A plugin cannot change the store.' using errcode = '42501';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger guard_store before insert or update or delete on plugin_store
for each row when (
  current_user = 'hearthbeat_plugin'
  or coalesce(current_setting('hearthbeat.plugin_user', true), '') <> ''
) execute function plugin_guard.guard_store();

-- 100 is MAX_INSTALLS_PER_USER (src/plugins/installs.ts).
create function plugin_guard.guard_running() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if pg_trigger_depth() > 1 then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE'
    or (tg_op = 'INSERT' and (new.accepted_version, new.accepted_script) is distinct from (null, null))
  then
    raise exception 'Only the person accepts a version of a plugin.' using errcode = '42501';
  end if;
  if tg_op = 'DELETE' then
    if old.disabled_reason is not null or exists (
      select from plugin_strikes s where s.user_id = old.user_id and s.plugin_id = old.plugin_id
    ) then
      raise exception 'This plugin failed lately; only the person can uninstall it.'
        using errcode = '42501';
    end if;
    return old;
  end if;
  if (select count(*) from installed_plugins i where i.user_id = new.user_id) >= 100 then
    raise exception 'A user can have 100 plugins.' using errcode = '22023';
  end if;
  return new;
end $$;

create trigger guard_running before insert or update or delete on installed_plugins
for each row when (
  current_user = 'hearthbeat_plugin'
  or coalesce(current_setting('hearthbeat.plugin_user', true), '') <> ''
) execute function plugin_guard.guard_running();

-- By SQL a plugin could install itself anew in each on_install, so that one waits as long as a tick.
create or replace function schedule_install() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  by_plugin boolean := coalesce(current_setting('hearthbeat.plugin_user', true), '') <> '';
begin
  if tg_op = 'INSERT' then
    insert into schedule (kind, user_id, subject_id, due_at)
    values
      ('install', new.user_id, new.plugin_id, now() + case when by_plugin then 60 else 0 end * interval '1 s'),
      ('tick', new.user_id, new.plugin_id, now() + interval '60 s' * (0.1 + 0.9 * random()));
  else
    delete from schedule s
    where s.user_id = old.user_id and s.subject_id = old.plugin_id and s.kind in ('install', 'tick');
  end if;
  return null;
end $$;

revoke all on function plugin_guard.guard_store(), plugin_guard.guard_running() from public;

-- A view with a barrier is planned apart from what reads it, which can only use an order that it has
-- already: `ORDER BY recorded_at DESC LIMIT 10` sorted the whole history.
create or replace view plugin_api.heartbeats with (security_barrier) as
select id, user_id, project, file, language, branch, commit, workspace_root, package_path,
  duration_seconds, is_write, editor, os, machine, recorded_at, created_at
from public.heartbeats
where user_id = (select plugin_guard.app_uid())
order by recorded_at desc
with cascaded check option;
