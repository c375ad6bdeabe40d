-- Who sends: kept apart from the timeline, written in batches after heartbeats are acknowledged.
create table clients (
  user_id uuid not null references users (id) on delete cascade,
  -- '' = the client did not say
  editor text not null,
  plugin text not null,
  machine text not null,
  os text not null,
  last_seen timestamptz not null,
  heartbeats bigint not null,
  -- Server time minus the newest heartbeat's time; null until a live one came (heartbeats/clients.ts).
  clock_skew_seconds integer,
  clock_skew_at timestamptz,
  primary key (user_id, editor, plugin, machine, os)
);

create table rejections (
  user_id uuid not null references users (id) on delete cascade,
  client text not null,
  field text not null,
  reason text not null,
  last_at timestamptz not null,
  count bigint not null,
  primary key (user_id, client, field, reason)
);
