-- What a key may do: everything, heartbeats in only, or numbers out only (users/scopes.ts).
alter table api_keys add column scope text not null default 'full'
  check (scope in ('full', 'write', 'read'));

-- The first day of a week on calendars, as ISO 8601 counts: 1 Monday to 7 Sunday.
alter table users add column week_start smallint not null default 1
  check (week_start between 1 and 7);

-- One-time permissions for the set-up command to fetch a key.
create table setup_tokens (
  -- SHA-256 of the token, hex
  token_hash varchar(64) primary key,
  user_id uuid not null references users (id) on delete cascade,
  -- Where the person's browser reaches this server; the script writes it into the editor's settings.
  base_url text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index setup_tokens_user on setup_tokens (user_id);
