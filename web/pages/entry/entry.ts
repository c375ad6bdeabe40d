import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { Brand } from '../../shell/brand.ts';

interface EntryProps {
  title: string;
  lead: ComponentChildren;
  children?: ComponentChildren;
  /** Under the card. */
  below?: ComponentChildren;
}

/** The narrow page in front of the house: signing in, setting up, signing up. */
export function Entry({ title, lead, children, below }: EntryProps) {
  return html`
    <main class="entry" id="main" tabindex="-1">
      <${Brand} />
      <div class="card entry-card">
        <h1 class="entry-title">${title}</h1>
        <p class="entry-lead">${lead}</p>
        ${children}
      </div>
      ${below}
    </main>
  `;
}
