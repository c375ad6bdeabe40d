import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { ApiError } from '../api.ts';

export interface Resource<Data> {
  /** The last answer; stays while the next one is on its way, so that nothing flickers. */
  data: ReadonlySignal<Data | undefined>;
  error: ReadonlySignal<ApiError | null>;
  /** True while `data` belongs to an earlier question. */
  isReloading: ReadonlySignal<boolean>;
  /** Asks the same question again. Calls during an answer become one more question after it. */
  refresh(): Promise<void>;
  /** Asks another question: drops the answer under way. */
  reload(): Promise<void>;
  close(): void;
}

/** Something read from the server that can be read again. */
export function openResource<Data>(load: (signal: AbortSignal) => Promise<Data>): Resource<Data> {
  const data = signal<Data | undefined>(undefined);
  const error = signal<ApiError | null>(null);
  const isReloading = signal(false);
  let current: AbortController | null = null;
  let isAskedAgain = false;

  async function ask(): Promise<void> {
    const controller = new AbortController();
    current = controller;
    isAskedAgain = false;
    try {
      const answer = await load(controller.signal);
      if (current !== controller) return;
      data.value = answer;
      error.value = null;
    } catch (cause) {
      if (current !== controller) return;
      if (!(cause instanceof ApiError)) throw cause;
      error.value = cause;
    } finally {
      if (current === controller) {
        current = null;
        isReloading.value = false;
      }
    }
    if (isAskedAgain) await ask();
  }

  return {
    data,
    error,
    isReloading,
    async refresh() {
      if (current) isAskedAgain = true;
      else await ask();
    },
    async reload() {
      current?.abort();
      isReloading.value = true;
      await ask();
    },
    close() {
      current?.abort();
      current = null;
      isAskedAgain = false;
    },
  };
}

/** A resource for as long as a component is shown, asked anew whenever `key` changes. */
export function useResource<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  key = '',
): Resource<Data> {
  const latestLoad = useRef(load);
  latestLoad.current = load;
  const resource = useMemo(() => openResource<Data>((signal) => latestLoad.current(signal)), []);
  useEffect(() => void resource.reload(), [key, resource]);
  useEffect(() => resource.close, [resource]);
  return resource;
}
