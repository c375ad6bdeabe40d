import type { Asker } from '../ask.ts';
import type { SharedPerson } from './store.ts';

/** Whose numbers an answer is about, and which of them whoever asks may see. */
export interface Subject {
  user: Asker & { username: string };
  view: View;
}

export interface View {
  /** Whether it is the person themselves. */
  isOwn: boolean;
  /** Totals, days, streaks of activity; also editors, systems and categories. */
  activity: boolean;
  languages: boolean;
  projects: boolean;
  streak: boolean;
  /** Names of computers are nobody else's business. */
  machines: boolean;
}

export const OWN_VIEW: View = {
  isOwn: true,
  activity: true,
  languages: true,
  projects: true,
  streak: true,
  machines: true,
};

/** What somebody who shares their profile shows to everybody. */
export function toSharedSubject(person: SharedPerson): Subject {
  return {
    user: {
      id: person.id,
      username: person.username,
      timezone: person.timezone,
      timeoutSeconds: person.timeout_seconds,
    },
    view: {
      isOwn: false,
      activity: person.profile_show_activity,
      languages: person.profile_show_languages,
      projects: person.profile_show_projects,
      streak: person.profile_show_streak,
      machines: false,
    },
  };
}
