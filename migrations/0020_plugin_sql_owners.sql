-- ON CONFLICT looks at the row that is there before the views' CHECK OPTION looks at the new one, and
-- an error in its WHERE quotes what it saw. So a row for somebody else is refused before that.

create function plugin_guard.guard_owner() returns trigger
language plpgsql as $$
declare
  owner uuid := to_jsonb(new) ->> tg_argv[0];
begin
  if plugin_guard.is_plugin() and owner is distinct from plugin_guard.app_uid() then
    raise exception 'A plugin can only change what belongs to its own user.' using errcode = '42501';
  end if;
  return new;
end $$;

create trigger guard_owner before insert on plugin_settings
for each row execute function plugin_guard.guard_owner('user_id');

create trigger guard_owner before insert on installed_plugins
for each row execute function plugin_guard.guard_owner('user_id');

create trigger guard_owner before insert on user_follows
for each row execute function plugin_guard.guard_owner('follower_id');

revoke all on function plugin_guard.guard_owner() from public;
