import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { copyText } from '../../ui/copy.ts';

const CONFIRMED_FOR_MS = 2_000;

/** A written page. Its HTML comes from our own files, made while the pages were built. */
export function Article({ html: inside }: { html: string }) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    for (const element of place.current?.querySelectorAll<HTMLElement>('[data-style]') ?? []) {
      element.style.cssText = element.dataset.style ?? '';
    }
  }, [inside]);
  return html`
    <article class="docs-article" ref=${place} onClick=${onClick} dangerouslySetInnerHTML=${{ __html: inside }}></article>
  `;
}

async function onClick({ target }: MouseEvent): Promise<void> {
  const button = target instanceof Element ? target.closest('.docs-copy') : null;
  const code = button?.previousElementSibling;
  if (!button || !code) return;
  const isCopied = await copyText((code.textContent ?? '').trimEnd());
  button.textContent = isCopied ? 'Copied' : 'Select and copy by hand';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, CONFIRMED_FOR_MS);
}
