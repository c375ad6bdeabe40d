import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { describePerson, type Person } from './person.ts';
import { PersonPanel } from './person-panel.ts';

interface PersonRowProps {
  person: Person;
  isMe: boolean;
  onChange: () => Promise<void>;
}

/** One person; what can be done about them opens below. */
export function PersonRow({ person, isMe, onChange }: PersonRowProps) {
  const isOpen = useSignal(false);
  const id = useId();
  return html`
    <li class="person">
      <div class="row">
        <div class="row-text">
          <span class="person-name">
            <strong>${person.username}</strong>
            ${person.is_admin && html`<span class="person-mark">administrator</span>`}
            ${person.disabled_at && html`<span class="person-mark person-mark-off">disabled</span>`}
          </span>
          <span class="row-note">${describePerson(person, Date.now())}</span>
        </div>
        ${
          isMe
            ? html`<span class="row-note">you</span>`
            : html`
            <button
              class="btn"
              type="button"
              aria-expanded=${isOpen.value}
              aria-controls=${id}
              onClick=${() => {
                isOpen.value = !isOpen.value;
              }}
            >
              ${isOpen.value ? 'Close' : 'Manage'}<span class="visually-hidden"> ${person.username}</span>
            </button>
          `
        }
      </div>
      <div id=${id} hidden=${!isOpen.value}>
        ${isOpen.value && html`<${PersonPanel} person=${person} onChange=${onChange} />`}
      </div>
    </li>
  `;
}
