import { AppError } from '../../base/errors.ts';
import type { Database } from '../../db/database.ts';
import { isSelf } from '../../heartbeats/wakatime-user.ts';
import type { CurrentUser, Guard } from '../../users/guard.ts';
import { findSharedPerson } from './store.ts';
import { OWN_VIEW, type Subject, toSharedSubject } from './visibility.ts';

/** Whom a request is about. Throws `unauthorized` or `not_found`. */
export type FindSubject = (request: Request, name: string) => Promise<Subject>;

const notShared = () =>
  new AppError('not_found', 'There is no such user here, or their numbers are not shared.');

/** The people whose profile is public, whoever asks. Throws `not_found`. */
export async function getSharedSubject(database: Database, name: string): Promise<Subject> {
  const person = await findSharedPerson(database, name);
  if (!person) throw notShared();
  return toSharedSubject(person);
}

/**
 * `current` is the caller, who must be signed in; a name is the caller under their own name, or
 * somebody who shares their profile, for whom no sign-in is needed. Without either the answer is
 * the same as for nobody of that name.
 */
export function openFindSubject({ guard, database }: { guard: Guard; database: Database }) {
  async function findCaller(request: Request): Promise<CurrentUser | null> {
    try {
      return await guard.requireUser(request);
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthorized') return null;
      throw error;
    }
  }

  const findSubject: FindSubject = async (request, name) => {
    const isCurrent = name.toLowerCase() === 'current';
    const user = isCurrent ? await guard.requireUser(request) : await findCaller(request);
    if (user && isSelf(user, name)) return { user, view: OWN_VIEW };
    return getSharedSubject(database, name);
  };
  return findSubject;
}
