-- Looks that people share, which of them somebody has, and which one they see.
create table theme_store (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references users (id) on delete cascade,
  name varchar(64) not null unique,
  display_name varchar(128) not null,
  description text,
  version varchar(16) not null default '1.0.0',
  icon varchar(8) not null default '🎨',
  -- { "--bg": "#101010", … }: names and values that plugins/theme-values has parsed
  variables jsonb not null,
  install_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index theme_store_author on theme_store (author_id);

create table installed_themes (
  user_id uuid not null references users (id) on delete cascade,
  theme_id uuid not null references theme_store (id) on delete cascade,
  installed_at timestamptz not null,
  primary key (user_id, theme_id)
);
create index installed_themes_theme on installed_themes (theme_id);

create function count_theme_installs() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update theme_store t
  set install_count = t.install_count + case tg_op when 'INSERT' then 1 else -1 end
  where t.id = case tg_op when 'INSERT' then new.theme_id else old.theme_id end;
  return null;
end $$;

create trigger count_theme_installs after insert or delete on installed_themes
for each row execute function count_theme_installs();

create table user_theme_prefs (
  user_id uuid primary key references users (id) on delete cascade,
  active_theme_id uuid references theme_store (id) on delete set null,
  custom_vars jsonb not null default '{}'
);
create index user_theme_prefs_theme on user_theme_prefs (active_theme_id);
