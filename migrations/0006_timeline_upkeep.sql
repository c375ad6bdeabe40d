-- What keeps a timeline right when its rules change, and what proves that it is.

-- Names that Postgres and the IANA list both mean the same by: an abbreviation or a POSIX rule is
-- none, and its offset might not be a whole number of quarter hours.
create function check_timezone() returns trigger
language plpgsql as $$
begin
  if new.timezone <> 'UTC' and (new.timezone !~ '/' or new.timezone ~ '[^A-Za-z/_-]')
    and not exists (select from pg_timezone_names where lower(name) = lower(new.timezone))
  then
    raise exception 'time zone "%" not recognized', new.timezone using errcode = '22023';
  end if;
  perform now() at time zone new.timezone;
  if tg_op = 'INSERT' then
    new.rollup_timezone := new.timezone;
  end if;
  return new;
end $$;

create trigger check_timezone before insert or update of timezone on users
for each row execute function check_timezone();

-- Work that a changed rule makes, done in the background in chunks. The place in the chain up to
-- which it is done stands in the row, so that any instance can go on after a crash.
create table recompute_jobs (
  user_id uuid not null references users (id) on delete cascade,
  kind varchar(16) not null check (kind in ('timeout', 'timezone')),
  done bigint not null default 0,
  total bigint not null,
  after_at timestamptz not null default '-infinity',
  after_hash bigint not null default 0,
  leased_until timestamptz not null default '-infinity',
  created_at timestamptz not null default now(),
  primary key (user_id, kind)
);

create function request_recompute() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into recompute_jobs (user_id, kind, total)
  select new.id, k.kind, coalesce(sum(t.heartbeats), 0)
  from (values
    ('timeout', new.timeout_seconds <> old.timeout_seconds),
    ('timezone', new.timezone <> old.timezone)
  ) k (kind, changed)
  left join rollup_total t on t.user_id = new.id
  where k.changed
  group by k.kind
  on conflict (user_id, kind) do update
  set done = 0, total = excluded.total, after_at = '-infinity', after_hash = 0;
  return null;
end $$;

create trigger request_recompute after update on users
for each row when (new.timeout_seconds <> old.timeout_seconds or new.timezone <> old.timezone)
execute function request_recompute();

-- Takes one job that nobody works on, for a while.
create function claim_recompute(lease_seconds integer)
returns table (user_id uuid, kind text, done bigint, total bigint)
language sql as $$
  -- Materialized, or the plan may look for a free job once per row and take several.
  with free as materialized (
    select user_id, kind from recompute_jobs
    where leased_until < now()
    order by created_at
    limit 1
    for update skip locked
  )
  update recompute_jobs j
  set leased_until = now() + make_interval(secs => lease_seconds)
  from free
  where j.user_id = free.user_id and j.kind = free.kind
  returning j.user_id, j.kind::text, j.done, j.total
$$;

-- Moves the days of a user to the user's zone.
create function rebuild_days(p_user uuid) returns void
language plpgsql as $$
begin
  update users set rollup_timezone = timezone where id = p_user and rollup_timezone <> timezone;
  delete from rollup_day where user_id = p_user;
  insert into rollup_day
  select r.user_id, (to_timestamp(r.bucket * 900::bigint) at time zone u.timezone)::date,
    sum(r.seconds), sum(r.heartbeats)
  from rollup_15m r
  join users u on u.id = r.user_id
  where r.user_id = p_user
  group by 1, 2;
end $$;

-- Applies the user's timeout to the next `chunk` rows of the chain after a place; returns how many
-- there were and the last one's place.
create function rederive_chunk(
  p_user uuid, timeout integer, after_at timestamptz, after_hash bigint, chunk integer,
  out rows integer, out last_at timestamptz, out last_hash bigint
)
language plpgsql
set plan_cache_mode = force_generic_plan set jit = off
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set enable_material = off as $$
declare
  ids uuid[];
  tuples bigint[];
  starts bigint[];
  lengths integer[];
  old_lengths integer[];
  count integer;
