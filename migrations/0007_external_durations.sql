-- Time that no editor measured: meetings of a calendar, for example. It stands beside the timeline
-- and never in its totals, so that sums of heartbeats stay sums of heartbeats.
create table external_durations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  -- The sender's own id: sending again changes the row instead of adding one.
  external_id varchar(256) not null,
  entity text not null,
  entity_type varchar(16) not null,
  category varchar(64),
  project varchar(256) not null,
  branch varchar(128),
  language varchar(64),
  provider varchar(64),
  starts_at timestamptz not null,
  -- A day at most, so that the durations of a day are found by where they start.
  ends_at timestamptz not null check (ends_at > starts_at and ends_at <= starts_at + interval '24 hours'),
  meta jsonb,
  created_at timestamptz not null,
  unique (user_id, external_id)
);
create index external_durations_time on external_durations (user_id, starts_at);
