-- What widgets failed with on the dashboards of those who have them: for the author, and never who.
create table widget_errors (
  plugin_id uuid not null references plugin_store (id) on delete cascade,
  version varchar(16) not null,
  -- In the widget's own text; 0 when the browser does not tell.
  line integer not null,
  message text not null,
  occurrences bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (plugin_id, version, line, message)
);

-- How many errors somebody's dashboard told of in the hour that began then.
create table widget_error_budgets (
  user_id uuid primary key references users (id) on delete cascade,
  began_at timestamptz not null,
  reports integer not null
);
