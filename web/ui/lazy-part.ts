import { signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';

/** A part of a page whose code is fetched when it is first shown. A failed fetch is thrown there. */
export function lazyPart<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  const loaded = signal<{ Part: FunctionComponent<Props> } | null>(null);
  const failure = signal<unknown>(null);
  return function LazyPart(props) {
    useEffect(() => {
      if (loaded.value) return;
      load().then(
        (Part) => {
          loaded.value = { Part };
        },
        (error: unknown) => {
          failure.value = error;
        },
      );
    }, []);
    if (failure.value) throw failure.value;
    return loaded.value && html`<${loaded.value.Part} ...${props} />`;
  };
}