begin
  with ahead as (
    select h.id, h.recorded_at, h.content_hash, h.claimed_seconds, h.duration_seconds, h.dimensions
    from heartbeats h
    where h.user_id = p_user and (h.recorded_at, h.content_hash) > (after_at, after_hash)
    order by h.recorded_at, h.content_hash
    limit chunk + 1
  ),
  timed as (
    select a.*, epoch_second(a.recorded_at) as start, row_number() over chain as place,
      effective_seconds(
        a.claimed_seconds,
        epoch_second(lead(a.recorded_at) over chain) - epoch_second(a.recorded_at),
        timeout
      ) as seconds
    from ahead a
    window chain as (order by a.recorded_at, a.content_hash)
  ),
  done as (
    select *, seconds <> duration_seconds as is_wrong from timed where place <= chunk
  )
  select array_agg(id) filter (where is_wrong), array_agg(dimensions) filter (where is_wrong),
    array_agg(start) filter (where is_wrong), array_agg(seconds) filter (where is_wrong),
    array_agg(duration_seconds) filter (where is_wrong),
    count(*), max(recorded_at), (array_agg(content_hash order by place desc))[1]
  into ids, tuples, starts, lengths, old_lengths, rows, last_at, last_hash
  from done;

  if ids is not null then
    perform store_durations(ids, lengths);
    count := cardinality(ids);
    perform apply_rollups(
      array_fill(p_user, array[2 * count]), tuples || tuples, starts || starts,
      lengths || old_lengths, array_fill(1, array[count]) || array_fill(-1, array[count]),
      array_fill(0, array[2 * count])
    );
  end if;
end $$;

-- One step of a job, in a transaction of its own: done = total means that it ended. No row: it
-- ended elsewhere. Locks in this order: chain, user, job.
create function step_recompute(p_user uuid, p_kind text, chunk integer, lease_seconds integer)
returns table (done bigint, total bigint)
language plpgsql as $$
declare
  timeout integer;
  job recompute_jobs;
  step record;
begin
  perform lock_timeline(array[p_user]);
  select u.timeout_seconds into timeout from users u where u.id = p_user for no key update;
  select * into job from recompute_jobs j where j.user_id = p_user and j.kind = p_kind for update;
  if job.user_id is null then
    return;
  end if;

  if p_kind = 'timezone' then
    perform rebuild_days(p_user);
  else
    step := rederive_chunk(p_user, timeout, job.after_at, job.after_hash, chunk);
    if step.rows = chunk then
      return query
        update recompute_jobs j
        set done = j.done + step.rows, total = greatest(j.total, j.done + step.rows + 1),
          after_at = step.last_at, after_hash = step.last_hash,
          leased_until = now() + make_interval(secs => lease_seconds)
        where j.user_id = p_user and j.kind = p_kind
        returning j.done, j.total;
      return;
    end if;
  end if;
  delete from recompute_jobs j where j.user_id = p_user and j.kind = p_kind;
  return query select job.total, job.total;
end $$;

-- Makes a user's durations and rollups again from the raw rows, for repair.
create function rebuild_timeline(p_user uuid) returns void
language plpgsql as $$
begin
  perform lock_timeline(array[p_user]);
  perform from users where id = p_user for no key update;
  perform set_config('hearthbeat.repair', 'on', true);
  update heartbeats h set duration_seconds = t.seconds
  from (
    select h.id, h.duration_seconds, effective_seconds(
      h.claimed_seconds, epoch_second(lead(h.recorded_at) over chain) - epoch_second(h.recorded_at),
      u.timeout_seconds
    ) as seconds
    from heartbeats h
    join users u on u.id = h.user_id
    where h.user_id = p_user
    window chain as (order by h.recorded_at, h.content_hash)
  ) t
  where h.id = t.id and t.seconds <> t.duration_seconds;
  perform set_config('hearthbeat.repair', '', true);

  delete from rollup_15m where user_id = p_user;
  insert into rollup_15m
  select h.user_id, p.bucket, h.dimensions, sum(p.part),
    count(*) filter (where p.bucket = epoch_second(h.recorded_at) / 900)
  from heartbeats h
  cross join lateral bucket_parts(epoch_second(h.recorded_at), h.duration_seconds) p
  where h.user_id = p_user
  group by 1, 2, 3;

  delete from rollup_total where user_id = p_user;
  insert into rollup_total
  select user_id, dimensions, min(project), coalesce(min(language), ''), coalesce(min(editor), ''),
    coalesce(min(os), ''), coalesce(min(machine), ''), coalesce(min(branch), ''),
    coalesce(min(category), ''), sum(duration_seconds), count(*)
  from heartbeats
  where user_id = p_user
  group by user_id, dimensions;
  perform rebuild_days(p_user);
