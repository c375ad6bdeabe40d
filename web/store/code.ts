import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';

interface CodeProps {
  /** What screen readers call it. */
  label: string;
  text: string;
  /** With it, a comparison: what went and what came. */
  before?: string;
}

/** A script to read; plain when its highlighter cannot be fetched. */
export function Code({ label, text, before }: CodeProps) {
  const host = useRef<HTMLDivElement>(null);
  const isPlain = useSignal(false);
  useEffect(() => {
    let close = () => {};
    let isCurrent = true;
    import('./code-shown.ts').then(
      ({ openCode }) => {
        if (isCurrent && host.current) close = openCode(host.current, { label, text, before });
      },
      () => {
        isPlain.value = true;
      },
    );
    return () => {
      isCurrent = false;
      close();
    };
  }, [label, text, before]);
  if (isPlain.value) return html`<pre class="code-shown"><code>${text}</code></pre>`;
  return html`<div class="code-shown" data-testid="code" ref=${host}></div>`;
}
