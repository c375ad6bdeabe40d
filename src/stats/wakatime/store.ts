import { type Static, Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

const Person = Type.Object({
  username: Type.String(),
  display_name: NullableText,
  email: NullableText,
  avatar_url: NullableText,
  plan: Type.String(),
  bio: NullableText,
  website: NullableText,
  country: NullableText,
  is_public: Type.Boolean(),
  profile_show_languages: Type.Boolean(),
  profile_show_projects: Type.Boolean(),
  profile_show_activity: Type.Boolean(),
  available_for_hire: Type.Boolean(),
  created_at: Type.Date(),
  updated_at: Type.Date(),
  /** Of the newest heartbeat; null without any. */
  last_at: Type.Union([Type.Date(), Type.Null()]),
  last_project: NullableText,
  last_editor: NullableText,
  last_plugin: NullableText,
});

export type Person = Static<typeof Person>;

/** What `users/current` tells about a person, with their newest heartbeat. */
export function getPerson(database: Database, userId: string): Promise<Person> {
  return database.one(
    Person,
    `select u.username, u.display_name, u.email, u.avatar_url, u.plan, u.bio, u.website, u.country,
      u.is_public, u.profile_show_languages, u.profile_show_projects, u.profile_show_activity,
      u.available_for_hire, u.created_at, u.updated_at,
      h.recorded_at as last_at, h.project as last_project, h.editor as last_editor,
      h.extra ->> 'plugin' as last_plugin
    from users u left join lateral (
      select recorded_at, project, editor, extra from heartbeats
      where user_id = u.id order by recorded_at desc, content_hash desc limit 1
    ) h on true
    where u.id = $1`,
    [userId],
  );
}

const SharedPerson = Type.Object({
  id: Type.String(),
  username: Type.String(),
  timezone: Type.String(),
  timeout_seconds: Type.Integer(),
  profile_show_languages: Type.Boolean(),
  profile_show_projects: Type.Boolean(),
  profile_show_activity: Type.Boolean(),
  profile_show_streak: Type.Boolean(),
});
export type SharedPerson = Static<typeof SharedPerson>;

/** Somebody who shares their profile and may come in, by name in any case or by id. */
export function findSharedPerson(database: Database, name: string): Promise<SharedPerson | null> {
  return database.find(
    SharedPerson,
    `select ${Object.keys(SharedPerson.properties).join(', ')} from users
    where (lower(username) = lower($1) or id::text = lower($1)) and is_public and disabled_at is null`,
    [name],
  );
}
