/** Keeps a widget's token fresh: it lasts ten minutes (src/users/widget-tokens). */

/** Well before its end, so that a server that is away for a moment does not matter. */
export const REFRESH_AFTER_MS = 6 * 60_000;
/** Also how long after a laptop woke up, at most; timers stand still while it sleeps. */
export const CHECK_EVERY_MS = 15_000;

interface TokenKeeperOptions {
  /** A new token. Rejects while the server is away. */
  ask(): Promise<string>;
  onToken(token: string): void;
  now(): number;
}

/** `check` asks when it is time; a failed question is asked again at the next check. */
export function openTokenKeeper({ ask, onToken, now }: TokenKeeperOptions) {
  let askedAt = now();
  let isAsking = false;

  async function check(): Promise<void> {
    const age = Math.abs(now() - askedAt); // negative when the clock was set back
    if (isAsking || age < REFRESH_AFTER_MS) return;
    isAsking = true;
    const at = now();
    try {
      onToken(await ask());
      askedAt = at;
    } catch {
      // The next check asks again; until then the widget shows what it has.
    } finally {
      isAsking = false;
    }
  }
  return { check };
}

/** Checks now and then, and whenever the page is looked at or online again. Returns the end of it. */
export function checkOften(check: () => Promise<void>): () => void {
  const run = () => void check();
  const timer = setInterval(run, CHECK_EVERY_MS);
  document.addEventListener('visibilitychange', run);
  window.addEventListener('online', run);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', run);
    window.removeEventListener('online', run);
  };
}
