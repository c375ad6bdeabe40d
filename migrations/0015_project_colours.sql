-- Which of the eight colours a project wears: given when it is first seen, and kept, so that it has
-- the same one on every page and whatever else is worked on later.
create table project_colours (
  user_id uuid not null references users (id) on delete cascade,
  project text not null,
  slot smallint not null check (slot between 0 and 7),
  primary key (user_id, project)
);