end $$;

-- Returns rows only where what is kept differs from what the raw rows say. Shares no code with the
-- upkeep: durations by a window over the whole chain, days from each quarter hour's own seconds.
create function audit_timeline(p_user uuid default null)
returns table (kind text, user_id uuid, problems bigint)
language sql stable as $$
  with raw as (
    select h.user_id, h.dimensions, h.claimed_seconds, h.duration_seconds, u.timeout_seconds,
      u.rollup_timezone, floor(extract(epoch from h.recorded_at))::bigint as begins,
      floor(extract(epoch from lead(h.recorded_at) over chain))::bigint as next_begins
    from heartbeats h
    join users u on u.id = h.user_id
    where p_user is null or h.user_id = p_user
    window chain as (partition by h.user_id order by h.recorded_at, h.content_hash)
  ),
  timed as materialized (
    select *, begins + case
      when claimed_seconds is null and next_begins - begins < timeout_seconds then next_begins - begins
      when claimed_seconds is null then 0
      when next_begins < begins + claimed_seconds then next_begins - begins
      else claimed_seconds
    end as ends
    from raw
  ),
  pieces as materialized (
    select t.user_id, t.dimensions, q as quarter, (q <= t.begins)::integer as heartbeats,
      least(t.ends, q + 900) - greatest(t.begins, q) as seconds,
      (to_timestamp(greatest(t.begins, q)) at time zone t.rollup_timezone)::date as date
    from timed t
    cross join generate_series(t.begins - t.begins % 900, greatest(t.begins, t.ends - 1), 900) q
  ),
  names as (
    select distinct user_id, dimensions, project, coalesce(language, '') as language,
      coalesce(editor, '') as editor, coalesce(os, '') as os, coalesce(machine, '') as machine,
      coalesce(branch, '') as branch, coalesce(category, '') as category
    from heartbeats
    where p_user is null or user_id = p_user
  ),
  wrong as (
    select 'duration' as kind, user_id from timed where ends - begins <> duration_seconds
    union all
    select 'quarter', user_id
    from (
      select user_id, (quarter / 900)::integer as bucket, dimensions, sum(seconds)::bigint as seconds,
        sum(heartbeats) as heartbeats
      from pieces
      group by 1, 2, 3
    ) a
    full join (select * from rollup_15m where p_user is null or user_id = p_user) b
      using (user_id, bucket, dimensions)
    where (a.seconds, a.heartbeats) is distinct from (b.seconds::bigint, b.heartbeats::bigint)
    union all
    select 'total', user_id
    from (
      select user_id, dimensions, sum(seconds)::bigint as seconds, sum(heartbeats) as heartbeats
      from pieces
      group by 1, 2
    ) a
    full join (select * from rollup_total where p_user is null or user_id = p_user) b
      using (user_id, dimensions)
    where (a.seconds, a.heartbeats) is distinct from (b.seconds, b.heartbeats)
    union all
    select 'name', user_id
    from names a
    full join (select * from rollup_total where p_user is null or user_id = p_user) b
      using (user_id, dimensions, project, language, editor, os, machine, branch, category)
    where a.project is null or b.project is null or a.user_id is null or b.user_id is null
    union all
    select 'day', user_id
    from (
      select user_id, date, sum(seconds)::bigint as seconds, sum(heartbeats) as heartbeats
      from pieces
      group by 1, 2
    ) a
    full join (select * from rollup_day where p_user is null or user_id = p_user) b
      using (user_id, date)
    where (a.seconds, a.heartbeats) is distinct from (b.seconds::bigint, b.heartbeats::bigint)
  )
  select kind, user_id, count(*) from wrong group by 1, 2
$$;
