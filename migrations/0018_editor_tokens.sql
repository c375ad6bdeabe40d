-- The editor tries a widget before it is a plugin: its token belongs to none.
alter table widget_tokens alter column plugin_id drop not null;
