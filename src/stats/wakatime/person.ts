import type { Static } from '@sinclair/typebox';
import type { CurrentUser } from '../../users/guard.ts';
import type { WakatimeUser } from './shapes.ts';
import type { Person } from './store.ts';

/** `https://www.example.org/me/` as people write it: `example.org/me`. */
function toHumanWebsite(website: string): string {
  return website.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

/**
 * `users/current` (spec/wakatime 1.8). Nothing here is public to anybody but the caller; the
 * `…_public` fields repeat what the account shares.
 */
export function toWakatimeUser(user: CurrentUser, person: Person): Static<typeof WakatimeUser> {
  return {
    data: {
      id: user.id,
      username: person.username,
      display_name: person.display_name || person.username,
      full_name: person.display_name,
      email: person.email,
      photo: person.avatar_url,
      timezone: user.timezone,
      last_heartbeat_at: person.last_at?.toISOString() ?? null,
      last_plugin: person.last_plugin,
      last_plugin_name: person.last_editor,
      last_project: person.last_project || null,
      plan: person.plan,
      bio: person.bio,
      location: person.country,
      website: person.website,
      human_readable_website: person.website && toHumanWebsite(person.website),
      is_email_public: false,
      is_email_confirmed: person.email !== null,
      photo_public: person.is_public,
      languages_used_public: person.is_public && person.profile_show_languages,
      logged_time_public: person.is_public,
      is_hireable: person.available_for_hire,
      github_username: null,
      twitter_username: null,
      linkedin_username: null,
      created_at: person.created_at.toISOString(),
      modified_at: person.updated_at.toISOString(),
    },
  };
}
