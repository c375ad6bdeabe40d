-- One chain per user, ordered by (recorded_at, content_hash). A heartbeat lasts until the next one,
-- but never longer than it claims; one that claims nothing lasts until the next one if that comes
-- within the user's timeout, else not at all. Times are floored to whole seconds first, so gaps
-- telescope. `heartbeats.duration_seconds` holds the result, the rollups hold sums of it, and the
-- triggers below keep both exact at every commit, whoever writes.
--
-- Writers of one user take turns. Each takes lock_timeline() BEFORE its first write, in READ
-- COMMITTED; the triggers take it too, so a writer that does not is still exact, but may be chosen
-- as the victim of a deadlock.

-- The zone that rollup_day is built in; follows `timezone` once a recompute has moved the days.
alter table users add column rollup_timezone varchar(64) not null default 'UTC';
update users set rollup_timezone = timezone;

create function lock_timeline(users uuid[]) returns void
language plpgsql as $$
declare
  key integer;
begin
  for key in select distinct hashtext(id::text) from unnest(users) id order by 1 loop
    perform pg_advisory_xact_lock(7301, key);
  end loop;
end $$;

create function epoch_second(instant timestamptz) returns bigint
language sql stable parallel safe as $$ select floor(date_part('epoch', instant))::bigint $$;

-- claimed: null when the client claims nothing; gap: null for the last heartbeat.
create function effective_seconds(claimed integer, gap bigint, timeout integer) returns integer
language sql immutable parallel safe as $$
  select case
    when claimed is not null then least(claimed, gap)
    when gap < timeout then gap
    else 0
  end::integer
$$;

-- The quarter hours that an interval covers, and the seconds in each; always its first one.
create function bucket_parts(start bigint, seconds integer)
returns table (bucket integer, part integer)
language sql immutable parallel safe as $$
  select (start / 900)::integer, least(seconds, 900 - start % 900)::integer
  union all
  select b::integer, least(900, start + seconds - b * 900)::integer
  from generate_series(start / 900 + 1, (start + seconds - 1) / 900) b
$$;

-- Adds differences to the three rollups: one element per (user, bucket, tuple), in that order.
-- Tuples must be named in rollup_total already (see name_tuples).
create function apply_rollups(
  user_ids uuid[], buckets integer[], tuples bigint[], seconds_by integer[], heartbeats_by integer[]
) returns void
language plpgsql as $$
begin
  if user_ids is null then
    return;
  end if;

  insert into rollup_15m as r (user_id, bucket, dimensions, seconds, heartbeats)
  select * from unnest(user_ids, buckets, tuples, seconds_by, heartbeats_by)
  on conflict (user_id, bucket, dimensions) do update
  set seconds = r.seconds + excluded.seconds, heartbeats = r.heartbeats + excluded.heartbeats;

  update rollup_total t
  set seconds = t.seconds + d.seconds, heartbeats = t.heartbeats + d.heartbeats
  from (
    select user_id, tuple, sum(s) as seconds, sum(h) as heartbeats
    from unnest(user_ids, tuples, seconds_by, heartbeats_by) x (user_id, tuple, s, h)
    group by user_id, tuple
  ) d
  where t.user_id = d.user_id and t.dimensions = d.tuple;

  insert into rollup_day as r (user_id, date, seconds, heartbeats)
  select x.user_id, (to_timestamp(x.bucket * 900::bigint) at time zone u.rollup_timezone)::date,
    sum(x.s), sum(x.h)
  from unnest(user_ids, buckets, seconds_by, heartbeats_by) x (user_id, bucket, s, h)
  join users u on u.id = x.user_id
  group by 1, 2
  order by 1, 2
  on conflict (user_id, date) do update
  set seconds = r.seconds + excluded.seconds, heartbeats = r.heartbeats + excluded.heartbeats;

  if 0 <= all (seconds_by) and 0 <= all (heartbeats_by) then
    return;
  end if;
  delete from rollup_15m r using unnest(user_ids, buckets, tuples) x (user_id, bucket, tuple)
  where r.user_id = x.user_id and r.bucket = x.bucket and r.dimensions = x.tuple
    and r.seconds = 0 and r.heartbeats = 0;
  delete from rollup_total t using unnest(user_ids, tuples) x (user_id, tuple)
  where t.user_id = x.user_id and t.dimensions = x.tuple and t.heartbeats = 0;
  delete from rollup_day r
  using (
    select distinct x.user_id,
      (to_timestamp(x.bucket * 900::bigint) at time zone u.rollup_timezone)::date as date
    from unnest(user_ids, buckets) x (user_id, bucket)
    join users u on u.id = x.user_id
  ) x
  where r.user_id = x.user_id and r.date = x.date and r.seconds = 0 and r.heartbeats = 0;
end $$;

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
  new.claimed_seconds := least(greatest(coalesce(new.claimed_seconds, new.duration_seconds, 30), 0), 86400);
  new.duration_seconds := new.claimed_seconds;
  return new;
end $$;

create trigger complete_heartbeat before insert on heartbeats
for each row when (new.content_hash is null) execute function complete_heartbeat();

