import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import type { Me } from '../../wire.ts';
import { Section } from '../account/section.ts';
import type { Person } from './person.ts';
import { PersonRow } from './person-row.ts';

const SKELETON_ROWS = 2;

export function Users({ me }: { me: Me }) {
  const { api } = useApp();
  const users = useResource<{ users: Person[] }>((signal) => api.get('api/v1/users', { signal }));
  const people = users.data.value?.users;
  return html`
    <${Section} title="People" lead="Everybody with an account here. What they recorded is theirs: you see names, not numbers.">
      ${users.error.value && html`<${FailureNotice} error=${users.error.value} onRetry=${users.refresh} />`}
      <ul class="rows" aria-busy=${!people}>
        ${people?.map(
          (person) =>
            html`<${PersonRow} key=${person.id} person=${person} isMe=${person.id === me.id} onChange=${users.refresh} />`,
        )}
        ${!people && !users.error.value && Array.from({ length: SKELETON_ROWS }, () => html`<${WaitingRow} />`)}
      </ul>
      ${people?.length === 1 && html`<p class="row-note">Only you so far. An invite link below lets somebody in.</p>`}
    </>
  `;
}

/** As high as a person's row, so that nothing jumps when they arrive. */
function WaitingRow() {
  return html`
    <li class="row" aria-hidden="true">
      <div class="row-text"><strong> </strong><span class="row-note"> </span></div>
    </li>
  `;
}
