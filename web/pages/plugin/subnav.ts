import { html } from 'htm/preact';
import { type Part, type PartLink, partAddress } from './parts.ts';

interface SubnavProps {
  name: string;
  parts: readonly PartLink[];
  shown: Part;
}

export function Subnav({ name, parts, shown }: SubnavProps) {
  return html`
    <nav class="subnav" aria-label="Parts of this page">
      ${parts.map(
        ({ part, label }) => html`
          <a
            key=${part}
            class="subnav-link"
            href=${partAddress(name, part)}
            aria-current=${part === shown ? 'page' : undefined}
          >${label}</a>
        `,
      )}
    </nav>
  `;
}
