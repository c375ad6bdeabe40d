-- Work that is due at a time, for everything that runs by itself. An instance that claims a row holds
-- a lease on it and a token that proves it: when the instance dies, the lease ends and another one
-- claims the row (src/db/schedule.ts).
create table schedule (
  id bigint generated always as identity primary key,
  -- 'install' and 'tick' are a plugin's on_install and on_tick.
  kind varchar(16) not null,
  user_id uuid not null references users (id) on delete cascade,
  -- What it is about; for 'install' and 'tick' a plugin's id.
  subject_id uuid not null,
  -- infinity: waits for news about its subject
  due_at timestamptz not null,
  parked_at timestamptz,
  lease_until timestamptz not null default '-infinity',
  lease_token uuid,
  -- Claims since it was last done.
  attempts integer not null default 0,
  unique (user_id, kind, subject_id)
);
create index schedule_due on schedule (due_at);

-- Whichever way a plugin is installed, its on_install is due in the same transaction: a crash loses
-- none. Ticks begin anywhere within a minute, so that they are spread over it.
create function schedule_install() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into schedule (kind, user_id, subject_id, due_at)
    values
      ('install', new.user_id, new.plugin_id, now()),
      ('tick', new.user_id, new.plugin_id, now() + interval '60 s' * (0.1 + 0.9 * random()));
  else
    delete from schedule s
    where s.user_id = old.user_id and s.subject_id = old.plugin_id and s.kind in ('install', 'tick');
  end if;
  return null;
end $$;

create trigger schedule_install after insert or delete on installed_plugins
for each row execute function schedule_install();

insert into schedule (kind, user_id, subject_id, due_at)
select k.kind, i.user_id, i.plugin_id, now() + k.wait * random()
from installed_plugins i
cross join (values ('install', interval '0'), ('tick', interval '60 s')) k (kind, wait);

-- Failures in a row of what an install runs by itself. No row: none.
create table plugin_strikes (
  user_id uuid not null,
  plugin_id uuid not null,
  strikes integer not null,
  -- Nothing of it runs by itself before.
  retry_at timestamptz,
  primary key (user_id, plugin_id),
  foreign key (user_id, plugin_id) references installed_plugins (user_id, plugin_id)
    on delete cascade
);

-- The last runs of each install. Runs that ended well and said nothing are gathered in one row.
create table plugin_runs (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  plugin_id uuid not null,
  -- 'on_tick', 'rpc:stats'
  hook text not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  -- 'ok', or the kind of failure
  outcome varchar(16) not null,
  -- { name, message, line, column }
  error jsonb,
  -- [{ level, text }]
  logs jsonb not null default '[]',
  -- Log lines that were not kept.
  dropped integer not null default 0,
  -- Runs that this row stands for; the duration is their mean.
  runs integer not null default 1,
  foreign key (user_id, plugin_id) references installed_plugins (user_id, plugin_id)
    on delete cascade
);
create index plugin_runs_install on plugin_runs (user_id, plugin_id, id);

-- What an install costs, day by day (UTC).
create table plugin_run_days (
  user_id uuid not null,
  plugin_id uuid not null,
  day date not null,
  hook text not null,
  runs bigint not null default 0,
  failures bigint not null default 0,
  milliseconds bigint not null default 0,
  -- Heartbeats for which the hook was not run.
  skipped bigint not null default 0,
  primary key (user_id, plugin_id, day, hook),
  foreign key (user_id, plugin_id) references installed_plugins (user_id, plugin_id)
    on delete cascade
);
