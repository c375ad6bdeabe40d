import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { ProofButton } from '../account/proof-button.ts';
import { Choice } from './choice.ts';
import type { Person } from './person.ts';
import { ResetLink } from './reset-link.ts';

interface PersonPanelProps {
  person: Person;
  onChange: () => Promise<void>;
}

/** What an administrator may do about somebody else, each with what follows from it. */
export function PersonPanel({ person, onChange }: PersonPanelProps) {
  const { api, toasts } = useApp();
  const { username } = person;
  const path = `api/v1/admin/users/${person.id}`;

  async function change(access: object, outcome: string): Promise<void> {
    await api.patch(path, access);
    await onChange();
    toasts.show(`${username} is ${outcome} now`);
  }
  async function remove(given: string): Promise<void> {
    await api.remove(path, { username: given });
    await onChange();
    toasts.show(`${username} is deleted`);
  }

  return html`
    <ul class="person-panel">
      ${!person.disabled_at && html`<${ResetLink} person=${person} />`}
      <${Choice} title="Role" note=${person.is_admin ? 'Looks after people, invites and the instance.' : 'Sees their own time only.'}>
        ${
          person.is_admin
            ? html`<${ConfirmButton}
              label="Make member"
              question=${`Take administration from ${username}?`}
              consequence="Their coding time stays; people, invites and the instance are out of reach."
              onConfirm=${() => change({ is_admin: false }, 'a member')}
            />`
            : html`<${ConfirmButton}
              label="Make administrator"
              question=${`Make ${username} an administrator?`}
              consequence="They can invite, disable and delete people, and make other administrators."
              onConfirm=${() => change({ is_admin: true }, 'an administrator')}
            />`
        }
      </>
      <${Choice} title="Access" note=${person.disabled_at ? 'Browsers are signed out and editors refused.' : 'Browsers and editors come in.'}>
        ${
          person.disabled_at
            ? html`<${ConfirmButton}
              label="Enable"
              question=${`Let ${username} in again?`}
              consequence="Their keys work again at once, and editors send what they kept."
              onConfirm=${() => change({ is_disabled: false }, 'enabled')}
            />`
            : html`<${ConfirmButton}
              label="Disable"
              question=${`Disable ${username}?`}
              consequence="They are signed out and their keys are refused, at once. What they recorded stays."
              onConfirm=${() => change({ is_disabled: true }, 'disabled')}
            />`
        }
      </>
      <${Choice} title="Delete" note="With heartbeats, keys and settings, for good.">
        <${ProofButton}
          label="Delete account"
          about=${username}
          question=${`Delete the account ${username}?`}
          consequence="Their heartbeats, keys and settings go with it, for good. Disabling keeps them."
          proof=${`Write ${username} to confirm`}
          name="username"
          isProven=${(given: string) => given.toLowerCase() === username.toLowerCase()}
          onConfirm=${remove}
        />
      </>
    </ul>
  `;
}
