-- What plugins keep under their own keys, when no Redis does (src/db/key-value.ts). A space belongs
-- to one plugin of one user, and goes with the user.
create table key_value_spaces (
  id bigint generated always as identity primary key,
  -- 'plugin:streak-notifier'
  group_name text not null,
  owner_id uuid not null references users (id) on delete cascade,
  keys integer not null default 0,
  -- Of keys and values, so that a limit needs no sum.
  bytes bigint not null default 0,
  unique (group_name, owner_id)
);
create index key_value_spaces_owner on key_value_spaces (owner_id);

create table key_values (
  space_id bigint not null references key_value_spaces (id) on delete cascade,
  key text not null,
  -- UTF-8; not text, which cannot hold NUL as Redis can
  value bytea not null,
  primary key (space_id, key)
);

-- Finds or makes the space and locks it until the transaction ends; null: the owner is gone.
create function lock_key_value_space(p_group text, p_owner uuid) returns key_value_spaces
language plpgsql as $$
declare
  space key_value_spaces;
begin
  select * into space from key_value_spaces s
  where s.group_name = p_group and s.owner_id = p_owner for no key update;
  if not found then
    insert into key_value_spaces (group_name, owner_id)
    select p_group, u.id from users u where u.id = p_owner
    on conflict do nothing;
    select * into space from key_value_spaces s
    where s.group_name = p_group and s.owner_id = p_owner for no key update;
  end if;
  return space;
end $$;

-- 'ok', or what forbids it: 'gone', 'keys', 'bytes'.
create function save_key_value(
  p_group text, p_owner uuid, p_key text, p_value bytea, p_max_keys integer, p_max_bytes bigint
) returns text
language plpgsql as $$
declare
  space key_value_spaces := lock_key_value_space(p_group, p_owner);
  old_bytes integer;
  is_new boolean;
  growth integer;
begin
  if space.id is null then
    return 'gone';
  end if;
  select octet_length(v.value) into old_bytes from key_values v
  where v.space_id = space.id and v.key = p_key;
  is_new := not found;
  growth := octet_length(p_value) + case when is_new then octet_length(p_key) else -old_bytes end;
  if is_new and space.keys >= p_max_keys then
    return 'keys';
  end if;
  if growth > 0 and space.bytes + growth > p_max_bytes then
    return 'bytes';
  end if;
  insert into key_values (space_id, key, value) values (space.id, p_key, p_value)
  on conflict (space_id, key) do update set value = excluded.value;
  if is_new or growth <> 0 then
    update key_value_spaces s set keys = s.keys + is_new::integer, bytes = s.bytes + growth
    where s.id = space.id;
  end if;
  return 'ok';
end $$;

-- As Redis' INCR: what counts as an integer is spelled as Redis would spell it. Besides the outcomes
-- of save_key_value: 'text' (not an integer), 'range' (would leave 64 bits).
create function increment_key_value(
  p_group text, p_owner uuid, p_key text, p_max_keys integer, p_max_bytes bigint,
  out outcome text, out result bigint
)
language plpgsql as $$
declare
  space key_value_spaces := lock_key_value_space(p_group, p_owner);
  old_text text;
  old_number numeric := 0;
begin
  select encode(v.value, 'escape') into old_text from key_values v
  where v.space_id = space.id and v.key = p_key;
  if found then
    if old_text !~ '^(0|-?[1-9][0-9]{0,18})$' then
      outcome := 'text';
      return;
    end if;
    old_number := old_text::numeric;
    if old_number not between -9223372036854775808 and 9223372036854775807 then
      outcome := 'text';
      return;
    end if;
  end if;
  if old_number = 9223372036854775807 then
    outcome := 'range';
    return;
  end if;
  result := old_number + 1;
  outcome := save_key_value(
    p_group, p_owner, p_key, convert_to(result::text, 'UTF8'), p_max_keys, p_max_bytes
  );
end $$;

create function remove_key_value(p_group text, p_owner uuid, p_key text) returns void
language plpgsql as $$
declare
  space key_value_spaces;
  freed bigint;
begin
  select * into space from key_value_spaces s
  where s.group_name = p_group and s.owner_id = p_owner for no key update;
  delete from key_values v where v.space_id = space.id and v.key = p_key
  returning octet_length(v.key) + octet_length(v.value) into freed;
  if found then
    update key_value_spaces s set keys = s.keys - 1, bytes = s.bytes - freed where s.id = space.id;
  end if;
end $$;

-- Which spaces are in Redis, when it keeps the keys: found here without searching all of Redis, and
-- after their owner's account is gone, so without a foreign key.
create table key_value_redis_spaces (
  group_name text not null,
  owner_id uuid not null,
  primary key (group_name, owner_id)
);
