import { type ReadonlySignal, useSignal } from '@preact/signals';
import { ApiError } from '../api.ts';

export interface Action {
  isBusy: ReadonlySignal<boolean>;
  error: ReadonlySignal<ApiError | null>;
  /** Runs unless it already runs. Also fit for a form's `onSubmit`. */
  run(event?: Event): Promise<void>;
}

/** Something a person starts: once at a time, with its failure as data for the page. */
export function useAction(perform: () => Promise<void>): Action {
  const isBusy = useSignal(false);
  const error = useSignal<ApiError | null>(null);
  return {
    isBusy,
    error,
    async run(event) {
      event?.preventDefault();
      if (isBusy.value) return;
      isBusy.value = true;
      error.value = null;
      try {
        await perform();
      } catch (cause) {
        if (!(cause instanceof ApiError)) throw cause;
        error.value = cause;
      } finally {
        isBusy.value = false;
      }
    },
  };
}
