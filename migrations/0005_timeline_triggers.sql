-- The timeline (0003) kept on every path: insert, update, delete, removed users, truncate.

-- A writer that knows nothing of our columns (SQL written for the documented schema) states how
-- long it lasted in duration_seconds: that is its claim. Such rows have no identity but their id,
-- as the documented schema has no other key.
create function complete_heartbeat() returns trigger
language plpgsql as $$
begin
  if new.recorded_at > now() + interval '1 day' then
    raise exception 'recorded_at is more than a day in the future' using errcode = '22008';
  end if;
  new.content_hash := hashtextextended(new.id::text, 0);
  new.claimed_seconds :=
    least(greatest(coalesce(new.claimed_seconds, new.duration_seconds, 30), 0), 86400);
  new.duration_seconds := new.claimed_seconds;
  return new;
end $$;

create trigger complete_heartbeat before insert on heartbeats
for each row when (new.content_hash is null) execute function complete_heartbeat();

-- An UPDATE of duration_seconds from outside is a claim too. 'hearthbeat.repair' tells our own.
create function claim_duration() returns trigger
language plpgsql as $$
begin
  new.claimed_seconds := least(greatest(new.duration_seconds, 0), 86400);
  new.duration_seconds := new.claimed_seconds;
  return new;
end $$;

create trigger claim_duration before update on heartbeats
for each row when (
  new.duration_seconds is distinct from old.duration_seconds
  and new.claimed_seconds is not distinct from old.claimed_seconds
  and current_setting('hearthbeat.repair', true) is distinct from 'on'
) execute function claim_duration();

-- New rows and the ones just before them are all that an insert can change. What ingest_heartbeats
-- sends comes timed: each row knows the gap to the next one of its batch. Where no older row lies
-- between, only the two ends of the batch are looked at.
create function timeline_after_insert() returns trigger
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set enable_material = off as $$
declare
  users uuid[] := array(select distinct user_id from new_rows);
  is_timed boolean := coalesce(current_setting('hearthbeat.timed', true), '') = 'on';
  repair record;
begin
  if users = '{}' then
    return null;
  end if;
  if not is_timed then
    perform lock_timeline(users);
  end if;

  with bounds as materialized (
    select user_id, min(recorded_at) as first_at, max(recorded_at) as last_at, count(*) as n
    from new_rows
    group by user_id
  ),
  mixed as materialized (
    select b.user_id
    from bounds b
    where not is_timed or b.n < (
      select count(*)
      from (
        select from heartbeats h
        where h.user_id = b.user_id and h.recorded_at between b.first_at and b.last_at
        limit b.n + 1
      ) x
    )
  )
  select r.* into repair
  from (
    select array_agg(user_id) as user_ids, array_agg(recorded_at) as instants,
      array_agg(content_hash) as hashes
    from new_rows
    where user_id in (select user_id from mixed)
      or (user_id, recorded_at) in (
        select user_id, first_at from bounds union all select user_id, last_at from bounds
      )
  ) p
  cross join lateral repair_chain(p.user_ids, p.instants, p.hashes) r;

  perform apply_rollups(
    array_agg(user_id) || repair.user_ids, array_agg(dimensions) || repair.tuples,
    array_agg(epoch_second(recorded_at)) || repair.starts,
    array_agg(duration_seconds) || repair.lengths, array_agg(1) || repair.signs,
    array_agg(1) || repair.heartbeat_counts
  )
  from new_rows;
  return null;
end $$;

create trigger timeline_after_insert after insert on heartbeats
referencing new table as new_rows
for each statement execute function timeline_after_insert();

-- A removed row gives its time to the row before it.
create function timeline_after_delete() returns trigger
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set enable_material = off as $$
declare
  -- Rows that went with their user need no repair: forget_timeline() clears the rollups.
  users uuid[] := array(
    select o.user_id from (select distinct user_id from old_rows) o
    where (select true from users u where u.id = o.user_id)
  );
  repair record;
begin
  if users = '{}' then
    return null;
  end if;
  perform lock_timeline(users);

  select r.* into repair
  from (
    select array_agg(user_id) as user_ids, array_agg(recorded_at) as instants,
      array_agg(content_hash) as hashes
    from old_rows
    where user_id = any (users)
  ) p
  cross join lateral repair_chain(p.user_ids, p.instants, p.hashes) r;

  perform apply_rollups(
    array_agg(user_id) || repair.user_ids, array_agg(dimensions) || repair.tuples,
    array_agg(epoch_second(recorded_at)) || repair.starts,
    array_agg(duration_seconds) || repair.lengths, array_agg(-1) || repair.signs,
    array_agg(-1) || repair.heartbeat_counts
  )
  from old_rows
  where user_id = any (users);
  return null;
