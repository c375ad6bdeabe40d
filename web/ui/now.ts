import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const STEP_MS = 20_000;

/** The present in Unix milliseconds, moving in small steps: for "2 minutes ago" and midnight. */
export function useNow(): ReadonlySignal<number> {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [now]);
  return now;
}
