import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { formatRelative } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import type { Me } from '../../wire.ts';
import { Section } from '../account/section.ts';

interface Person {
  id: string;
  username: string;
  display_name: string | null;
  is_admin: boolean;
  created_at: string;
}

export function Users({ me }: { me: Me }) {
  const { api } = useApp();
  const users = useResource<{ users: Person[] }>((signal) => api.get('api/v1/users', { signal }));
  return html`
    <${Section} title="People" lead="Everybody with an account here. A forgotten password is set anew in a terminal: hearthbeat user password NAME.">
      ${users.error.value && html`<${FailureNotice} error=${users.error.value} onRetry=${users.refresh} />`}
      <ul class="rows">
        ${users.data.value?.users.map(
          (person) =>
            html`<${UserRow} key=${person.id} person=${person} isMe=${person.id === me.id} onChange=${users.refresh} />`,
        )}
      </ul>
    </>
  `;
}

interface UserRowProps {
  person: Person;
  isMe: boolean;
  onChange: () => Promise<void>;
}

function UserRow({ person, isMe, onChange }: UserRowProps) {
  const { api, toasts } = useApp();
  const { username } = person;
  const path = `api/v1/admin/users/${person.id}`;
  const change = person.is_admin
    ? {
        label: 'Make member',
        question: `Take administration from ${username}?`,
        consequence: 'Their coding time stays; people, invites and the instance are out of reach.',
      }
    : {
        label: 'Make administrator',
        question: `Make ${username} an administrator?`,
        consequence: 'They can invite and delete people, and make other administrators.',
      };
  async function setRole(): Promise<void> {
    await api.patch(path, { is_admin: !person.is_admin });
    await onChange();
    toasts.show(`${username} is ${person.is_admin ? 'a member' : 'an administrator'} now`);
  }
  async function remove(): Promise<void> {
    await api.remove(path);
    await onChange();
    toasts.show(`${username} is deleted`);
  }
  return html`
    <li class="row">
      <div class="row-text">
        <strong>${username}</strong>
        <span class="row-note">
          ${person.is_admin ? 'administrator' : 'member'}, joined ${formatRelative(Date.parse(person.created_at), Date.now())}
        </span>
      </div>
      ${
        isMe
          ? html`<span class="row-note">you</span>`
          : html`
          <div class="row-actions">
            <${ConfirmButton} ...${change} onConfirm=${setRole} />
            <${ConfirmButton}
              label="Delete"
              question=${`Delete the account ${username}?`}
              consequence="Their heartbeats, keys and settings go with it, for good."
              onConfirm=${remove}
            >
              Delete<span class="visually-hidden"> ${username}</span>
            </>
          </div>
        `
      }
    </li>
  `;
}