end $$;

create trigger timeline_after_delete after delete on heartbeats
referencing old table as old_rows
for each statement execute function timeline_after_delete();

-- Changed names move time between tuples. A changed instant, claim or user also leaves one place of
-- a chain and takes another.
create function timeline_after_update() returns trigger
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set enable_material = off as $$
declare
  users uuid[] := array(select user_id from old_rows union select user_id from new_rows);
  repair record;
begin
  if users = '{}' then
    return null;
  end if;
  perform lock_timeline(users);

  select r.* into repair
  from (
    select array_agg(user_id) as user_ids, array_agg(recorded_at) as instants,
      array_agg(content_hash) as hashes
    from (
      select user_id, recorded_at, content_hash
      from (
        select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from old_rows
        except
        select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from new_rows
      ) vacated
      union
      select user_id, recorded_at, content_hash
      from (
        select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from new_rows
        except
        select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from old_rows
      ) taken
    ) moved
  ) p
  cross join lateral repair_chain(p.user_ids, p.instants, p.hashes) r;

  perform apply_rollups(
    array_agg(user_id) || repair.user_ids, array_agg(dimensions) || repair.tuples,
    array_agg(epoch_second(recorded_at)) || repair.starts,
    array_agg(duration_seconds) || repair.lengths, array_agg(sign) || repair.signs,
    array_agg(sign) || repair.heartbeat_counts
  )
  from (
    select user_id, dimensions, recorded_at, duration_seconds, -1 as sign from old_rows
    union all
    select user_id, dimensions, recorded_at, duration_seconds, 1 from new_rows
  ) c;
  return null;
end $$;

create trigger timeline_after_update after update on heartbeats
referencing old table as old_rows new table as new_rows
for each statement when (current_setting('hearthbeat.repair', true) is distinct from 'on')
execute function timeline_after_update();

create function forget_timeline() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from rollup_15m where user_id = old.id;
  delete from rollup_total where user_id = old.id;
  delete from rollup_day where user_id = old.id;
  return null;
end $$;

create trigger forget_timeline after delete on users
for each row execute function forget_timeline();

create function forget_all_timelines() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  truncate rollup_15m, rollup_total, rollup_day;
  return null;
end $$;

create trigger forget_all_timelines after truncate on heartbeats
for each statement execute function forget_all_timelines();

-- Inserts a batch of any users' heartbeats in one round trip, and returns the ids of those that were
-- there already. Rows are distinct, in the order of their chains (user by user); `owners` are
-- positions in `users`, and `gaps` the whole seconds to the user's next row of the batch.
create function ingest_heartbeats(
  users uuid[], owners integer[], ids uuid[], instants timestamptz[], hashes bigint[],
  gaps integer[], claims integer[], projects text[], files text[], entity_types text[],
  languages text[], branches text[], commits text[], workspace_roots text[], package_paths text[],
  writes boolean[], editors text[], oses text[], machines text[], categories text[], extras jsonb[]
) returns uuid[]
language plpgsql
set plan_cache_mode = force_generic_plan set jit = off
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
  timeouts integer[];
  added uuid[];
begin
  perform lock_timeline(users);
  timeouts := array(
    select (select u.timeout_seconds from users u where u.id = o.id)
    from unnest(users) with ordinality o (id, place)
    order by o.place
  );

  perform set_config('hearthbeat.timed', 'on', true);
  with saved as (
    insert into heartbeats (
      id, user_id, recorded_at, content_hash, duration_seconds, claimed_seconds, project, file,
      entity_type, language, branch, commit, workspace_root, package_path, is_write, editor, os,
      machine, category, extra
    )
    select r.id, users[r.owner], r.instant, r.hash,
      effective_seconds(r.claim, r.gap, timeouts[r.owner]), r.claim, r.project, r.file,
      r.entity_type, r.language, r.branch, r.commit, r.workspace_root, r.package_path, r.is_write,
      r.editor, r.os, r.machine, r.category, r.extra
    from unnest(
      owners, ids, instants, hashes, gaps, claims, projects, files, entity_types, languages,
      branches, commits, workspace_roots, package_paths, writes, editors, oses, machines,
      categories, extras
    ) r (
      owner, id, instant, hash, gap, claim, project, file, entity_type, language,
      branch, commit, workspace_root, package_path, is_write, editor, os, machine,
      category, extra
    )
    on conflict do nothing
    returning id
  )
  select array_agg(id) into added from saved;
  perform set_config('hearthbeat.timed', '', true);

  if cardinality(added) = cardinality(ids) then
    return '{}';
  end if;
  return array(select unnest(ids) except select unnest(added));
end $$;
