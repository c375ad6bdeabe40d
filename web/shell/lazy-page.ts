import { signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';

interface PageModule {
  Page: FunctionComponent;
}

/** A page whose code is fetched when it is first shown. A failed fetch is shown by the boundary. */
export function lazyPage(load: () => Promise<PageModule>): FunctionComponent {
  const loaded = signal<PageModule | null>(null);
  const failure = signal<unknown>(null);
  return function LazyPage() {
    useEffect(() => {
      if (loaded.value) return;
      load().then(
        (module) => {
          loaded.value = module;
        },
        (error: unknown) => {
          failure.value = error;
        },
      );
    }, []);
    if (failure.value) throw failure.value;
    return loaded.value && html`<${loaded.value.Page} />`;
  };
}
