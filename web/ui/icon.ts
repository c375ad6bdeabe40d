import { html } from 'htm/preact';
import type { IconNode } from 'lucide';
import { h } from 'preact';

/** A lucide icon, decoration beside words: screen readers skip it. */
export function Icon({ of, size = 16 }: { of: IconNode; size?: number }) {
  return html`
    <svg
      class="icon"
      width=${size}
      height=${size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      ${of.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  `;
}
