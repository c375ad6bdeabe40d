import { formatRelative } from '../../ui/format.ts';

/** Somebody with an account, as the server tells administrators. */
export interface Person {
  id: string;
  username: string;
  display_name: string | null;
  is_admin: boolean;
  created_at: string;
  disabled_at: string | null;
  last_active_at: string | null;
}

/** `disabled 3 days ago`, `here 5 minutes ago, joined last week`. */
export function describePerson(person: Person, nowMs: number, locale?: string): string {
  const ago = (at: string) => formatRelative(Date.parse(at), nowMs, locale);
  if (person.disabled_at) return `disabled ${ago(person.disabled_at)}`;
  const joined = `joined ${ago(person.created_at)}`;
  return person.last_active_at ? `here ${ago(person.last_active_at)}, ${joined}` : joined;
}