-- An UPDATE of duration_seconds from outside is a claim too.
create function claim_duration() returns trigger
language plpgsql as $$
begin
  new.claimed_seconds := least(greatest(new.duration_seconds, 0), 86400);
  return new;
end $$;

create trigger claim_duration before update on heartbeats
for each row when (
  new.duration_seconds is distinct from old.duration_seconds
  and new.claimed_seconds is not distinct from old.claimed_seconds
  and current_setting('hearthbeat.repair', true) is distinct from 'on'
) execute function claim_duration();

-- The trigger functions join only by index, whatever batch their plans were first made for.

-- New rows and the ones just before them are all that an insert can change. Rows of a batch are
-- each other's neighbours unless older rows lie between, so a batch that continues the chain looks
-- up only its two ends.
create function timeline_after_insert() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set jit = off set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  user_ids uuid[];
  buckets integer[];
  tuples bigint[];
  seconds_by integer[];
  heartbeats_by integer[];
begin
  user_ids := array(select distinct user_id from new_rows);
  if user_ids = '{}' then
    return null;
  end if;
  perform lock_timeline(user_ids);

  insert into rollup_total
  select distinct on (n.user_id, n.dimensions) n.user_id, n.dimensions,
    n.project, coalesce(n.language, ''), coalesce(n.editor, ''), coalesce(n.os, ''),
    coalesce(n.machine, ''), coalesce(n.branch, ''), coalesce(n.category, ''), 0, 0
  from new_rows n
  where not exists (
    select from rollup_total t where t.user_id = n.user_id and t.dimensions = n.dimensions
  )
  order by n.user_id, n.dimensions;

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
      coalesce(s.recorded_at, p.after_at) as next_at, 1 as heartbeats
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
      p.recorded_at, 0
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
  ),
  delta as (
    select c.user_id, p.bucket, c.dimensions,
      sum(c.sign * p.part) as seconds, sum(c.heartbeats * (p.bucket = c.start / 900)::integer) as heartbeats
    from (
      select user_id, start, seconds, dimensions, 1 as sign, heartbeats from timed
      where heartbeats = 1 or seconds <> duration_seconds
      union all
      select user_id, start, duration_seconds, dimensions, -1, 0 from timed
      where heartbeats = 0 and seconds <> duration_seconds
    ) c
    cross join lateral bucket_parts(c.start, c.seconds) p
    group by c.user_id, p.bucket, c.dimensions
    order by c.user_id, p.bucket, c.dimensions
  )
  select array_agg(d.user_id), array_agg(d.bucket), array_agg(d.dimensions),
    array_agg(d.seconds), array_agg(d.heartbeats)
  into user_ids, buckets, tuples, seconds_by, heartbeats_by
  from delta d
  where d.seconds <> 0 or d.heartbeats <> 0;
  perform set_config('hearthbeat.repair', '', true);

  perform apply_rollups(user_ids, buckets, tuples, seconds_by, heartbeats_by);
  return null;
end $$;

create trigger timeline_after_insert after insert on heartbeats
referencing new table as new_rows
for each statement execute function timeline_after_insert();

-- A removed row gives its time to the row before it.
create function timeline_after_delete() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set jit = off set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  user_ids uuid[];
  buckets integer[];
  tuples bigint[];
  seconds_by integer[];
  heartbeats_by integer[];
begin
  -- Rows that went with their user need no repair; forget_timeline() clears the rollups.
  user_ids := array(
    select u.id from (select distinct user_id from old_rows) o join users u on u.id = o.user_id
  );
  if user_ids = '{}' then
    return null;
  end if;
  perform lock_timeline(user_ids);

  perform set_config('hearthbeat.repair', 'on', true);
  with placed as (
    select o.user_id, o.recorded_at, o.content_hash,
      lag(o.recorded_at) over chain as before_at, lag(o.content_hash) over chain as before_hash
    from old_rows o
    where o.user_id = any (user_ids)
    window chain as (partition by o.user_id order by o.recorded_at, o.content_hash)
  ),
  -- Looked for only as far as the previous removed row, so removing a run of rows is not quadratic.
  touched as (
    select h.*, p.user_id, s.recorded_at as next_at
    from placed p
    cross join lateral (
      select h.id, h.recorded_at, h.content_hash, h.claimed_seconds, h.duration_seconds, h.dimensions
      from heartbeats h
      where h.user_id = p.user_id
        and (h.recorded_at, h.content_hash) < (p.recorded_at, p.content_hash)
        and (h.recorded_at, h.content_hash)
          > (coalesce(p.before_at, '-infinity'), coalesce(p.before_hash, 0))
      order by h.recorded_at desc, h.content_hash desc
      limit 1
    ) h
    left join lateral (
      select s.recorded_at
      from heartbeats s
      where s.user_id = p.user_id
        and (s.recorded_at, s.content_hash) > (h.recorded_at, h.content_hash)
      order by s.recorded_at, s.content_hash
      limit 1
    ) s on true
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
  ),
  delta as (
    select c.user_id, p.bucket, c.dimensions,
      sum(c.sign * p.part) as seconds, sum(c.heartbeats * (p.bucket = c.start / 900)::integer) as heartbeats
    from (
      select user_id, epoch_second(recorded_at) as start, duration_seconds as seconds, dimensions,
        -1 as sign, -1 as heartbeats
      from old_rows where user_id = any (user_ids)
      union all
      select user_id, start, duration_seconds, dimensions, -1, 0 from timed
      where seconds <> duration_seconds
      union all
      select user_id, start, seconds, dimensions, 1, 0 from timed
      where seconds <> duration_seconds
    ) c
    cross join lateral bucket_parts(c.start, c.seconds) p
    group by c.user_id, p.bucket, c.dimensions
    order by c.user_id, p.bucket, c.dimensions
  )
  select array_agg(d.user_id), array_agg(d.bucket), array_agg(d.dimensions),
    array_agg(d.seconds), array_agg(d.heartbeats)
  into user_ids, buckets, tuples, seconds_by, heartbeats_by
  from delta d
  where d.seconds <> 0 or d.heartbeats <> 0;
  perform set_config('hearthbeat.repair', '', true);

  perform apply_rollups(user_ids, buckets, tuples, seconds_by, heartbeats_by);
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
set jit = off set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  user_ids uuid[];
  buckets integer[];
  tuples bigint[];
  seconds_by integer[];
  heartbeats_by integer[];
