import { signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RouteParameters } from '../routing.ts';

export interface PageProps {
  /** From the address, by the names in the route's pattern. */
  parameters: RouteParameters;
}

interface PageModule {
  Page: FunctionComponent<PageProps>;
}

/** A page whose code is fetched when it is first shown. A failed fetch is shown by the boundary. */
export function lazyPage(load: () => Promise<PageModule>): FunctionComponent<PageProps> {
  const loaded = signal<PageModule | null>(null);
  const failure = signal<unknown>(null);
  return function LazyPage(props) {
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
    return loaded.value && html`<${loaded.value.Page} ...${props} />`;
  };
}
