import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SectionProps {
  title: string;
  lead?: ComponentChildren;
  children: ComponentChildren;
}

/** One subject of the account page: what it is on the left, what can be done on the right. */
export function Section({ title, lead, children }: SectionProps) {
  const id = useId();
  return html`
    <section class="section" aria-labelledby=${id}>
      <div class="section-text">
        <h2 class="section-title" id=${id}>${title}</h2>
        ${lead && html`<p class="section-lead">${lead}</p>`}
      </div>
      <div class="section-body">${children}</div>
    </section>
  `;
}
