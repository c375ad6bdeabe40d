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

-- New rows and the ones just before them are all that an insert can change. Rows of a batch are
-- each other's neighbours unless older rows lie between, so a batch that continues the chain looks
-- up only its two ends.
create function timeline_after_insert() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set jit = off set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  user_ids uuid[] := array(select distinct user_id from new_rows);
  tuples bigint[];
  starts bigint[];
  lengths integer[];
  signs integer[];
  heartbeat_counts integer[];
begin
  if user_ids = '{}' then
    return null;
  end if;
  perform lock_timeline(user_ids);
  perform set_config('hearthbeat.repair', 'on', true);

  with interleaved as (
    select b.user_id
    from (
      select user_id, min(recorded_at) as first_at, max(recorded_at) as last_at, count(*) as n
      from new_rows
      group by user_id
    ) b
    where b.n < (
      select count(*)
      from (
        select from heartbeats h
        where h.user_id = b.user_id and h.recorded_at between b.first_at and b.last_at
        limit b.n + 1
      ) x
    )
  ),
  placed as (
    select n.id, n.user_id, n.recorded_at, n.content_hash, n.claimed_seconds, n.duration_seconds,
      n.dimensions, n.user_id in (select user_id from interleaved) as interleaved,
      lag(n.recorded_at) over chain as before_at, lag(n.content_hash) over chain as before_hash,
      lead(n.recorded_at) over chain as after_at, lead(n.content_hash) over chain as after_hash
    from new_rows n
    window chain as (partition by n.user_id order by n.recorded_at, n.content_hash)
  ),
  touched as (
    select p.id, p.user_id, p.recorded_at, p.claimed_seconds, p.duration_seconds, p.dimensions,
      coalesce(s.recorded_at, p.after_at) as next_at, true as is_new
    from placed p
    left join lateral (
      select h.recorded_at
      from heartbeats h
      where (p.after_at is null or p.interleaved)
        and h.user_id = p.user_id
        and (h.recorded_at, h.content_hash) > (p.recorded_at, p.content_hash)
        and (h.recorded_at, h.content_hash)
          < (coalesce(p.after_at, 'infinity'), coalesce(p.after_hash, 0))
      order by h.recorded_at, h.content_hash
      limit 1
    ) s on true
    union all
    select h.id, p.user_id, h.recorded_at, h.claimed_seconds, h.duration_seconds, h.dimensions,
      p.recorded_at, false
    from placed p
    cross join lateral (
      select h.id, h.recorded_at, h.claimed_seconds, h.duration_seconds, h.dimensions
      from heartbeats h
      where (p.before_at is null or p.interleaved)
        and h.user_id = p.user_id
        and (h.recorded_at, h.content_hash) < (p.recorded_at, p.content_hash)
        and (h.recorded_at, h.content_hash)
          > (coalesce(p.before_at, '-infinity'), coalesce(p.before_hash, 0))
      order by h.recorded_at desc, h.content_hash desc
      limit 1
    ) h
  ),
  timed as materialized (
    select t.*, epoch_second(t.recorded_at) as start,
      effective_seconds(
        t.claimed_seconds, epoch_second(t.next_at) - epoch_second(t.recorded_at), u.timeout_seconds
      ) as seconds
    from touched t
    join users u on u.id = t.user_id
  ),
  repaired as (
    update heartbeats h set duration_seconds = t.seconds
    from timed t
    where h.id = t.id and t.seconds <> t.duration_seconds
  )
  select array_agg(c.user_id), array_agg(c.dimensions), array_agg(c.start), array_agg(c.seconds),
    array_agg(c.sign), array_agg(c.heartbeats)
  into user_ids, tuples, starts, lengths, signs, heartbeat_counts
  from (
    select user_id, dimensions, start, seconds, 1 as sign, is_new::integer as heartbeats
    from timed
    where is_new or seconds <> duration_seconds
    union all
    select user_id, dimensions, start, duration_seconds, -1, 0
    from timed
    where not is_new and seconds <> duration_seconds
  ) c;

  perform set_config('hearthbeat.repair', '', true);
  perform apply_rollups(user_ids, tuples, starts, lengths, signs, heartbeat_counts);
  return null;
