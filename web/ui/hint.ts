import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface HintProps {
  /** Shown on hover and focus, and told to screen readers. */
  text: string;
  children: ComponentChildren;
}

/** A number or word that says more when it is pointed at or reached by keyboard. */
export function Hint({ text, children }: HintProps) {
  const id = useId();
  return html`
    <span class="hint" tabindex="0" aria-describedby=${id}>
      ${children}<span class="tip hint-tip" role="tooltip" id=${id}>${text}</span>
    </span>
  `;
}