begin
  user_ids := array(select user_id from old_rows union select user_id from new_rows);
  if user_ids = '{}' then
    return null;
  end if;
  perform lock_timeline(user_ids);

  insert into rollup_total
  select distinct on (n.user_id, n.dimensions) n.user_id, n.dimensions,
    n.project, coalesce(n.language, ''), coalesce(n.editor, ''), coalesce(n.os, ''),
    coalesce(n.machine, ''), coalesce(n.branch, ''), coalesce(n.category, ''), 0, 0
  from new_rows n
  where not exists (
    select from rollup_total t where t.user_id = n.user_id and t.dimensions = n.dimensions
  )
  order by n.user_id, n.dimensions;

  perform set_config('hearthbeat.repair', 'on', true);
  with vacated as (
    select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds, dimensions
    from old_rows
    except
    select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds, dimensions
    from new_rows
  ),
  taken as (
    select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds, dimensions
    from new_rows
    except
    select id, user_id, recorded_at, content_hash, claimed_seconds, duration_seconds, dimensions
    from old_rows
  ),
  placed as (
    select p.*, lag(p.recorded_at) over chain as before_at, lag(p.content_hash) over chain as before_hash
    from (
      select user_id, recorded_at, content_hash from vacated
      union
      select user_id, recorded_at, content_hash from taken
    ) p
    window chain as (partition by p.user_id order by p.recorded_at, p.content_hash)
  ),
  touched as (
    select t.* from taken t
    union all
    select h.*
    from placed p
    cross join lateral (
      select h.id, h.user_id, h.recorded_at, h.content_hash, h.claimed_seconds, h.duration_seconds,
        h.dimensions
      from heartbeats h
      where h.user_id = p.user_id
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
        t.claimed_seconds, epoch_second(s.recorded_at) - epoch_second(t.recorded_at), u.timeout_seconds
      ) as seconds
    from touched t
    join users u on u.id = t.user_id
    left join lateral (
      select s.recorded_at
      from heartbeats s
      where s.user_id = t.user_id
        and (s.recorded_at, s.content_hash) > (t.recorded_at, t.content_hash)
      order by s.recorded_at, s.content_hash
      limit 1
    ) s on true
  ),
  repaired as (
    update heartbeats h set duration_seconds = t.seconds
    from timed t
    where h.id = t.id and t.seconds <> t.duration_seconds
  ),
  delta as (
    select c.user_id, p.bucket, c.dimensions,
      sum(c.sign * p.part) as seconds, sum(c.heartbeats * (p.bucket = c.start / 900)::integer) as heartbeats
    from (
      select user_id, epoch_second(recorded_at) as start, duration_seconds as seconds, dimensions,
        -1 as sign, -1 as heartbeats
      from old_rows
      union all
      select user_id, epoch_second(recorded_at), duration_seconds, dimensions, 1, 1 from new_rows
      union all
      select user_id, start, duration_seconds, dimensions, -1, 0 from timed
      where seconds <> duration_seconds
      union all
      select user_id, start, seconds, dimensions, 1, 0 from timed
      where seconds <> duration_seconds
    ) c
    cross join lateral bucket_parts(c.start, c.seconds) p
    group by c.user_id, p.bucket, c.dimensions
    order by c.user_id, p.bucket, c.dimensions
  )
  select array_agg(d.user_id), array_agg(d.bucket), array_agg(d.dimensions),
    array_agg(d.seconds), array_agg(d.heartbeats)
  into user_ids, buckets, tuples, seconds_by, heartbeats_by
  from delta d
  where d.seconds <> 0 or d.heartbeats <> 0;
  perform set_config('hearthbeat.repair', '', true);

  perform apply_rollups(user_ids, buckets, tuples, seconds_by, heartbeats_by);
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
