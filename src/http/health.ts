import { AppError } from '../base/errors.ts';
import { SECOND_MS } from '../base/time.ts';

/** How long the database may take to answer before the server counts as not ready. */
export const READY_LIMIT_MS = 2 * SECOND_MS;

export interface Health {
  /** Answers `/healthz` and `/readyz`; null for any other path. */
  handle(path: string): Promise<Response | null>;
}

interface HealthDependencies {
  /** Resolves when the database answers. */
  pingDatabase(): Promise<void>;
  limitMs?: number;
}

/** `/healthz`: the process is up. `/readyz`: it can serve, which takes the database. */
export function openHealth({ pingDatabase, limitMs = READY_LIMIT_MS }: HealthDependencies): Health {
  let asking: Promise<void> | undefined;

  /** Probes that come together share one question: nobody can flood the database through here. */
  function askDatabase(): Promise<void> {
    asking ??= pingDatabase().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function ready(): Promise<Response> {
    let timer: Timer | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${limitMs} ms`)), limitMs);
    });
    try {
      await Promise.race([askDatabase(), late]);
      return Response.json({ status: 'ready' });
    } catch (cause) {
      throw new AppError('unavailable', 'The database does not answer.', { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async handle(path) {
      if (path === '/healthz') return Response.json({ status: 'ok' });
      return path === '/readyz' ? ready() : null;
    },
  };
}
