import type { Static } from '@sinclair/typebox';
import type { WakatimeUser } from './shapes.ts';
import type { Person } from './store.ts';
import type { Subject } from './visibility.ts';

/** `https://www.example.org/me/` as people write it: `example.org/me`. */
export function toHumanWebsite(website: string): string {
  return website.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

/**
 * `users/current` and `users/:name` (spec/wakatime 1.8). Others see neither the address nor what
 * the person's switches hide; the `…_public` fields repeat what the account shares.
 */
export function toWakatimeUser(
  { user, view }: Subject,
  person: Person,
): Static<typeof WakatimeUser> {
  const lastSeen = view.activity
    ? {
        last_heartbeat_at: person.last_at?.toISOString() ?? null,
        last_plugin: person.last_plugin,
        last_plugin_name: person.last_editor,
      }
    : { last_heartbeat_at: null, last_plugin: null, last_plugin_name: null };
  return {
    data: {
      id: user.id,
      username: person.username,
      display_name: person.display_name || person.username,
      full_name: person.display_name,
      email: view.isOwn ? person.email : null,
      photo: person.avatar_url,
      timezone: user.timezone,
      ...lastSeen,
      last_project: (view.projects && view.activity && person.last_project) || null,
      plan: person.plan,
      bio: person.bio,
      location: person.country,
      website: person.website,
      human_readable_website: person.website && toHumanWebsite(person.website),
      is_email_public: false,
      is_email_confirmed: view.isOwn && person.email !== null,
      photo_public: person.is_public,
      languages_used_public: person.is_public && person.profile_show_languages,
      logged_time_public: person.is_public && person.profile_show_activity,
      is_hireable: person.available_for_hire,
      github_username: null,
      twitter_username: null,
      linkedin_username: null,
      created_at: person.created_at.toISOString(),
      modified_at: person.updated_at.toISOString(),
    },
  };
}
