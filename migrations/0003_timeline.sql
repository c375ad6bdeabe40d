-- One chain per user, ordered by (recorded_at, content_hash). A heartbeat lasts until the next one,
-- but never longer than it claims; one that claims nothing lasts until the next one if that comes
-- within the user's timeout, else not at all. Times are floored to whole seconds first, so gaps
-- telescope. `heartbeats.duration_seconds` holds the result, the rollups hold sums of it, and the
-- triggers (0005) keep both exact at every commit, whoever writes.
--
-- Writers of one user take turns. Each takes lock_timeline() BEFORE its first write, in READ
-- COMMITTED; the triggers take it too, so a writer that does not is still exact, but may be chosen
-- as the victim of a deadlock.
--
-- Statements here are planned once, perhaps while a table is still empty, and then see batches and
-- tables of any size. So nothing is left to the planner that it could get wrong later: lookups are
-- lateral or scalar subqueries, which cannot be turned round, and the functions through which all
-- writing enters allow only joins by index.

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

-- Removes what has neither seconds nor heartbeats left, given the quarter hours that came to that.
-- Rare, and so planned each time.
create function remove_empty_rollups(user_ids uuid[], buckets integer[], tuples bigint[])
returns void
language plpgsql as $$
begin
  execute 'delete from rollup_15m r using unnest($1, $2, $3) e (user_id, bucket, tuple)
    where r.user_id = e.user_id and r.bucket = e.bucket and r.dimensions = e.tuple
      and r.seconds = 0 and r.heartbeats = 0' using user_ids, buckets, tuples;
  execute 'delete from rollup_total r
    using (select distinct * from unnest($1, $2) e (user_id, tuple)) e
    where r.user_id = e.user_id and r.dimensions = e.tuple and r.heartbeats = 0'
    using user_ids, tuples;
  execute 'delete from rollup_day r
    using (
      select distinct e.user_id,
        (to_timestamp(e.bucket * 900::bigint) at time zone u.rollup_timezone)::date as date
      from unnest($1, $2) e (user_id, bucket) join users u on u.id = e.user_id
    ) e
    where r.user_id = e.user_id and r.date = e.date and r.seconds = 0 and r.heartbeats = 0'
    using user_ids, buckets;
end $$;

-- Adds changes to the three rollups. A change is an interval of a tuple, counted `sign` times, and
-- the heartbeats that came (or went, negative) at its start.
create function apply_rollups(
  user_ids uuid[], tuples bigint[], starts bigint[], lengths integer[], signs integer[],
  heartbeat_counts integer[]
) returns void
language plpgsql as $$
declare
  buckets integer[];
begin
  with change as materialized (
    select *
    from unnest(user_ids, tuples, starts, lengths, signs, heartbeat_counts)
      c (user_id, tuple, start, length, sign, heartbeats)
  ),
  quarter as materialized (
    select c.user_id, p.bucket, c.tuple, sum(c.sign * p.part) as seconds,
      sum(case when p.bucket = c.start / 900 then c.heartbeats else 0 end) as heartbeats
    from change c
    cross join lateral bucket_parts(c.start, c.length) p
    group by c.user_id, p.bucket, c.tuple
    order by c.user_id, p.bucket, c.tuple
  ),
  total as materialized (
    select user_id, tuple, sum(sign * length) as seconds, sum(heartbeats) as heartbeats,
      min(start) filter (where heartbeats > 0) as named_at
    from change
    group by user_id, tuple
  ),
  kept_quarters as (
    insert into rollup_15m as r (user_id, bucket, dimensions, seconds, heartbeats)
    select * from quarter where seconds <> 0 or heartbeats <> 0
    on conflict (user_id, bucket, dimensions) do update
    set seconds = r.seconds + excluded.seconds, heartbeats = r.heartbeats + excluded.heartbeats
    returning r.user_id, r.bucket, r.dimensions, r.seconds = 0 and r.heartbeats = 0 as is_empty
  ),
  kept_totals as (
    insert into rollup_total as r
    select t.user_id, t.tuple, coalesce(h.project, ''), coalesce(h.language, ''),
      coalesce(h.editor, ''), coalesce(h.os, ''), coalesce(h.machine, ''), coalesce(h.branch, ''),
      coalesce(h.category, ''), t.seconds, t.heartbeats
    from total t
    -- A tuple's names are looked up when it is new.
    left join lateral (
      select h.*
      from heartbeats h
      where not exists (
          select from rollup_total r where r.user_id = t.user_id and r.dimensions = t.tuple
        )
        and h.user_id = t.user_id and h.dimensions = t.tuple
        and h.recorded_at >= to_timestamp(t.named_at)
        and h.recorded_at < to_timestamp(t.named_at + 1)
      limit 1
    ) h on true
    where t.seconds <> 0 or t.heartbeats <> 0
    on conflict (user_id, dimensions) do update
    set seconds = r.seconds + excluded.seconds, heartbeats = r.heartbeats + excluded.heartbeats
  ),
  dated as (
    select q.user_id, q.seconds, q.heartbeats,
      (
        to_timestamp(q.bucket * 900::bigint)
        at time zone (select u.rollup_timezone from users u where u.id = q.user_id)
      )::date as date
    from quarter q
  ),
  kept_days as (
    insert into rollup_day as r (user_id, date, seconds, heartbeats)
    select user_id, date, sum(seconds), sum(heartbeats)
    from dated
    group by user_id, date
    having sum(seconds) <> 0 or sum(heartbeats) <> 0
    order by user_id, date
    on conflict (user_id, date) do update
    set seconds = r.seconds + excluded.seconds, heartbeats = r.heartbeats + excluded.heartbeats
  )
  select array_agg(user_id), array_agg(bucket), array_agg(dimensions)
  into user_ids, buckets, tuples
  from kept_quarters
  where is_empty;

  -- A tuple or a day without anything left has a quarter hour that has just lost its last.
  if user_ids is not null then
    perform remove_empty_rollups(user_ids, buckets, tuples);
  end if;
