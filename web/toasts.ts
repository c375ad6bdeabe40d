import { type ReadonlySignal, signal } from '@preact/signals';

/** Long enough to read a sentence twice. */
const SHOWN_FOR_MS = 5_000;
/** Long enough to read it, to think again and to reach the button. */
const SHOWN_WITH_ACTION_MS = 12_000;

/** What somebody may do about it: `Undo`. */
export interface ToastAction {
  label: string;
  run(): void;
}

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  text: string;
  action?: ToastAction | undefined;
}

export interface Toasts {
  items: ReadonlySignal<Toast[]>;
  show(text: string, kind?: Toast['kind'], action?: ToastAction): void;
  dismiss(id: number): void;
}

/** Short messages that come and go by themselves. */
export function openToasts(): Toasts {
  const items = signal<Toast[]>([]);
  let nextId = 1;

  function dismiss(id: number): void {
    items.value = items.value.filter((toast) => toast.id !== id);
  }

  return {
    items,
    dismiss,
    show(text, kind = 'done', action) {
      const id = nextId++;
      items.value = [...items.value, { id, kind, text, action }];
      setTimeout(() => dismiss(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_FOR_MS);
    },
  };
}