end $$;

create trigger timeline_after_insert after insert on heartbeats
referencing new table as new_rows
for each statement execute function timeline_after_insert();

-- A removed row gives its time to the row before it.
create function timeline_after_delete() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set jit = off set enable_seqscan = off as $$
declare
  -- Rows that went with their user need no repair: forget_timeline() clears the rollups.
  user_ids uuid[] := array(
    select u.id from (select distinct user_id from old_rows) o join users u on u.id = o.user_id
  );
begin
  if user_ids = '{}' then
    return null;
  end if;
  perform lock_timeline(user_ids);
  perform apply_rollups(
    array_agg(user_id), array_agg(dimensions), array_agg(epoch_second(recorded_at)),
    array_agg(duration_seconds), array_agg(-1), array_agg(-1)
  )
  from old_rows
  where user_id = any (user_ids);
  perform repair_chain(array_agg(user_id), array_agg(recorded_at), array_agg(content_hash))
  from old_rows
  where user_id = any (user_ids);
  return null;
end $$;

create trigger timeline_after_delete after delete on heartbeats
referencing old table as old_rows
for each statement execute function timeline_after_delete();

-- Changed names move time between tuples. A changed instant, claim or user also leaves one place of
-- a chain and takes another.
create function timeline_after_update() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set jit = off as $$
declare
  user_ids uuid[] := array(select user_id from old_rows union select user_id from new_rows);
begin
  if user_ids = '{}' then
    return null;
  end if;
  perform lock_timeline(user_ids);
  perform apply_rollups(
    array_agg(user_id), array_agg(dimensions), array_agg(epoch_second(recorded_at)),
    array_agg(duration_seconds), array_agg(sign), array_agg(sign)
  )
  from (
    select user_id, dimensions, recorded_at, duration_seconds, -1 as sign from old_rows
    union all
    select user_id, dimensions, recorded_at, duration_seconds, 1 from new_rows
  ) c;
  perform repair_chain(array_agg(user_id), array_agg(recorded_at), array_agg(content_hash))
  from (
    (
      select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from old_rows
      except
      select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from new_rows
    )
    union all
    (
      select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from new_rows
      except
      select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds from old_rows
    )
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

-- Inserts a batch of any users' heartbeats in one round trip and returns the ids of those that were
-- there already. Rows come with a first guess of their duration, the gap within the batch, so that
-- the trigger rarely has to write a row twice.
create function ingest_heartbeats(rows json) returns uuid[]
language plpgsql
set jit = off as $$
declare
  known uuid[];
begin
  perform lock_timeline(array(
    select distinct user_id from json_to_recordset(rows) r (user_id uuid)
  ));

  with sent as materialized (
    select distinct on (user_id, recorded_at, content_hash) *
    from json_to_recordset(rows) r (
      id uuid, user_id uuid, project text, file text, language text, branch text, commit text,
      workspace_root text, package_path text, is_write boolean, editor text, os text, machine text,
      recorded_at timestamptz, claimed_seconds integer, content_hash bigint, category text,
      entity_type text, extra jsonb
    )
    order by user_id, recorded_at, content_hash
  ),
  added as (
    insert into heartbeats (
      id, user_id, project, file, language, branch, commit, workspace_root, package_path, is_write,
      editor, os, machine, recorded_at, claimed_seconds, content_hash, category, entity_type, extra,
      duration_seconds
    )
    select s.*, effective_seconds(
      s.claimed_seconds,
      epoch_second(lead(s.recorded_at) over chain) - epoch_second(s.recorded_at),
      u.timeout_seconds
    )
    from sent s
    left join users u on u.id = s.user_id
    window chain as (partition by s.user_id order by s.recorded_at, s.content_hash)
    on conflict do nothing
    returning id
  )
  select case
    when (select count(*) from added) = (select count(*) from sent) then '{}'
    else array(select id from sent except select id from added)
  end
  into known;
  return known;
end $$;
