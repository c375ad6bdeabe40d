import type { Queryable } from '../db/database.ts';

/** Seconds over which ticks that begin together are spread. */
export const TICK_SECONDS = 60;

/**
 * Makes due again what slept because its plugin could not run then, and can now: of one user, or of
 * everybody. Returns how many.
 */
export function wakeRunnable(database: Queryable, userId: string | null): Promise<number> {
  return database.run(
    `update schedule s
     set parked_at = null,
       due_at = now() + case s.kind when 'tick' then $2 * random() else 0 end * interval '1 s'
     from running_plugins r
     join users u on u.id = r.user_id and u.disabled_at is null
     where s.due_at = 'infinity' and s.kind in ('install', 'tick')
       and ($1::uuid is null or s.user_id = $1)
       and r.user_id = s.user_id and r.plugin_id = s.subject_id
       and r.script is not null and r.disabled_reason is null
       and 'on_' || s.kind = any(r.hooks)`,
    [userId, TICK_SECONDS],
  );
}
