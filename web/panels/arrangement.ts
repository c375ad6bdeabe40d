import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { ApiError } from '../api.ts';
import { useApp } from '../app.ts';
import { isSame, type Layout, toLayout, toOrder } from './layout.ts';
import type { Panel } from './wire.ts';

/** Where the panels stand, also while somebody moves them. */
export interface Arrangement {
  layout: ReadonlySignal<Layout>;
  /** What changed last, for people who do not see it. */
  announcement: ReadonlySignal<string>;
  /** Shows a layout that is not kept yet. */
  show(layout: Layout, words: string): void;
  /** Keeps what is shown; if the server does not, everything goes back. */
  keep(): Promise<void>;
  /** Back to what is kept. */
  cancel(words: string): void;
}

/** `refresh` reads the panels again. */
export function useArrangement(
  panels: ReadonlySignal<readonly Panel[]>,
  refresh: () => Promise<void>,
): Arrangement {
  const { api, toasts } = useApp();
  const shown = useSignal<Layout | null>(null);
  const announcement = useSignal('');
  const layout = useComputed(() => shown.value ?? toLayout(panels.value));

  async function save(next: Layout): Promise<void> {
    try {
      await api.post('api/v1/dashboard/order', toOrder(next));
      await refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toasts.show(`The layout is as before: ${error.message}`, 'failed');
    }
    if (shown.value === next) shown.value = null;
  }

  return {
    layout,
    announcement,
    show(next, words) {
      shown.value = next;
      announcement.value = words;
    },
    async keep() {
      const next = shown.value;
      if (next === null) return;
      if (isSame(next, toLayout(panels.value))) shown.value = null;
      else await save(next);
    },
    cancel(words) {
      if (shown.value === null) return;
      shown.value = null;
      announcement.value = words;
    },
  };
}
