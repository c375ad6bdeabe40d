import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';

/** A plugin's README. When its reader cannot be fetched, the text as it was written. */
export function Readme({ markdown }: { markdown: string }) {
  const host = useRef<HTMLDivElement>(null);
  const isPlain = useSignal(false);
  useEffect(() => {
    let isCurrent = true;
    import('./readme-html.ts').then(
      ({ renderReadme }) => {
        if (isCurrent) host.current?.replaceChildren(renderReadme(markdown));
      },
      () => {
        isPlain.value = true;
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [markdown]);
  if (isPlain.value) return html`<pre class="readme-plain">${markdown}</pre>`;
  return html`<div class="readme" data-testid="readme" ref=${host}></div>`;
}