end $$;

-- Sets durations of our own making, which are no claims.
create function store_durations(ids uuid[], seconds_by integer[]) returns void
language plpgsql as $$
begin
  perform set_config('hearthbeat.repair', 'on', true);
  if cardinality(ids) <= 8 then
    for place in 1 .. cardinality(ids) loop
      update heartbeats set duration_seconds = seconds_by[place] where id = ids[place];
    end loop;
  else
    execute 'update heartbeats h set duration_seconds = s.seconds
      from unnest($1, $2) s (id, seconds) where h.id = s.id' using ids, seconds_by;
  end if;
  perform set_config('hearthbeat.repair', '', true);
end $$;

-- Brings the rows at and just before these places of their users' chains up to date, and returns
-- the changes for apply_rollups. Each place is given once.
create function repair_chain(
  inout user_ids uuid[], instants timestamptz[], hashes bigint[],
  out tuples bigint[], out starts bigint[], out lengths integer[], out signs integer[],
  out heartbeat_counts integer[]
)
language plpgsql as $$
declare
  ids uuid[];
  old_lengths integer[];
  count integer;
begin
  with placed as (
    select p.*, lag(instant) over chain as before_at, lag(hash) over chain as before_hash
    from unnest(user_ids, instants, hashes) p (user_id, instant, hash)
    window chain as (partition by user_id order by instant, hash)
  ),
  -- The row at the place, if one is there, and the one before. Looked for only as far as the place
  -- before, so vacating a run of places is not quadratic.
  touched as (
    select h.*
    from placed p
    cross join lateral (
      select h.id, h.user_id, h.recorded_at, h.content_hash, h.claimed_seconds,
        h.duration_seconds, h.dimensions
      from heartbeats h
      where h.user_id = p.user_id
        and (h.recorded_at, h.content_hash) <= (p.instant, p.hash)
        and (h.recorded_at, h.content_hash)
          > (coalesce(p.before_at, '-infinity'), coalesce(p.before_hash, 0))
      order by h.recorded_at desc, h.content_hash desc
      limit 2
    ) h
  ),
  timed as (
    select t.*, epoch_second(t.recorded_at) as start,
      effective_seconds(
        t.claimed_seconds,
        epoch_second(s.recorded_at) - epoch_second(t.recorded_at),
        (select u.timeout_seconds from users u where u.id = t.user_id)
      ) as seconds
    from touched t
    left join lateral (
      select s.recorded_at
      from heartbeats s
      where s.user_id = t.user_id
        and (s.recorded_at, s.content_hash) > (t.recorded_at, t.content_hash)
      order by s.recorded_at, s.content_hash
      limit 1
    ) s on true
    offset 0
  )
  select array_agg(id), array_agg(user_id), array_agg(dimensions), array_agg(start),
    array_agg(seconds), array_agg(duration_seconds)
  into ids, user_ids, tuples, starts, lengths, old_lengths
  from timed
  where seconds <> duration_seconds;

  if ids is not null then
    perform store_durations(ids, lengths);
    count := cardinality(ids);
    user_ids := user_ids || user_ids;
    tuples := tuples || tuples;
    starts := starts || starts;
    lengths := lengths || old_lengths;
    signs := array_fill(1, array[count]) || array_fill(-1, array[count]);
    heartbeat_counts := array_fill(0, array[2 * count]);
  end if;
end $$;
