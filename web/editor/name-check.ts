import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { useApp } from '../app.ts';
import { isName } from './meta.ts';

/** After the last key. */
const ASK_AFTER_MS = 400;

interface Listed {
  plugins: readonly { name: string; author_username: string | null }[];
}

/** Who published a plugin of this name; null: nobody, or it is not known yet. */
export function useAuthorOf(name: string): string | null {
  const { api } = useApp();
  const author = useSignal<string | null>(null);
  useEffect(() => {
    author.value = null;
    if (!isName(name)) return;
    const controller = new AbortController();
    const ask = async () => {
      const query = new URLSearchParams({ search: name, scripts: 'false' });
      const options = { signal: controller.signal };
      try {
        const { plugins } = await api.get<Listed>(`api/v1/store?${query}`, options);
        const found = plugins.find((plugin) => plugin.name === name);
        author.value = found?.author_username ?? null;
      } catch (error) {
        // Publishing says it too: a name that could not be looked up is no reason to stop here.
        if (!controller.signal.aborted && !(error instanceof ApiError)) throw error;
      }
    };
    const timer = setTimeout(ask, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [name]);
  return author.value;
}
