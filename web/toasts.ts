import { type ReadonlySignal, signal } from '@preact/signals';

/** Long enough to read a sentence twice. */
const SHOWN_FOR_MS = 5_000;

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  text: string;
}

export interface Toasts {
  items: ReadonlySignal<Toast[]>;
  show(text: string, kind?: Toast['kind']): void;
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
    show(text, kind = 'done') {
      const id = nextId++;
      items.value = [...items.value, { id, kind, text }];
      setTimeout(() => dismiss(id), SHOWN_FOR_MS);
    },
  };
}
