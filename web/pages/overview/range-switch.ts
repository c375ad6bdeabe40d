import { html } from 'htm/preact';
import type { Range } from './range.ts';
import { ranges } from './range.ts';

/** Links, not buttons: each range has an address, and Back returns to the one before. */
export function RangeSwitch({ current }: { current: Range }) {
  return html`
    <nav class="segmented" aria-label="Range">
      ${ranges.map(
        (range) => html`
          <a
            key=${range.id}
            class="segment-link"
            href=${`./?range=${range.id}`}
            title=${range.title}
            aria-current=${range === current ? 'true' : undefined}
          >
            ${range.label}
          </a>
        `,
      )}
    </nav>
  `;
}
