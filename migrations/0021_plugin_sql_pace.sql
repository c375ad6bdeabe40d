-- Checking the signature takes longer than writing a row, so a row of settings is checked once
-- instead of three times.

create or replace function plugin_guard.guard_owner() returns trigger
language plpgsql as $$
declare
  owner uuid := to_jsonb(new) ->> tg_argv[0];
  uid uuid := plugin_guard.app_uid();
begin
  if (uid is not null or current_user = 'hearthbeat_plugin') and owner is distinct from uid then
    raise exception 'A plugin can only change what belongs to its own user.' using errcode = '42501';
  end if;
  return new;
end $$;

-- How large settings are is no secret: here the claim to be a plugin is enough.
create or replace function plugin_guard.guard_settings() returns trigger
language plpgsql as $$
begin
  if octet_length(new.settings::text) > 262144 then
    raise exception 'Settings can have 256 KB; these have more.' using errcode = '54000';
  end if;
  return new;
end $$;

drop trigger guard_settings on plugin_settings;

create trigger guard_settings before insert or update of settings on plugin_settings
for each row when (
  current_user = 'hearthbeat_plugin'
  or coalesce(current_setting('hearthbeat.plugin_user', true), '') <> ''
) execute function plugin_guard.guard_settings();
