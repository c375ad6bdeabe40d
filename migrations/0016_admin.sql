-- Since when this person may not come in: sessions end, keys are refused, data stays.
alter table users add column disabled_at timestamptz;

-- One-time links with which a person sets a new password; a further link replaces the one before.
create table password_resets (
  user_id uuid primary key references users (id) on delete cascade,
  -- SHA-256 of the link's token, hex
  token_hash varchar(64) not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
