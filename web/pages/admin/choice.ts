import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';

interface ChoiceProps {
  title: string;
  note: string;
  children: ComponentChildren;
}

/** One thing that can be done about a person. */
export function Choice({ title, note, children }: ChoiceProps) {
  return html`
    <li class="person-choice">
      <div class="row-text">
        <span>${title}</span>
        <span class="row-note">${note}</span>
      </div>
      ${children}
    </li>
  `;
}
